import { LevelCount, rankUnits, type AssessedUnit, type FieldsInForce, type UnitFacts } from '../assessment/assess.js';
import type { AssessmentRule } from '../model/responsibility.js';
import type { RecordType } from '../model/record-type.js';

/** A unit with all the records that it answers for. */
export interface WholeUnit extends UnitFacts {
  readonly records: readonly FieldsInForce[];
}

/** Assesses the units of one list whose records are all at hand. */
export function assessLevel(level: string, units: readonly WholeUnit[], rule: AssessmentRule, type: RecordType): readonly AssessedUnit[] {
  const counting = new LevelCount(level, rule, type);
  const counted = units.map((unit) => {
    const count = counting.begin(unit);
    for (const record of unit.records) count.add(record);
    return count.end();
  });
  return rankUnits(counted, rule);
}
