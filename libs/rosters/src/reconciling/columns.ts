import type { Department } from '../model/department.js';
import { mappings } from '../mappings/index.js';

const NAMES: ReadonlyMap<string, string> = new Map(
  mappings.flatMap(({ department, columns }) => columns.map(({ fact, headers }) => [`${department} ${fact}`, headers[0] ?? ''] as const)),
);

/** What the column of a fact is usually called in a department's rosters. */
export function columnName(department: Department, fact: string): string | undefined {
  return NAMES.get(`${department} ${fact}`);
}
