import type { Directory } from '#directory';
import type { Department } from '../model/department.js';
import type { RosterRow } from '../model/facts.js';
import { numbered, type FindingKind, type FindingRow, type FoundFinding, type Remedy } from '../model/finding.js';
import { columnName } from './columns.js';
import { countingRow, enrolments } from './enrolment.js';
import { sortedSet, type Person } from './person.js';
import { placeOf } from './places.js';
import { schoolRemedies, schoolsNearby, villageRemedies } from './remedies.js';

/** What a person's findings depend on besides the rows. */
export interface Circumstances {
  readonly directory: Directory;
  /** The record's name once all statements are taken. */
  readonly recordName?: string;
  /** Whether the number is proposed for a row of a roll whose own number is broken and has not been decided. */
  readonly proposedForRoll: boolean;
}

/** All findings about one person, from the newest roster of each department. */
export function findingsOf(person: Person, circumstances: Circumstances): readonly FoundFinding[] {
  const rows = person.current.filter((row) => person.counts(row));
  return [
    ...rows.flatMap((row) => [
      ...missingName(person, row),
      ...unknownVillage(person, row, circumstances),
      ...unknownSchool(person, row, circumstances),
    ]),
    ...categoriesEnded(person),
    ...(person.known
      ? [...nameDiffers(person, circumstances), ...enrolledTwice(person, circumstances), ...notEnrolled(person, circumstances)]
      : []),
  ].reduce(joined, []);
}

/** One cause makes one finding: rows of the same cause stand in it together. */
function joined(all: FoundFinding[], next: FoundFinding): FoundFinding[] {
  const same = all.findIndex(({ kind, cause }) => kind === next.kind && cause.join('\n') === next.cause.join('\n'));
  const before = all[same];
  if (before === undefined) return [...all, next];
  return all.map((one) => (one === before ? { ...before, rows: [...before.rows, ...next.rows] } : one));
}

/** A finding about a person; without facts and proposals unless they are given. */
function about(
  person: Person,
  kind: FindingKind,
  rest: Pick<FoundFinding, 'departments' | 'rows'> & {
    readonly cause?: readonly string[];
    readonly facts?: FoundFinding['facts'];
    readonly remedies?: readonly Remedy[];
  },
): FoundFinding {
  const { cause = [], facts = {}, remedies = [], departments, rows } = rest;
  const name = person.current.find((row) => row.facts.name !== undefined)?.facts.name;
  return {
    kind,
    cause: [person.idNumber, ...cause],
    departments: sortedSet(departments),
    person: person.idNumber,
    subject: { ...(name !== undefined && { name }), idNumber: person.idNumber },
    rows,
    facts,
    proposals: numbered(remedies),
  };
}

/** A row as a finding names it, with the value that matters. */
export function findingRow(row: RosterRow, fact?: string, value?: string): FindingRow {
  const column = fact === undefined ? undefined : columnName(row.department, fact);
  return { file: row.file, line: row.line, ...(column !== undefined && { column }), ...(value !== undefined && { value }) };
}

function missingName(person: Person, row: RosterRow): readonly FoundFinding[] {
  if (row.facts.name !== undefined) return [];
  const { department } = row;
  return [
    about(person, 'missing-name', {
      cause: [department],
      departments: [department],
      rows: [findingRow(row, 'name')],
      facts: { held: !person.named },
      remedies: [{ action: 'none' }],
    }),
  ];
}

function unknownVillage(person: Person, row: RosterRow, { directory }: Circumstances): readonly FoundFinding[] {
  const place = placeOf(row.facts, directory);
  if (place.kind !== 'unknown') return [];
  const fact = row.facts.village === undefined ? 'address' : 'village';
  return [
    about(person, 'unknown-village', {
      cause: [row.department, place.written],
      departments: [row.department],
      rows: [findingRow(row, fact, row.facts.village ?? row.facts.address)],
      facts: { written: place.written },
      remedies: villageRemedies(person, row, directory),
    }),
  ];
}

function unknownSchool(person: Person, row: RosterRow, { directory }: Circumstances): readonly FoundFinding[] {
  const { schoolCode } = row.facts;
  if (schoolCode === undefined || directory.school(schoolCode) !== undefined) return [];
  return [
    about(person, 'unknown-school', {
      cause: [row.department, schoolCode],
      departments: [row.department],
      rows: [findingRow(row, 'schoolCode', schoolCode)],
      facts: { written: schoolCode, ...(row.facts.schoolName !== undefined && { schoolName: row.facts.schoolName }) },
      remedies: schoolRemedies(person, row, directory),
    }),
  ];
}

