import { Inject, Optional } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Directory, DirectoryReader } from '#directory';
import { DIRECTORY_READER } from '#platform';
import { Moments, type Asked, type Moment } from '#projections';
import { checkedCycle, NOT_ENROLLED, RecordsView, UNASSIGNED } from '#records';
import { countsAt, newestCycle } from './counts-at.js';
import { compulsoryAge, partsOf, type CompulsoryAge, type Part } from './parts.js';
import { ROSTER_DATES, type RosterDate, type RosterDates } from './roster-dates.js';
import { schoolYearOf } from './school-year.js';
import type { Tally } from './tally.js';
import { unitOf, type CountedUnit, type UnitLevel } from './unit-level.js';
import { Unstaffed } from './unstaffed.js';

/** The code under which those stand of whom a value is not known. */
const UNKNOWN = 'unknown';

/** Where the students of a township or the county belong, in parts that add up to `students`; each part has a view, or a list, of its own. */
interface Children {
  /** Of the county: also `outside` (the household is registered outside it) and `unassigned` (nobody knows the village yet). */
  readonly byTownship?: readonly Part[];
  /** Of a township. */
  readonly byVillage?: readonly Part[];
  /** Also `unassigned`: on a roll of a school that nobody knows yet. Who is on no roll is in none of them: with `notEnrolled` they add up. */
  readonly bySchool?: readonly Part[];
  /** Students on no roll. */
  readonly notEnrolled?: number;
  /** Students of whom village or school are not known yet: those of the list `unassigned`. */
  readonly unassigned?: number;
}

/** The counts of one unit as of one moment. Keys are codes; what nobody has is not named. */
export interface UnitCountsAnswer extends Children {
  readonly unit: CountedUnit;
  readonly cycle: string;
  readonly asOf: Moment;
  /** Records of the cycle that are not closed; everything below counts these, except `byStatus`. */
  readonly students: number;
  /** Closed ones too: without `closed` they add up to `students`. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** A student who has several categories counts in each, one who has none in none: it adds up to nothing. */
  readonly byCategory: Readonly<Record<string, number>>;
  /** With `unknown`, of whom nobody has said it, these add up to `students`. */
  readonly byStage: Readonly<Record<string, number>>;
  /** Likewise. */
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

export interface UnitCountsQuestion extends Asked {
  readonly code: string;
  readonly level: UnitLevel;
  /** Absent: the newest that has records. */
  readonly cycle?: string;
}

/** The counts of a village, a school, a township or the county, now or as of a past moment. */
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
    private readonly unstaffed: Unstaffed,
    @Optional() @Inject(ROSTER_DATES) private readonly rosters: RosterDates | undefined,
  ) {}

  /** @throws Refusal `not-found`/`unknown-unit`, `invalid`/`wrong-unit-level`, `invalid`/`wrong-cycle`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({ question }: UnitCounts): Promise<UnitCountsAnswer> {
    const { code, level } = question;
    const current = await this.directory.current({ orAsKnown: true });
    const unit = unitOf(current, code, level);
    if (question.cycle !== undefined) checkedCycle(question.cycle);
    const asOf = await this.moments.in([this.view, ...(this.rosters === undefined ? [] : [this.rosters])], question);
    const directory = question.asOf === undefined ? current : await this.directory.asOf(asOf.position);
    const cycle = question.cycle ?? (await newestCycle(this.view.db)) ?? schoolYearOf(asOf.time);
    const counts = await countsAt(this.view.db, { level, code, cycle, asOf });
    return {
      unit,
      cycle,
      asOf,
      ...shownOf(counts.tally, current),
      overdue: counts.overdue,
      ...childrenOf(level, counts.tally, current),
      unstaffed: await this.unstaffed.count(counts, { level, code, cycle, asOf }, directory),
      rosters: (await this.rosters?.lastDates(cycle, asOf.position)) ?? [],
    };
  }
}

/** What a tally says of a unit by itself. */
export function shownOf(tally: Tally, directory: Directory) {
  const byStatus = tally.by('status');
  const students = sumOf(byStatus) - (byStatus['closed'] ?? 0);
  return {
    students,
    byStatus,
    byCategory: tally.by('category'),
    byStage: withUnknown(tally.by('stage'), students),
    bySex: withUnknown(tally.by('sex'), students),
    boarding: tally.total('boarding'),
    compulsoryAge: compulsoryAge(tally, directory),
    errors: tally.total('errors'),
    visits: tally.total('visits'),
  };
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

/** Those of whom it is not known are counted as well, so that nobody is left out in silence. */
function withUnknown(counts: Readonly<Record<string, number>>, students: number): Readonly<Record<string, number>> {
  const unknown = students - sumOf(counts);
  return unknown === 0 ? counts : { ...counts, [UNKNOWN]: unknown };
}

/** What lies below a township or the county, for going down. */
export function childrenOf(level: UnitLevel, tally: Tally, directory: Directory): Children {
  if (level === 'village' || level === 'school') return {};
  const children = partsOf(tally.by('child'), directory);
  const { [NOT_ENROLLED]: notEnrolled = 0, ...schools } = tally.by('school');
  return {
    ...(level === 'county' ? { byTownship: children } : { byVillage: children }),
    bySchool: partsOf(schools, directory),
    notEnrolled,
    unassigned: tally.total(UNASSIGNED),
  };
}
