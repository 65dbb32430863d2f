import type { AssessmentRule } from '../model/responsibility.js';
import type { RecordType } from '../model/record-type.js';
import { fieldsOfLine, sectionOfField } from '../reading/type-parts.js';
import { wilson } from './wilson.js';

/** Fields of a record that a unit introduced or signed and that were in force at any moment of a month. */
export type FieldsInForce = readonly [recordId: string, fields: readonly string[]];

/** A unit in a month, but for the records that it answers for: they may be very many and are counted as they come. */
export interface UnitFacts {
  readonly unit: string;
  readonly name: string;
  /** Fields of each record with an error that was confirmed in the month and is attributed to the unit. */
  readonly errors: ReadonlyMap<string, readonly MonthsError[]>;
}

export interface MonthsError {
  readonly field: string;
  /** A value was missing, so no value was in force: whoever submitted without it answers for the field all the same. */
  readonly missing: boolean;
}

export type Verdict = 'commend' | 'warn' | 'criticise';

/** What is counted of a unit in a month. */
export interface CountedUnit {
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
}

/** A unit in one month's assessment (考核评价). */
export interface AssessedUnit extends CountedUnit {
  /** 1 is best; null: too few values, listed unranked. */
  readonly rank: number | null;
  readonly verdict: Verdict | null;
}

/** Decimals of rates. */
const SCALE = 1e6;

interface Sum {
  n: number;
  x: number;
  weightN: number;
  weightX: number;
}

/** Counts the units of one list by a rule. */
export class LevelCount {
  private readonly counting?: ReadonlySet<string>;
  /** What a record adds that has no error: many have the very same fields. */
  private readonly faultless = new WeakMap<readonly string[], Sum>();

  constructor(
    level: string,
    private readonly rule: AssessmentRule,
    private readonly type: RecordType,
  ) {
    const lines = rule.levels.find((one) => one.level === level)?.lines;
    // Household fields never count against a school, nor the other way round.
    this.counting = lines === undefined ? undefined : new Set(lines.flatMap((line) => fieldsOfLine(type, line)));
  }

  /** Begins to count a unit. */
  begin(facts: UnitFacts): UnitCount {
    return new UnitCount(facts, this, this.rule);
  }

  /** What a record adds. The fields of one that has no error are not to change afterwards. */
  sumOf(fields: readonly string[], wrong: readonly MonthsError[] = []): Readonly<Sum> {
    if (wrong.length > 0) return this.summed(fields, wrong);
    const known = this.faultless.get(fields) ?? this.summed(fields, wrong);
    this.faultless.set(fields, known);
    return known;
  }

  private summed(inForce: readonly string[], wrong: readonly MonthsError[]): Sum {
    const sum = { n: 0, x: 0, weightN: 0, weightX: 0 };
    const missing = wrong.filter((one) => one.missing).map(({ field }) => field);
    const erred = new Set(wrong.map(({ field }) => field));
    for (const field of new Set([...inForce, ...missing])) {
      if (this.counting?.has(field) === false) continue;
      const weighs = this.rule.weights[sectionOfField(this.type, field)?.name ?? ''] ?? 1;
      sum.n += 1;
      sum.weightN += weighs;
      if (!erred.has(field)) continue;
      sum.x += 1;
      sum.weightX += weighs;
    }
    return sum;
  }
}

/** Counts one unit, record by record: whoever reads the records may pause between them. */
export class UnitCount {
  private readonly sum: Sum = { n: 0, x: 0, weightN: 0, weightX: 0 };
  /** Records with an error that have been counted. */
  private readonly erred = new Set<string>();

  constructor(
    private readonly facts: UnitFacts,
    private readonly level: LevelCount,
    private readonly rule: AssessmentRule,
  ) {}

  /** Counts a record; each record of a unit comes once. */
  add([recordId, fields]: FieldsInForce): void {
    const wrong = this.facts.errors.get(recordId);
    if (wrong !== undefined) this.erred.add(recordId);
    this.plus(this.level.sumOf(fields, wrong));
  }

  /** When all records have been counted. */
  end(): CountedUnit {
    const { unit, name, errors } = this.facts;
    for (const [recordId, wrong] of errors) if (!this.erred.has(recordId)) this.plus(this.level.sumOf([], wrong));
    const { n, x, weightN, weightX } = this.sum;
    const rate = weightN === 0 ? null : rounded(weightX / weightN);
    return { unit, name, n, x, weightN, weightX, rate, interval: n === 0 ? null : intervalOf(x, n, this.rule.z) };
  }

  private plus({ n, x, weightN, weightX }: Readonly<Sum>): void {
    this.sum.n += n;
    this.sum.x += x;
    this.sum.weightN += weightN;
    this.sum.weightX += weightX;
  }
}

/** Assesses the units of one list by a rule: ranked ones first, by rank; then the others by unit. */
export function rankUnits(counted: readonly CountedUnit[], rule: AssessmentRule): readonly AssessedUnit[] {
  const isRanked = ({ n }: CountedUnit) => n > 0 && n >= rule.minimum;
  const ranked = counted.filter(isRanked).sort(byRate);
  const ranks = ranksOf(ranked);
  const rest = counted.filter((one) => !isRanked(one)).sort(byUnit);
  return [
    ...ranked.map((one, index) => ({ ...one, rank: ranks[index] ?? null, verdict: verdictOn(one, rule) })),
    ...rest.map((one) => ({ ...one, rank: null, verdict: null })),
  ];
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
