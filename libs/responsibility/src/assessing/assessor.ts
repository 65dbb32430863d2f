import { Inject, Injectable } from '@nestjs/common';
import type { Directory, DirectoryReader } from '#directory';
import { Refusal, type Position } from '#kernel';
import { DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { Moments, type Patience } from '#projections';
import {
  checkedMonth,
  LevelCount,
  monthBefore,
  rankUnits,
  type AssessedUnit,
  type AssessmentRule,
  type CountedUnit,
  type RecordType,
  type ResponsibilityRules,
} from '#verification';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import type { Assessment, RankedUnit } from './assessment.js';
import { InputsHash } from './inputs.js';
import { MonthFacts } from './month-facts.js';
import { spanOf, type MonthSpan } from './month-span.js';

/** How a month is to be assessed, if not as it stands at its end by the newest rule. */
export interface AssessingOptions {
  /** Version of the rule. */
  readonly rule?: number;
  /** A draft as of this position; behind the month's end it makes no difference. */
  readonly asOf?: Position;
  /** Attributions that were reversed up to here do not count; absent: those up to the end. */
  readonly reversedUpTo?: Position;
  /** How long to wait for the projection; absent: as long as whoever asks a question. */
  readonly patience?: Patience;
}

type Levels = readonly { readonly level: string; readonly units: readonly AssessedUnit[] }[];

/** Works a month's assessment out from the projection. The same month as of the same position always gives the same. */
@Injectable()
export class Assessor {
  constructor(
    private readonly view: ResponsibilityView,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** @throws Refusal `invalid`/`wrong-month`; `not-found`: `no-assessment`, `unknown-rule`; `unavailable`/`view-behind` */
  async assess(month: string, options: AssessingOptions = {}): Promise<Assessment> {
    const rules = this.rules();
    const rule = ruleOf(rules, options.rule);
    const span = upTo(await spanOf(checkedMonth(month), this.moments), options.asOf);
    const reversedUpTo = options.reversedUpTo ?? span.to;
    await this.view.upTo(reversedUpTo > span.to ? reversedUpTo : span.to, options.patience);
    const inputs = new InputsHash({ month, from: span.from, position: span.to, rule: rule.version });
    const { levels, outdated } = await this.levels(span, rule, reversedUpTo, inputs);
    const before = await this.before(month, rule);
    return {
      month,
      from: span.from,
      position: span.to,
      rule: rule.version,
      inputs: inputs.digest(),
      outdated,
      levels: levels.map(({ level, units }, index) => ({ level, units: changed(units, before[index]?.units ?? []) })),
    };
  }

  private rules(): ResponsibilityRules {
    const { responsibility } = this.type;
    if (responsibility === undefined) throw new Refusal('not-found', 'no-assessment');
    return responsibility;
  }

  /** Last month as it stood at its own end, by the same rule. */
  private async before(month: string, rule: AssessmentRule): Promise<Levels> {
    const span = await spanOf(monthBefore(month), this.moments);
    return (await this.levels(span, rule, span.to)).levels;
  }

  private async levels(
    span: MonthSpan,
    rule: AssessmentRule,
    reversedUpTo: Position,
    inputs?: InputsHash,
  ): Promise<{ levels: Levels; outdated: number }> {
    const facts = await MonthFacts.load(this.view, span, reversedUpTo);
    const units = unitsOf(await this.directory.asOf(span.to), this.rules());
    const levels: Levels[number][] = [];
    for (const { level } of rule.levels) {
      const counting = new LevelCount(level, rule, this.type);
      const counted: CountedUnit[] = [];
      for (const { unit, name } of units.filter((one) => one.level === level)) {
        const about = { unit, name, errors: facts.errorsOf(unit) };
        inputs?.unit(level, about);
        const count = counting.begin(about);
        for await (const records of facts.recordsOf(unit)) {
          inputs?.records(records);
          for (const record of records) count.add(record);
        }
        counted.push(count.end());
      }
      levels.push({ level, units: rankUnits(counted, rule) });
    }
    return { levels, outdated: facts.outdated };
  }
}

function ruleOf({ assessments }: ResponsibilityRules, version: number | undefined): AssessmentRule {
  const newest = Math.max(...assessments.map((rule) => rule.version));
  const rule = assessments.find((one) => one.version === (version ?? newest));
  if (rule === undefined) throw new Refusal('not-found', 'unknown-rule', { params: { version: version ?? 0 } });
  return rule;
}

function upTo(span: MonthSpan, asOf: Position | undefined): MonthSpan {
  if (asOf === undefined || asOf >= span.to) return span;
  return { from: asOf < span.from ? asOf : span.from, to: asOf };
}

/** Every unit that is assessed, in the order of codes, so also those that answer for nothing. */
function unitsOf(directory: Directory, rules: ResponsibilityRules): readonly { level: string; unit: string; name: string }[] {
  const codes = [...directory.regions(), ...directory.schools()].map(({ code }) => code);
  const units = codes.flatMap((code) => {
    const unit = directory.unit(code);
    const level = unit && rules.levelOf(unit);
    return unit === undefined || level === undefined ? [] : [{ level, unit: code, name: unit.name }];
  });
  const others = rules.others.map(({ level, unit }) => ({ level, unit, name: unit.slice(unit.indexOf(':') + 1) }));
  return [...units, ...others].sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

function changed(units: readonly AssessedUnit[], before: readonly AssessedUnit[]): readonly RankedUnit[] {
  const rates = new Map(before.map(({ unit, rate }) => [unit, rate]));
  return units.map((unit) => {
    const last = rates.get(unit.unit) ?? null;
    return { ...unit, change: unit.rate === null || last === null ? null : Math.round((unit.rate - last) * 1e6) / 1e6 };
  });
}
