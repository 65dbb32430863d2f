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

/** What could not be read of a row, digits that a number cell has lost among it. It belongs to its file: the next one is another matter. */
export function unreadFinding({ line, column, value, reason, wholeRow }: ReadProblem, { file, department }: RosterFile): FoundFinding {
  return {
    kind: reason === 'number-cell' ? 'number-cell' : 'unreadable-row',
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

/** A record with what it says of who it is about. */
export interface NamedRecord extends Namesake {
  readonly name?: string;
}

/** How it shows that two records may be one student's. */
export type SameStudentSign =
  /** A number was wanted for one record that the other's student bears. */
  | 'number-contested'
  /** A record's student got another number, and rosters, or another record, have the number from before with the same name. */
  | 'number-corrected'
  /** Of one name, and their numbers were the same before they had eighteen digits. */
  | 'same-fifteen-digits';

/** Two records of a cycle that may be one student's. Whether they are is decided by a person; then one closes as the other's duplicate. */
export function sameStudentFinding(sign: SameStudentSign, one: NamedRecord, other: NamedRecord): FoundFinding {
  const pair = [one, other].sort((a, b) => (numberOrId(a) < numberOrId(b) ? -1 : 1));
  const name = pair.find((record) => record.name !== undefined)?.name;
  const rows = pair.flatMap((record) => record.rows);
  return {
    kind: 'same-student',
    cause: pair.map(numberOrId),
    departments: sortedSet(rows.map(({ department }) => department)),
    subject: { ...(name !== undefined && { name }) },
    rows: rows.map((row) => findingRow(row, 'idNumber', row.idNumber)),
    facts: {
      sign,
      people: pair.map((record) => ({ recordId: record.recordId, name: record.name ?? null, idNumber: record.idNumber ?? null })),
    },
    proposals: numbered([
      { action: 'none' },
      { action: 'close-duplicate', recordId: pair[1]?.recordId ?? '', duplicateOf: pair[0]?.recordId ?? '' },
      { action: 'close-duplicate', recordId: pair[0]?.recordId ?? '', duplicateOf: pair[1]?.recordId ?? '' },
    ]),
  };
}

/**
 * Rosters name somebody by a number that was corrected, and by the name of whoever bore it. They add nothing until a person has decided: they
 * are that student's, or another student's, for whom a record is opened then.
 */
export function formerNumberFinding(number: string, rows: readonly RosterRow[], record: NamedRecord): FoundFinding {
  return {
    kind: 'same-student',
    cause: sortedSet([number, numberOrId(record)]),
    departments: sortedSet(rows.map(({ department }) => department)),
    person: number,
    subject: { ...(record.name !== undefined && { name: record.name }), idNumber: number },
    rows: rows.map((row) => findingRow(row, 'idNumber', row.idNumber)),
    facts: {
      sign: 'number-corrected' satisfies SameStudentSign,
      people: [{ recordId: record.recordId, name: record.name ?? null, idNumber: record.idNumber ?? null }],
    },
    proposals: numbered([
      ...(record.idNumber === undefined ? [] : [{ action: 'adopt' as const, idNumber: record.idNumber }]),
      { action: 'none' },
    ]),
  };
}

function numberOrId({ idNumber, recordId }: Namesake): string {
  return idNumber ?? recordId;
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
