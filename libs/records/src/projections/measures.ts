import { waitingPostsOf, type ListRow } from './tables.js';

/** The code under which those stand of whom nobody knows yet to which unit they belong. */
export const UNASSIGNED = 'unassigned';
/** The code under which those stand whose household is outside the county. */
export const OUTSIDE = 'outside';
/** The code under which those stand who are on no roll. */
export const NOT_ENROLLED = 'none';

/** What counts are made of: a view of a large unit reads no more. */
export const COUNTED_COLUMNS = [
  'record_id',
  'cycle',
  'village',
  'township',
  'school',
  'stage',
  'sex',
  'boarding',
  'categories',
  'status',
  'compulsory',
  'registered_outside',
  'enrolled_outside',
  'on_roll',
  'unassigned',
  'due_at',
  'waiting',
  'visits',
  'errors',
] as const;

export type CountedRow = Pick<ListRow, (typeof COUNTED_COLUMNS)[number]>;

const DUE_DIGITS = '2020-09-01T00'.length;

/** A level of units for which running totals are kept. */
export type CountedLevel = 'county' | 'township';

/** The hour of a deadline: totals are kept by it, what falls into the hour asked for is looked at row by row. */
export function dueHour(time: string): string {
  return time.slice(0, DUE_DIGITS);
}

/** The waiting group of each level that a record waits at. */
export function groupsOf({ waiting }: Pick<ListRow, 'waiting'>): readonly string[] {
  return JSON.parse(waiting) as string[];
}

/** The school of a row as counts name it. */
function schoolKey({ on_roll, school, enrolled_outside }: CountedRow): string {
  if (on_roll === 0) return NOT_ENROLLED;
  return school ?? enrolled_outside ?? UNASSIGNED;
}

/** The unit of the next lower level to which a row belongs. */
function childKey({ village, township, registered_outside }: CountedRow, level: CountedLevel): string {
  if (level === 'township') return village ?? UNASSIGNED;
  return township ?? (registered_outside === null ? UNASSIGNED : OUTSIDE);
}

/**
 * What one record adds to the counts of a unit, by measure. The one definition of every count: running totals are sums of it, small units
 * are summed from their rows when they are asked for.
 *
 * `status:<status>`, `due:<hour>` and `waiting:<posts>` count every record; all others those that are not closed.
 */
export function* measuresOf(row: CountedRow): Generator<readonly [measure: string, amount: number]> {
  yield [`status:${row.status}`, 1];
  if (row.due_at !== null) yield [`due:${dueHour(row.due_at)}`, 1];
  if (row.waiting !== '[]') yield* waitingMeasures(row);
  if (row.status === 'closed') return;
  const school = schoolKey(row);
  const compulsory = row.compulsory === 1;
  for (const category of JSON.parse(row.categories) as string[]) {
    yield [`category:${category}`, 1];
    if (compulsory) yield [`compulsory-category:${category}`, 1];
  }
  if (row.stage !== null) yield [`stage:${row.stage}`, 1];
  if (row.sex !== null) yield [`sex:${row.sex}`, 1];
  if (row.boarding === 1) yield ['boarding', 1];
  if (row.unassigned === 1) yield [UNASSIGNED, 1];
  if (row.visits > 0) yield ['visits', row.visits];
  if (row.errors > 0) yield ['errors', row.errors];
  yield [`school:${school}`, 1];
  if (compulsory) yield [`compulsory-school:${school}`, 1];
}

/** Each measure once: what changes is found by comparing them. */
function waitingMeasures(row: CountedRow): readonly (readonly [measure: string, amount: number])[] {
  const measures = groupsOf(row).map((group) => `waiting:${waitingPostsOf(group)}`);
  return [...new Set(measures)].map((measure) => [measure, measures.filter((other) => other === measure).length]);
}

/** As {@link measuresOf}, with the unit below to which the record belongs: `child:<code>`. */
export function* measuresAt(row: CountedRow, level: CountedLevel): Generator<readonly [measure: string, amount: number]> {
  yield* measuresOf(row);
  yield* childMeasure(row, level);
}

/** The unit below that a record counts in. */
export function childMeasure(row: CountedRow, level: CountedLevel): readonly (readonly [measure: string, amount: number])[] {
  return row.status === 'closed' ? [] : [[`child:${childKey(row, level)}`, 1]];
}
