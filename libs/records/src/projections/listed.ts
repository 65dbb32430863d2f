import type { Json } from '#kernel';
import { indexable } from '#projections';
import { birthDateOf, isCompulsoryAge } from '#student-aid';
import { lineStateOf, statusOf, type RecordState, type RecordType } from '#verification';
import type { ListRow } from './tables.js';
import type { Waiting } from './waiting.js';

const VILLAGE_DIGITS = 12;
const TOWNSHIP_DIGITS = 9;
const OUT_OF_SCHOOL = 'none';
const OUTSIDE = 'outside:';

/**
 * What lists and counts show of a record as it stands, given the levels that it waits at and the group of each of them. Pure.
 */
export function listed(state: RecordState, type: RecordType, levels: readonly Waiting[], groups: readonly string[]): ListRow {
  return { ...studentOf(state), ...progressOf(state, type, levels, groups), ...countsOf(state) };
}

/** The columns that the record's values make. */
export type StudentColumns = Omit<ListRow, keyof ProgressColumns | keyof CountColumns>;
/** The columns that its lines, sign-offs and end make. */
export type ProgressColumns = Pick<ListRow, 'status' | 'lines' | 'payable' | 'due_at' | 'waiting'>;
/** The columns that what else was recorded makes. */
export type CountColumns = Pick<ListRow, 'visits' | 'errors'>;

function studentOf(state: RecordState): StudentColumns {
  return {
    record_id: state.recordId,
    student_id: state.subjectId,
    cycle: state.cycle,
    name: text(state, 'name'),
    id_number: text(state, 'idNumber'),
    sex: text(state, 'sex'),
    birth_date: text(state, 'birthDate'),
    ...placesOf(state),
    grade: numberIn(state, 'grade'),
    boarding: flagIn(state, 'boarding'),
    categories: JSON.stringify(categoriesOf(state)),
    compulsory: flag(isCompulsory(state)),
  };
}

/** @param groups of the levels, in their order */
export function progressOf(state: RecordState, type: RecordType, levels: readonly Waiting[], groups: readonly string[]): ProgressColumns {
  return {
    status: statusOf(state),
    lines: JSON.stringify(Object.fromEntries(type.lines.map(({ name }) => [name, lineStateOf(state, name)]))),
    payable: state.approved === undefined ? null : flag(state.approved.payable),
    due_at: earliest(levels),
    waiting: JSON.stringify(groups),
  };
}

export function countsOf(state: RecordState): CountColumns {
  return {
    visits: state.visits.length,
    errors: Object.values(state.errors).filter(({ status }) => status === 'reported' || status === 'confirmed').length,
  };
}

type Places = Pick<
  ListRow,
  'village' | 'township' | 'place' | 'school' | 'stage' | 'registered_outside' | 'enrolled_outside' | 'on_roll' | 'unassigned'
>;

function placesOf(state: RecordState): Places {
  const region = text(state, 'region');
  const village = region !== null && region.length === VILLAGE_DIGITS ? region : null;
  const registered_outside = village === null ? region : null;
  const place = text(state, 'school');
  const outside = place !== null && place.startsWith(OUTSIDE);
  const school = outside ? null : place;
  const stage = text(state, 'stage');
  const homeless = village === null && registered_outside === null;
  // A stage without a school: on a roll, but of a school that nobody knows.
  const onRoll = place !== null || (stage !== null && stage !== OUT_OF_SCHOOL);
  return {
    village,
    township: village?.slice(0, TOWNSHIP_DIGITS) ?? null,
    place: village ?? '',
    school,
    stage,
    registered_outside,
    enrolled_outside: outside ? place.slice(OUTSIDE.length) : null,
    on_roll: flag(onRoll),
    unassigned: flag(homeless || (onRoll && place === null)),
  };
}

/** By the birth date in the ID number; the recorded one counts only while there is no number. */
function isCompulsory(state: RecordState): boolean {
  const idNumber = text(state, 'idNumber');
  const birthDate = (idNumber === null ? undefined : birthDateOf(idNumber)) ?? text(state, 'birthDate');
  return birthDate !== null && isCompulsoryAge(birthDate, state.cycle);
}

function categoriesOf(state: RecordState): string[] {
  const value = valueOf(state, 'categories');
  return Array.isArray(value) ? value.map(String).sort() : [];
}

function earliest(levels: readonly Waiting[]): string | null {
  return levels.reduce<string | null>(
    (first, { dueAt }) => (dueAt !== undefined && (first === null || dueAt < first) ? dueAt : first),
    null,
  );
}

function valueOf(state: RecordState, field: string): Json {
  return state.fields[field]?.v ?? null;
}

function text(state: RecordState, field: string): string | null {
  const value = valueOf(state, field);
  return typeof value === 'string' && value !== '' ? indexable(value) : null;
}

function numberIn(state: RecordState, field: string): number | null {
  const value = valueOf(state, field);
  return typeof value === 'number' ? value : null;
}

function flagIn(state: RecordState, field: string): number | null {
  const value = valueOf(state, field);
  return typeof value === 'boolean' ? flag(value) : null;
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
