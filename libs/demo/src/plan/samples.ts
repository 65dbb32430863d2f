import { DrawSamples, DrawSamplesBody, readBody } from '#records';
import { monthOf, newestDefinition } from '#verification';
import type { Act } from '../rules/act.js';
import { holdersOf } from '../rules/people.js';
import type { World } from '../rules/world.js';

/**
 * The samples for spot checks (重点巡访名单) of the month of a moment, for all villages at once, if none has been drawn yet: by the first who
 * may. Whom chance draws decides nothing in the demo, so that the same seed makes the same decisions.
 */
export function drawingsAt(world: World, hasDrawn: (month: string) => boolean): readonly Act[] {
  const { type, staffing, now } = world;
  const [drawer] = holdersOf(newestDefinition(type).sampling?.drawers(staffing) ?? [], world);
  const month = monthOf(now);
  if (drawer === undefined || hasDrawn(month)) return [];
  return [
    {
      key: `draw|${month}`,
      userId: drawer.userId,
      command: (context) => new DrawSamples(readBody(DrawSamplesBody, { month }), context),
    },
  ];
}
