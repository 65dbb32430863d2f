import type { Pending } from '../model/decision.js';
import type { Appointment, Staffing } from '../model/staffing.js';
import { peopleOf } from './barred.js';

/** Who can sign a waiting level: everybody at the first of its posts at which somebody is not barred. Nobody: it is unstaffed. */
export interface Eligible {
  /** 0: the level's own people; above: those who sign in place of them (代审). */
  readonly rank: number;
  readonly people: readonly Appointment[];
}

/** @param at UTC time at which appointments must hold */
export function eligibleFor({ posts, barred }: Pick<Pending, 'posts' | 'barred'>, staffing: Staffing, at: string): Eligible {
  const excluded = new Set(barred);
  for (const [rank, post] of posts.entries()) {
    const people = staffing.holders(post, at).filter((holder) => !isBarred(holder, excluded));
    if (people.length > 0) return { rank, people };
  }
  return { rank: posts.length, people: [] };
}

/** A delegate is barred for what they did and for what the person did whom they stand for. */
export function isBarred(holder: Pick<Appointment, 'userId' | 'onBehalfOf'>, barred: ReadonlySet<string>): boolean {
  return peopleOf(holder).some((person) => barred.has(person));
}
