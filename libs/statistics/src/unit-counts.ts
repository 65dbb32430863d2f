import { Inject, Optional } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Directory, DirectoryReader } from '#directory';
import { DIRECTORY_READER } from '#platform';
import { Moments, type Moment } from '#projections';
import { checkedCycle, eligible, RecordsView } from '#records';
import { compulsoryAge, type CompulsoryAge } from './compulsory-age.js';
import { Counting, newestCycle, type StatusSums } from './counting.js';
import { ROSTER_DATES, type RosterDate, type RosterDates } from './roster-dates.js';
import { schoolYearOf } from './school-year.js';
import { UNIT_COLUMNS, unitOf, type CountedUnit, type UnitLevel } from './unit-level.js';

/** The counts of one unit as of one moment. Keys are codes; what nobody has is not named. */
export interface UnitCountsAnswer {
  readonly unit: CountedUnit;
  readonly cycle: string;
  readonly asOf: Moment;
  /** Records of the cycle that are not closed; everything below counts these, except `byStatus`. */
  readonly students: number;
  /** Closed ones too. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** A student who has several categories counts in each. */
  readonly byCategory: Readonly<Record<string, number>>;
  readonly byStage: Readonly<Record<string, number>>;
  readonly bySex: Readonly<Record<string, number>>;
  /** Students who board. */
  readonly boarding: number;
  readonly compulsoryAge: CompulsoryAge;
  /** Records with a deadline before the moment. */
  readonly overdue: number;
  /** Levels that wait and that nobody can sign. */
  readonly unstaffed: number;
  /** Errors that are reported or confirmed and not corrected. */
  readonly errors: number;
  readonly visits: number;
  /** How fresh each department's facts are. */
  readonly rosters: readonly RosterDate[];
}

export interface UnitCountsQuestion {
  readonly code: string;
  readonly level: UnitLevel;
  /** Absent: the newest that has records. */
  readonly cycle?: string;
  /** A time or a position; absent: now. */
  readonly asOf?: string;
}

/** The counts of a village or a school, now or as of a past moment. */
export class UnitCounts extends Query<UnitCountsAnswer> {
  constructor(readonly question: UnitCountsQuestion) {
    super();
  }
}

@QueryHandler(UnitCounts)
export class UnitCountsHandler implements IQueryHandler<UnitCounts> {
  constructor(
    private readonly view: RecordsView,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Optional() @Inject(ROSTER_DATES) private readonly rosters: RosterDates | undefined,
  ) {}

  /** @throws Refusal `not-found`/`unknown-unit`, `invalid`/`wrong-unit-level`, `invalid`/`wrong-cycle`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({ question }: UnitCounts): Promise<UnitCountsAnswer> {
    const { code, level } = question;
    const current = await this.directory.current();
    const unit = unitOf(current, code, level);
    if (question.cycle !== undefined) checkedCycle(question.cycle);
    const asOf = await this.moments.at(question.asOf);
    await this.view.upTo(asOf.position);
    const directory = question.asOf === undefined ? current : await this.directory.asOf(asOf.position);
    const cycle = question.cycle ?? (await newestCycle(this.view.db)) ?? schoolYearOf(asOf.time);
    const counting = new Counting(this.view.db, { column: UNIT_COLUMNS[level], code, cycle, position: asOf.position });
    const statuses = await counting.byStatus(asOf.time);
    const categories = await counting.byCategory();
    const sum = sumOfOpen(statuses);
    return {
      unit,
      cycle,
      asOf,
      students: sum('students'),
      byStatus: Object.fromEntries(statuses.map(({ status, students }) => [status, students])),
      byCategory: Object.fromEntries(categories.map(({ category, students }) => [category, students])),
      byStage: await counting.by('stage'),
      bySex: await counting.by('sex'),
      boarding: sum('boarding'),
      compulsoryAge: compulsoryAge(sum('compulsory'), categories, await counting.compulsoryBySchool(), current),
      overdue: sum('overdue'),
      unstaffed: await unstaffed(counting, directory, asOf.time),
      errors: sum('errors'),
      visits: sum('visits'),
      rosters: (await this.rosters?.lastDates(cycle, asOf.position)) ?? [],
    };
  }
}

function sumOfOpen(statuses: readonly StatusSums[]): (measure: Exclude<keyof StatusSums, 'status'>) => number {
  const open = statuses.filter(({ status }) => status !== 'closed');
  return (measure) => open.reduce((sum, row) => sum + row[measure], 0);
}

async function unstaffed(counting: Counting, directory: Directory, at: string): Promise<number> {
  const levels = await counting.waiting();
  return levels.filter((level) => eligible(level, directory, at).people.length === 0).length;
}
