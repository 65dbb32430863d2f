import { birthDateOf } from '#student-aid';
import type { ReadProblem, RosterRow } from '../model/facts.js';
import { numbered, type FoundFinding } from '../model/finding.js';
import type { RosterFile } from '../model/roster-file.js';
import { sortedSet } from './person.js';
import { findingRow } from './person-findings.js';

/** Rows whose number cannot be trusted, of one cause: the same department, number as written and name. */
export interface DistrustedRows {
  readonly first: RosterRow;
  readonly rows: readonly RosterRow[];
}

/** Groups rows whose number cannot be trusted by cause. */
export function distrustedByCause(rows: readonly RosterRow[]): readonly DistrustedRows[] {
  const groups = new Map<string, RosterRow[]>();
  for (const row of rows) {
    const key = distrustCause(row).join('\n');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => (group[0] === undefined ? [] : [{ first: group[0], rows: group }]));
}

function distrustCause({ department, idNumber, facts }: RosterRow): readonly string[] {
  return [department, idNumber, facts.name ?? ''];
}

/**
 * A row whose number cannot be trusted adds nothing to any record until somebody decides. Whose it may be is proposed: the same name and
 * one digit away, or the same name and birth date.
 * @param candidates numbers under which rosters name somebody so
 */
export function distrustFinding({ first, rows }: DistrustedRows, candidates: readonly string[]): FoundFinding {
  const born = birthDateOf(first.idNumber);
  const likely = sortedSet(candidates).filter(
    (candidate) => oneDigitAway(candidate, first.idNumber) || (born !== undefined && birthDateOf(candidate) === born),
  );
  const { name } = first.facts;
  return {
    kind: first.distrust ?? 'bad-checksum',
    cause: distrustCause(first),
    departments: [first.department],
    subject: { ...(name !== undefined && { name }), idNumber: first.idNumber },
    rows: rows.map((row) => findingRow(row, 'idNumber', row.idNumber)),
    facts: {},
    proposals: numbered(likely.map((idNumber) => ({ action: 'adopt', idNumber }))),
  };
}

function oneDigitAway(one: string, other: string): boolean {
  return one.length === other.length && [...one].filter((sign, index) => sign !== other[index]).length === 1;
}

/** What could not be read of a row. It belongs to its file: the next one is another matter. */
export function unreadFinding({ line, column, value, reason, wholeRow }: ReadProblem, { file, department }: RosterFile): FoundFinding {
  return {
    kind: 'unreadable-row',
    cause: [file, String(line), column ?? '', reason],
    departments: [department],
    subject: {},
    rows: [{ file, line, ...(column !== undefined && { column }), ...(value !== undefined && { value }) }],
    facts: { reason, wholeRow },
    proposals: [],
  };
}

/** A record among those that bear one name in one village. */
export interface Namesake {
  readonly recordId: string;
  readonly idNumber?: string;
  /** Rows that name this person. */
  readonly rows: readonly RosterRow[];
}

/** Several records of one name in one village: different people, or one person twice. */
export function namesakesFinding(name: string, village: string, people: readonly Namesake[]): FoundFinding {
  const pairs = people.flatMap((one, index) => people.slice(index + 1).map((other) => [one, other] as const));
  return {
    kind: 'same-name-same-village',
    cause: [village, name, ...sortedSet(people.map(({ recordId, idNumber }) => idNumber ?? recordId))],
    departments: sortedSet(people.flatMap(({ rows }) => rows.map(({ department }) => department))),
    subject: { name },
    rows: people.flatMap(({ rows }) => rows.slice(0, 1)).map((row) => findingRow(row, 'idNumber', row.idNumber)),
    facts: { village, people: people.map(({ recordId, idNumber }) => ({ recordId, idNumber: idNumber ?? null })) },
    proposals: numbered([
      { action: 'none' },
      ...pairs.map(([one, other]) => ({ action: 'close-duplicate' as const, recordId: other.recordId, duplicateOf: one.recordId })),
    ]),
  };
}
