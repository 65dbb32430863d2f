import type { Text } from '#kernel';
import { referenceDateOf } from './age.js';

/** One name of a code and the days on which it holds. A code that is renamed has one entry for each name: old records keep theirs. */
export interface ReferenceEntry {
  readonly code: string;
  readonly label: Text;
  /** First day, YYYY-MM-DD. */
  readonly from: string;
  /** First day on which it holds no more; absent: it still does. */
  readonly to?: string;
}

/** No record is older: names that hold from here hold from the beginning. */
const BEGINNING = '2014-09-01';
/** Poverty was declared ended in 2021: registered households are called lifted out of it from the next school year (facts-libraries.md §5). */
const AFTER_POVERTY = '2021-09-01';

/** Why a student is entitled to aid (贫困类型). */
export const categories: readonly ReferenceEntry[] = [
  { code: 'registered', label: { zh: '建档立卡', en: 'registered poor household' }, from: BEGINNING, to: AFTER_POVERTY },
  { code: 'registered', label: { zh: '脱贫家庭', en: 'household lifted out of poverty' }, from: AFTER_POVERTY },
  { code: 'minimum-living', label: { zh: '低保', en: 'minimum-living allowance' }, from: BEGINNING },
  { code: 'destitute', label: { zh: '特困供养', en: 'destitute, supported' }, from: BEGINNING },
  { code: 'orphan', label: { zh: '孤儿', en: 'orphan' }, from: BEGINNING },
  { code: 'disabled', label: { zh: '残疾', en: 'disabled' }, from: BEGINNING },
  { code: 'registered-elsewhere', label: { zh: '外地建档立卡', en: 'registered poor elsewhere' }, from: BEGINNING, to: AFTER_POVERTY },
  { code: 'registered-elsewhere', label: { zh: '外地脱贫家庭', en: 'lifted out of poverty elsewhere' }, from: AFTER_POVERTY },
  { code: 'other', label: { zh: '其他', en: 'other' }, from: BEGINNING },
];

/** Stages of education (学段); `none` is out of school by a decided finding, or on no roll. */
export const stages: readonly ReferenceEntry[] = [
  { code: 'preschool', label: { zh: '学前', en: 'preschool' }, from: BEGINNING },
  { code: 'primary', label: { zh: '小学', en: 'primary' }, from: BEGINNING },
  { code: 'junior', label: { zh: '初中', en: 'junior high' }, from: BEGINNING },
  { code: 'senior', label: { zh: '普通高中', en: 'senior high' }, from: BEGINNING },
  { code: 'vocational', label: { zh: '中等职业', en: 'vocational' }, from: BEGINNING },
  { code: 'none', label: { zh: '不在学', en: 'not in school' }, from: BEGINNING },
];

/** What a code was called on a day (YYYY-MM-DD); undefined if it did not hold then. */
export function labelOn(entries: readonly ReferenceEntry[], code: string, day: string): Text | undefined {
  return entries.find((entry) => entry.code === code && entry.from <= day && (entry.to === undefined || day < entry.to))?.label;
}

/** Whether a code holds on at least one day of a cycle's school year. */
export function holdsIn(entries: readonly ReferenceEntry[], code: string, cycle: string): boolean {
  const first = referenceDateOf(cycle);
  const next = referenceDateOf(cycle.slice(5));
  return entries.some((entry) => entry.code === code && entry.from < next && (entry.to === undefined || first < entry.to));
}
