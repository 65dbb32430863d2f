import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Directory } from '#directory';
import { Eligibility, type RecordsTables, type WaitingGroups } from '#records';
import type { Tally } from './tally.js';

/** Groups that are judged before others have their turn. */
const AT_ONCE = 1_000;

/**
 * Counts the levels that wait and that nobody can sign. Who holds a post may change without any record changing, so this is judged when it
 * is asked, once for each group of levels with the same posts and the same people barred.
 * @param tally of the unit
 * @param at UTC time at which appointments must hold
 */
export async function countUnstaffed(
  { db, groups }: { readonly db: Kysely<RecordsTables>; readonly groups: WaitingGroups },
  tally: Tally,
  directory: Directory,
  at: string,
): Promise<number> {
  const waiting = [...tally.of('waiting')];
  const eligibility = new Eligibility(directory, at);
  let unstaffed = 0;
  for (let start = 0; start < waiting.length; start += AT_ONCE) {
    const some = waiting.slice(start, start + AT_ONCE);
    const ids = some.map(([id]) => id);
    for (const [index, group] of (await groups.load(db, ids)).entries()) {
      if (eligibility.of(group).people.length === 0) unstaffed += some[index]?.[1] ?? 0;
    }
    await nextTurn();
  }
  return unstaffed;
}
