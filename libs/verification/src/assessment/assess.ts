import type { AssessmentRule } from '../model/responsibility.js';
import type { RecordType } from '../model/record-type.js';
import { fieldsOfLine, sectionOfField } from '../reading/type-parts.js';
import { wilson } from './wilson.js';

/** What one unit answers for in a month, record by record. */
export interface UnitFacts {
  readonly unit: string;
  readonly name: string;
  /** Fields of each record that the unit introduced or signed and that were in force at any moment of the month. */
  readonly records: Iterable<readonly [recordId: string, fields: readonly string[]]>;
  /** Fields of each record with an error that was confirmed in the month and is attributed to the unit. */
  readonly errors: ReadonlyMap<string, readonly MonthsError[]>;
}

export interface MonthsError {
  readonly field: string;
  /** A value was missing, so no value was in force: whoever submitted without it answers for the field all the same. */
  readonly missing: boolean;
}

export type Verdict = 'commend' | 'warn' | 'criticise';

/** A unit in one month's assessment (考核评价). */
export interface AssessedUnit {
  readonly unit: string;
  readonly name: string;
  /** Values (record and field) that it answers for. */
  readonly n: number;
  /** Those of them with an error. */
  readonly x: number;
  readonly weightN: number;
  readonly weightX: number;
  /** Weighted: `weightX` of `weightN`; null if it answers for nothing. */
  readonly rate: number | null;
  /** Confidence interval of x of n, unweighted; null if n is 0. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** 1 is best; null: too few values, listed unranked. */
  readonly rank: number | null;
  readonly verdict: Verdict | null;
}

/** Decimals of rates. */
const SCALE = 1e6;

/** Assesses the units of one list by a rule: ranked ones first, by rank; then the others by unit. Pure. */
export function assessLevel(level: string, units: Iterable<UnitFacts>, rule: AssessmentRule, type: RecordType): readonly AssessedUnit[] {
  const count = counterFor(level, rule, type);
  const counted: Omit<AssessedUnit, 'rank' | 'verdict'>[] = [];
  for (const facts of units) counted.push(count(facts));
  const ranked = counted.filter(({ n }) => n > 0 && n >= rule.minimum).sort(byRate);
  const ranks = ranksOf(ranked);
  const rest = counted.filter((one) => !ranked.includes(one)).sort(byUnit);
  return [
    ...ranked.map((one, index) => ({ ...one, rank: ranks[index] ?? null, verdict: verdictOn(one, rule) })),
    ...rest.map((one) => ({ ...one, rank: null, verdict: null })),
  ];
}

function counterFor(level: string, rule: AssessmentRule, type: RecordType) {
  const lines = rule.levels.find((one) => one.level === level)?.lines;
  // Household fields never count against a school, nor the other way round.
  const counting = lines === undefined ? undefined : new Set(lines.flatMap((line) => fieldsOfLine(type, line)));
  const counts = (field: string) => counting === undefined || counting.has(field);
  const weight = (field: string) => rule.weights[sectionOfField(type, field)?.name ?? ''] ?? 1;
  return ({ unit, name, records, errors }: UnitFacts): Omit<AssessedUnit, 'rank' | 'verdict'> => {
    const sum = { n: 0, x: 0, weightN: 0, weightX: 0 };
    const seen = new Set<string>();
    const add = (inForce: ReadonlySet<string>, wrong: readonly MonthsError[]) => {
      const missing = wrong.filter((one) => one.missing).map(({ field }) => field);
      const answered = [...new Set([...inForce, ...missing])].filter(counts);
      const erred = new Set(wrong.map(({ field }) => field));
      for (const field of answered) {
        const weighs = weight(field);
        sum.n += 1;
        sum.weightN += weighs;
        if (!erred.has(field)) continue;
        sum.x += 1;
        sum.weightX += weighs;
      }
    };
    for (const [recordId, fields] of records) {
      seen.add(recordId);
      add(new Set(fields), errors.get(recordId) ?? []);
    }
    for (const [recordId, wrong] of errors) if (!seen.has(recordId)) add(new Set(), wrong);
    const { n, x, weightN, weightX } = sum;
    const rate = weightN === 0 ? null : rounded(weightX / weightN);
    return { unit, name, n, x, weightN, weightX, rate, interval: n === 0 ? null : intervalOf(x, n, rule.z) };
  };
}

function intervalOf(x: number, n: number, z: number): { low: number; high: number } {
  const { low, high } = wilson(x, n, z);
  return { low: rounded(low), high: rounded(high) };
}

function rounded(rate: number): number {
  return Math.round(rate * SCALE) / SCALE;
}

type Counted = Pick<AssessedUnit, 'unit' | 'weightN' | 'weightX'>;

/** Exact: of whole numbers, multiplied crosswise. */
function compareRates(a: Counted, b: Counted): number {
  return a.weightX * b.weightN - b.weightX * a.weightN;
}

function byRate(a: Counted, b: Counted): number {
  return compareRates(a, b) || byUnit(a, b);
}

function byUnit(a: Counted, b: Counted): number {
  return a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0;
}

/** Equal rates share a rank; the next one is as if they had not. */
function ranksOf(sorted: readonly Counted[]): readonly number[] {
  const ranks: number[] = [];
  sorted.forEach((one, index) => {
    const before = sorted[index - 1];
    ranks.push(before !== undefined && compareRates(before, one) === 0 ? (ranks[index - 1] ?? 1) : index + 1);
  });
  return ranks;
}

function verdictOn({ weightX, weightN }: Counted, { thresholds }: AssessmentRule): Verdict | null {
  const rate = weightX / weightN;
  if (rate >= thresholds.criticise) return 'criticise';
  if (rate >= thresholds.warn) return 'warn';
  return rate <= thresholds.commend ? 'commend' : null;
}
