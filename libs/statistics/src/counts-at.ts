import type { Kysely } from 'kysely';
import type { Moment } from '#projections';
import { dueHour, groupsOf, type CountedRow, type RecordsTables } from '#records';
import { dueInHour, rowsOfSmallUnit } from './counted-rows.js';
import { totalsAt } from './running-totals.js';
import { Tally } from './tally.js';
import type { UnitLevel } from './unit-level.js';

/** Which records are counted: those of one unit and cycle, as they stood at a moment. */
export interface Counted {
  readonly level: UnitLevel;
  readonly code: string;
  readonly cycle: string;
  readonly asOf: Moment;
}

/** The counts of a unit at a moment. */
export interface CountsAt {
  readonly tally: Tally;
  /** Records with a deadline before the moment. */
  readonly overdue: number;
  /** How many levels of each group wait; undefined: only their posts are counted. */
  readonly groups?: ReadonlyMap<string, number>;
}

/**
 * A village or a school has some hundred records: they are found by index and summed. A township or the county has running totals. Both are
 * sums of the same measures.
 */
export async function countsAt(db: Kysely<RecordsTables>, { level, code, cycle, asOf }: Counted): Promise<CountsAt> {
  const { position, time } = asOf;
  if (level === 'village' || level === 'school') {
    const rows = await rowsOfSmallUnit(db, level === 'village' ? 'place' : 'school', code, cycle, position).execute();
    const overdue = rows.filter(({ due_at: due }) => due !== null && due < time).length;
    return { tally: Tally.of(rows), overdue, groups: groupsAmong(rows) };
  }
  const tally = await totalsAt(db, { level, code, cycle, position });
  const hour = dueHour(time);
  const before = Object.entries(tally.by('due')).reduce((sum, [due, records]) => (due < hour ? sum + records : sum), 0);
  if (tally.total(`due:${hour}`) === 0) return { tally, overdue: before };
  const township = level === 'township' ? code : undefined;
  const { records } = await dueInHour(db, { hour, time, cycle, township, position }).executeTakeFirstOrThrow();
  return { tally, overdue: before + records };
}

function groupsAmong(rows: readonly CountedRow[]): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  for (const row of rows) for (const group of groupsOf(row)) groups.set(group, (groups.get(group) ?? 0) + 1);
  return groups;
}

/** The newest cycle that has records; undefined while there are none. */
export async function newestCycle(db: Kysely<RecordsTables>): Promise<string | undefined> {
  const row = await db.selectFrom('record_list').select('cycle').orderBy('cycle', 'desc').limit(1).executeTakeFirst();
  return row?.cycle;
}
