import type { Directory } from '#directory';
import type { Json } from '#kernel';
import { isStudentNumber, sexOf } from '#student-aid';
import type { Facts, RosterRow } from '../model/facts.js';
import type { RosterFile } from '../model/roster-file.js';
import { countingRow } from './enrolment.js';
import { sortedSet, type Person, type Said } from './person.js';
import { placeOf } from './places.js';

/** What rosters state, in the order in which events are written: to sort it there would take longer than to make it so. */
const FIELDS = [
  'address',
  'birthDate',
  'boarding',
  'categories',
  'cause',
  'certificateNumbers',
  'class',
  'ethnicity',
  'grade',
  'guardian',
  'guardianPhone',
  'headIdNumber',
  'headName',
  'householdNumber',
  'idNumber',
  'name',
  'region',
  'school',
  'sex',
  'stage',
  'studentNumber',
] as const;

/** What rows give, by field; absent and undefined: they do not say. */
type Given = Readonly<Partial<Record<(typeof FIELDS)[number], Json | undefined>>>;

/** What one department's file states about a student, as the record takes it. */
export interface Statement {
  readonly file: RosterFile;
  /** The first of the rows; 0: the file does not name the person any more. */
  readonly line: number;
  readonly values: Readonly<Record<string, Json>>;
}

/** All statements about a person in the order of departments and files; none if there is to be no record. */
export function statementsOf(person: Person, directory: Directory): readonly Statement[] {
  if (!person.known) return [];
  return person.said().map((said) => {
    const counting = rowThatCounts(said, person, directory);
    return { file: said.file, line: counting?.line ?? 0, values: valuesOf(person, said.rows, counting, directory) };
  });
}

/** Where the first of {@link statementsOf} stands. */
export function firstStatementOf(person: Person, directory: Directory): Pick<Statement, 'file' | 'line'> | undefined {
  const [said] = person.known ? person.said() : [];
  return said === undefined ? undefined : { file: said.file, line: rowThatCounts(said, person, directory)?.line ?? 0 };
}

function rowThatCounts({ file, rows }: Said, person: Person, directory: Directory): RosterRow | undefined {
  return file.department === 'education' ? countingRow(rows, person, directory) : rows[0];
}

function valuesOf(person: Person, rows: readonly RosterRow[], counting: RosterRow | undefined, directory: Directory): Record<string, Json> {
  if (counting === undefined) return { categories: [] };
  // The row that counts goes first; what it does not say, the others may.
  const facts = [counting, ...rows.filter((row) => row !== counting)].map((row) => row.facts);
  const together: Facts = facts.length === 1 ? counting.facts : Object.assign({}, ...facts.toReversed());
  const given: Given = {
    ...identityOf(person, together),
    ...householdOf(together, facts, directory),
    ...(counting.department === 'education' ? {} : povertyOf(person, rows, facts, together)),
    ...enrolmentOf(counting, person, directory),
  };
  const values: Record<string, Json> = {};
  for (const field of FIELDS) {
    const value = given[field];
    if (value !== undefined) values[field] = value;
  }
  return values;
}

function identityOf({ idNumber, birthDate }: Person, together: Facts): Given {
  return {
    name: together.name,
    sex: together.sex ?? sexOf(idNumber),
    birthDate: together.birthDate ?? birthDate,
    idNumber,
    ethnicity: together.ethnicity,
  };
}

function householdOf(together: Facts, facts: readonly Facts[], directory: Directory): Given {
  return {
    region: regionOf(facts, directory),
    address: together.address ?? facts.map(writtenPlace).find((place) => place !== undefined),
    householdNumber: together.householdNumber,
    headName: together.headName,
    headIdNumber: together.headIdNumber,
    guardian: together.guardian,
    guardianPhone: together.guardianPhone,
  };
}

/** Where the first row that says so has the household registered. */
function regionOf(facts: readonly Facts[], directory: Directory): string | undefined {
  for (const one of facts) {
    const place = placeOf(one, directory);
    if ((place.kind === 'village' || place.kind === 'outside') && place.code !== undefined) return place.code;
  }
  return undefined;
}

function writtenPlace({ township, village, group }: Facts): string | undefined {
  return village === undefined ? undefined : `${township ?? ''}${village}${group ?? ''}`;
}

function povertyOf(person: Person, rows: readonly RosterRow[], facts: readonly Facts[], { cause }: Facts): Given {
  const running = facts.filter(({ ended }) => ended !== true);
  const certificates = sortedSet(running.flatMap(({ certificateNumber }) => certificateNumber ?? []));
  return {
    categories: person.running(rows),
    cause,
    certificateNumbers: certificates.length === 0 ? undefined : certificates,
  };
}

/** Where somebody goes to school stands in one row: two rolls are never mixed. */
function enrolmentOf({ department, facts }: RosterRow, person: Person, directory: Directory): Given {
  const { studentNumber } = facts;
  return {
    school: schoolOf(department, facts, person, directory),
    stage: facts.stage,
    grade: facts.grade,
    class: facts.class,
    studentNumber: studentNumber !== undefined && isStudentNumber(studentNumber) ? studentNumber : undefined,
    boarding: facts.boarding,
  };
}

/**
 * The school that a row gives the record. The rolls say who goes where: what the province's list says of it counts once they are there and
 * do not name the student, so a school on a roll that nobody knows is left to a decision, whichever file came first.
 */
function schoolOf(department: string, { schoolCode }: Facts, person: Person, directory: Directory): Json | undefined {
  if (schoolCode === undefined || directory.school(schoolCode) === undefined) return undefined;
  if (department !== 'provincial-list') return schoolCode;
  return person.files.has('education') && person.currentOf('education').length === 0 ? schoolCode : undefined;
}
