import { sql, type Kysely } from 'kysely';
import type { Directory } from '#directory';
import { Refusal, type Position } from '#kernel';
import type { Moment } from '#projections';
import type { VisitsTables } from '../projections/visits-tables.js';
import { unknownUnit } from './check-filter.js';
import { isHelper } from './concealed-findings.js';

/** Whose students were visited: of a school, or of a village. */
export interface VisitedUnit {
  readonly school?: string;
  readonly village?: string;
}

/** A unit as an answer names it. */
export interface NamedUnit {
  readonly code: string;
  readonly name: string;
}

/** The column that a unit's rows are found by, and its code. */
export interface UnitKey extends NamedUnit {
  readonly column: 'school' | 'village';
}

/** @throws Refusal `invalid`/`unit-needed` unless exactly one is named, `not-found`/`unknown-unit` */
export function unitKey({ school, village }: VisitedUnit, directory: Directory): UnitKey {
  const code = school ?? village;
  if (code === undefined || (school !== undefined && village !== undefined)) throw new Refusal('invalid', 'unit-needed');
  const unit = school === undefined ? directory.region(code) : directory.school(code);
  if (unit === undefined || (school === undefined && directory.region(code)?.level !== 'village')) throw unknownUnit(code);
  return { column: school === undefined ? 'village' : 'school', code, name: unit.name };
}

/** Of what helpers see: the records that one of them has visited. */
export interface SeenBy {
  readonly userId: string;
  readonly position: Position;
}

/** One of the helpers sees only records that they have visited themselves; undefined: whoever asks sees everything. */
export function seenBy(userId: string | undefined, directory: Directory, { position, time }: Moment): SeenBy | undefined {
  return userId !== undefined && isHelper(directory, userId, time) ? { userId, position } : undefined;
}

/** The condition that a row's record was visited by a helper up to a position. */
export function visitedBy(db: Kysely<VisitsTables>, table: 'visit_check' | 'disagreement', { userId, position }: SeenBy) {
  return db
    .selectFrom('visit as own')
    .select('own.position')
    .where('own.record_id', '=', sql.ref<string>(`${table}.record_id`))
    .where('own.visitor', '=', userId)
    .where('own.position', '<=', position);
}
