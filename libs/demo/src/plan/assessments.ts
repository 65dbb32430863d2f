import { PublishAssessment } from '#responsibility';
import { endOfMonth } from '#verification';
import { monthsBetween } from '../chance/calendar.js';
import type { Act } from '../rules/act.js';
import { holdersOf } from '../rules/people.js';
import type { World } from '../rules/world.js';

/**
 * The assessments (考核评价) that are due at a moment: of every month since the run began that is over and has not been published, by the
 * first who may.
 */
export function publicationsAt(world: World, hasPublished: (month: string) => boolean): readonly Act[] {
  const { type, staffing, from, now } = world;
  const [publisher] = holdersOf(type.responsibility?.publishers(staffing) ?? [], world);
  if (publisher === undefined) return [];
  const due = monthsBetween(from, now).filter((month) => endOfMonth(month) < now && !hasPublished(month));
  return due.map((month) => ({
    key: `publish|${month}`,
    userId: publisher.userId,
    command: (context) => new PublishAssessment(month, context),
  }));
}