/** Support that a department names as ended, or does not name any more. */
function categoriesEnded(person: Person): readonly FoundFinding[] {
  const endings = new Map<string, { department: Department; category: string; rows: readonly RosterRow[] }>();
  const note = (row: RosterRow, rows: readonly RosterRow[]) => {
    const { category } = row.facts;
    if (category === undefined || !person.counts(row)) return;
    if (person.running(person.currentOf(row.department)).includes(category)) return;
    const key = `${row.department} ${category}`;
    endings.set(key, { department: row.department, category, rows: [...(endings.get(key)?.rows ?? []), ...rows] });
  };
  for (const row of person.current) if (row.facts.ended === true) note(row, [row]);
  for (const { file, rows } of person.said()) {
    if (person.files.currentOf(file.department) === file) continue;
    for (const row of rows) if (row.facts.ended !== true && person.named) note(row, [row]);
  }
  return [...endings.values()].map(({ department, category, rows }) => {
    const current = rows.filter(({ file }) => person.files.isCurrent(file));
    // The rows that say so; of a roster that only leaves the person out, the last row that did not.
    const named = current.length > 0 ? current : rows.slice(-1);
    return about(person, 'category-ended', {
      cause: [department, category],
      departments: [department],
      rows: named.map((row) => findingRow(row, current.length > 0 ? 'ended' : undefined)),
      facts: { category, missing: current.length === 0 },
      remedies: [{ action: 'remove-category', category }],
    });
  });
}

function nameDiffers(person: Person, { recordName }: Circumstances): readonly FoundFinding[] {
  const rows = person.current.filter(({ facts }) => facts.name !== undefined);
  const names = [...new Set([...rows.flatMap(({ facts }) => facts.name ?? []), ...(recordName === undefined ? [] : [recordName])])];
  if (names.length < 2) return [];
  return [
    about(person, 'name-differs', {
      cause: sortedSet(names),
      departments: rows.map(({ department }) => department),
      rows: rows.map((row) => findingRow(row, 'name', row.facts.name)),
      facts: { names },
      remedies: names.map((name) => ({ action: 'set', section: 'identity', values: { name } })),
    }),
  ];
}

function enrolledTwice(person: Person, { directory }: Circumstances): readonly FoundFinding[] {
  const schools = enrolments(person.currentOf('education'), directory);
  if (schools.length < 2) return [];
  const counting = countingRow(person.currentOf('education'), person, directory);
  return [
    about(person, 'enrolled-twice', {
      cause: sortedSet(schools.map(({ facts }) => facts.schoolCode ?? '')),
      departments: ['education'],
      rows: schools.map((row) => findingRow(row, 'schoolCode', row.facts.schoolCode)),
      facts: { countsMeanwhile: counting?.facts.schoolCode ?? null },
      remedies: schools.map(({ facts: { schoolCode, stage, grade, class: name } }) => ({
        action: 'set',
        section: 'enrolment',
        values: {
          ...(schoolCode !== undefined && { school: schoolCode }),
          ...(stage !== undefined && { stage }),
          ...(grade !== undefined && { grade }),
          ...(name !== undefined && { class: name }),
        },
      })),
    }),
  ];
}

/** Registered, of compulsory age, on no roll: the one thing that nobody may overlook. */
function notEnrolled(person: Person, { directory, proposedForRoll }: Circumstances): readonly FoundFinding[] {
  const registered = person.currentOf('poverty-alleviation').filter((row) => person.counts(row));
  if (registered.length === 0 || !person.compulsory || proposedForRoll) return [];
  if (!person.files.has('education') || person.currentOf('education').length > 0) return [];
  return [
    about(person, 'registered-not-enrolled', {
      departments: ['poverty-alleviation', 'education'],
      rows: registered.map((row) => findingRow(row)),
      remedies: [
        { action: 'set', section: 'enrolment', values: { stage: 'none' } },
        ...schoolsNearby(person, directory).map((school): Remedy => ({ action: 'set', section: 'enrolment', values: { school } })),
      ],
    }),
  ];
}
