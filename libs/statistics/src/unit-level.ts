import type { Directory } from '#directory';
import { Refusal } from '#kernel';
import { unknownUnit } from '#records';

/** Levels that have a view of their own. */
export type UnitLevel = 'village' | 'school' | 'township' | 'county';

export interface CountedUnit {
  readonly code: string;
  readonly name: string;
  readonly level: UnitLevel;
}

/**
 * The unit of a code, which must be of the level that is asked for. A directory may name other counties: only its own has records.
 * @throws Refusal `not-found`/`unknown-unit`, `invalid`/`wrong-unit-level`
 */
export function unitOf(directory: Directory, code: string, level: UnitLevel): CountedUnit {
  const unit = directory.unit(code);
  if (unit === undefined) throw unknownUnit(code);
  const standing = directory.school(code) === undefined ? directory.region(code)?.level : 'school';
  if (standing !== level) throw new Refusal('invalid', 'wrong-unit-level', { params: { code, level } });
  if (level === 'county' && directory.top()?.code !== code) throw unknownUnit(code);
  return { code, name: unit.name, level };
}
