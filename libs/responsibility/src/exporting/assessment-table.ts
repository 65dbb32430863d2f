import { termOf, type Catalogue, type Language } from '#kernel';
import type { Assessment, RankedUnit } from '../assessing/assessment.js';

/** A month's assessment as a table, one row a unit: what is written to XLSX or CSV. */
export interface AssessmentTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const HEADER: Readonly<Record<Language, readonly string[]>> = {
  zh: ['类别', '名次', '代码', '单位', '负责项数 n', '差错项数 x', '加权差错率', '95% 区间下限', '95% 区间上限', '与上月相比', '结果'],
  en: ['list', 'rank', 'code', 'unit', 'values n', 'errors x', 'weighted rate', '95 % low', '95 % high', 'against last month', 'verdict'],
};

/** @param catalogue says what codes are called */
export function assessmentTable({ levels }: Pick<Assessment, 'levels'>, catalogue: Catalogue, language: Language): AssessmentTable {
  const called = (code: string) => termOf(catalogue, code, language);
  const rows = levels.flatMap(({ level, units }) => units.map((unit) => rowOf(unit, called(level), called)));
  return { header: HEADER[language], rows };
}

function rowOf(one: RankedUnit, level: string, called: (code: string) => string): readonly (string | number | null)[] {
  const { rank, unit, name, n, x, rate, interval, change, verdict } = one;
  const low = interval?.low ?? null;
  const high = interval?.high ?? null;
  return [level, rank, unit, called(name), n, x, rate, low, high, change, verdict === null ? null : called(verdict)];
}
