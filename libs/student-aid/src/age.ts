import { isBeyondMemory } from '#kernel';

const COMPULSORY_FROM = 6;
const COMPULSORY_TO = 15;
const YEAR_BEGINS = '09-01';

/** The day on which ages count in a cycle (`2020-2021`): 1 September, when its school year begins. */
export function referenceDateOf(cycle: string): string {
  return `${cycle.slice(0, 4)}-${YEAR_BEGINS}`;
}

/** The days of a school year: up to the last before the next one begins. */
export function cycleDays(cycle: string): { readonly from: string; readonly to: string } {
  return { from: referenceDateOf(cycle), to: `${Number(cycle.slice(0, 4)) + 1}-08-31` };
}

/**
 * What keeps a cycle from being opened on a day, for who was born on a day, if that is known. Next year's is prepared in this one; what nobody
 * who lives can have been in is none.
 */
export function cycleProblem(cycle: string, day: string, birthDate: string | undefined): string | undefined {
  const present = Number(day.slice(0, 4)) - (day.slice(5) < YEAR_BEGINS ? 1 : 0);
  if (Number(cycle.slice(0, 4)) > present + 1) return 'cycle-too-far-ahead';
  if (birthDate !== undefined && isBeforeBirth(cycle, birthDate)) return 'cycle-before-birth';
  return isBeyondMemory(cycleDays(cycle).to, day) ? 'cycle-too-long-ago' : undefined;
}

/** Whether a cycle was over before somebody was born. */
export function isBeforeBirth(cycle: string, birthDate: string): boolean {
  return birthDate > cycleDays(cycle).to;
}

/** Whole years lived on a date; both YYYY-MM-DD. Negative before birth. Who was born on 29 February is a year older on 1 March. */
export function completedYears(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Compulsory-education age: 6 to 15 completed years on the cycle's reference date, whatever the stage (product.md, "Rosters"). */
export function isCompulsoryAge(birthDate: string, cycle: string): boolean {
  const age = completedYears(birthDate, referenceDateOf(cycle));
  return age >= COMPULSORY_FROM && age <= COMPULSORY_TO;
}

/** Below compulsory-education age on the cycle's reference date. */
export function isUnderAge(birthDate: string, cycle: string): boolean {
  return completedYears(birthDate, referenceDateOf(cycle)) < COMPULSORY_FROM;
}
