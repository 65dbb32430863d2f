import type { Directory } from '#directory';
import { Refusal } from '#kernel';
import { categories, stages } from '#student-aid';
import type { RecordStatus } from '#verification';
import type { StudentFilter } from './students.js';

const STATUSES: readonly RecordStatus[] = ['collecting', 'submitted', 'in-review', 'returned', 'approved', 'rejected', 'closed'];

/**
 * A code that does not exist is an error of whoever asks, not an empty list.
 * @throws Refusal `not-found`/`unknown-unit`, `invalid`/`unknown-code`
 */
export function checkFilter(filter: StudentFilter, directory: Directory): void {
  known('status', filter.status, STATUSES);
  known(
    'category',
    filter.category,
    categories.map(({ code }) => code),
  );
  known(
    'stage',
    filter.stage,
    stages.map(({ code }) => code),
  );
  for (const code of [filter.village, filter.township])
    if (code !== undefined && directory.region(code) === undefined) throw unknownUnit(code);
  if (filter.school !== undefined && directory.school(filter.school) === undefined) throw unknownUnit(filter.school);
}

function known(kind: string, code: string | undefined, codes: readonly string[]): void {
  if (code !== undefined && !codes.includes(code))
    throw new Refusal('invalid', 'unknown-code', { params: { rule: kind, kind, code, allowed: codes.join(', ') } });
}

/** The refusal of a unit that the directory does not know. */
export function unknownUnit(code: string): Refusal {
  return new Refusal('not-found', 'unknown-unit', { params: { code } });
}
