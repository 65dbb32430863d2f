import { OpenRecord, OpenRecordBody, readBody } from '#records';
import type { Directory } from '#directory';
import { cycleAt, dayOf, timeAt, workingDaysAfter } from '../chance/calendar.js';
import { dice } from '../chance/dice.js';
import type { Act } from '../rules/act.js';
import { personName } from '../values/names.js';
import { birthday, idNumber } from '../values/numbers.js';

/** A student who moves in, for whom somebody opens a record by hand. */
export interface Newcomer {
  readonly key: string;
  /** UTC time from which the record is to be opened. */
  readonly at: string;
  /** Code of the village whose collector opens it. */
  readonly village: string;
  readonly idNumber: string;
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: string;
}

/** One newcomer for so many records. */
const RECORDS_PER_NEWCOMER = 150;
const AGES = { youngest: 7, oldest: 12 } as const;
const LAST_DAY = 30;

/** Who moves in during a run. @param villages codes of those that could take somebody in */
export function newcomersOf(
  seed: string,
  run: { readonly number: number; readonly from: string },
  villages: readonly string[],
  records: number,
  county: string,
): readonly Newcomer[] {
  if (villages.length === 0) return [];
  const count = Math.ceil(records / RECORDS_PER_NEWCOMER);
  return Array.from({ length: count }, (_, index): Newcomer => {
    const key = `newcomer|${run.number}|${index}`;
    const die = dice(seed, key);
    const year = Number(cycleAt(run.from).slice(0, 4));
    const male = die.share(0.5);
    const birthDate = birthday(year - AGES.oldest, year - AGES.youngest, die);
    return {
      key,
      at: timeAt(workingDaysAfter(dayOf(run.from), die.between(1, LAST_DAY)), 10),
      village: die.pick(villages),
      idNumber: idNumber(county, birthDate, male, die),
      name: personName(die),
      sex: male ? 'male' : 'female',
      birthDate,
    };
  });
}

/** Opens a newcomer's record; nothing while the village has no collector. */
export function opening({ key, village, idNumber: number }: Newcomer, staffing: Directory, now: string): readonly Act[] {
  const [collector] = staffing.holders({ role: 'collector', unit: village, line: 'household' }, now);
  if (collector === undefined) return [];
  const body = { cycle: cycleAt(now), idNumber: number };
  return [{ key, userId: collector.userId, command: (context) => new OpenRecord(readBody(OpenRecordBody, body), context) }];
}
