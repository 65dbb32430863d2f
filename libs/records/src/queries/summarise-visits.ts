import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql, type Kysely } from 'kysely';
import type { DirectoryReader } from '#directory';
import type { Position } from '#kernel';
import { DIRECTORY_READER } from '#platform';
import { Moments, type Asked, type Moment } from '#projections';
import { begunMonth } from '../months.js';
import type { VisitsTables } from '../projections/visits-tables.js';
import { VisitsView } from '../projections/visits-view.js';
import { unknownUnit } from './check-filter.js';

/** Visits to a school's students in one month (三联访). */
export interface VisitSummary {
  readonly school: { readonly code: string; readonly name: string };
  readonly month: string;
  readonly asOf: Moment;
  readonly visits: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly byPurpose: Readonly<Record<string, number>>;
  /** By the role that the visitor acted in: helpers, teachers, collectors, officials. */
  readonly byRole: Readonly<Record<string, number>>;
  /** Different students. */
  readonly students: number;
  readonly teachers: {
    /** Different people who visited for the school. */
    readonly taking: number;
    /** Of the school, as the directory had it. */
    readonly all: number;
    /** `taking` of `all`, 0 to 1; absent if the school has none. */
    readonly share?: number;
  };
}

export interface VisitQuestion extends Asked {
  readonly school: string;
  /** YYYY-MM, of the visits' own dates. */
  readonly month: string;
}

/** How a school's students were visited in a month, and how many of its teachers took part. */
export class SummariseVisits extends Query<VisitSummary> {
  constructor(readonly question: VisitQuestion) {
    super();
  }
}

@QueryHandler(SummariseVisits)
export class SummariseVisitsHandler implements IQueryHandler<SummariseVisits> {
  constructor(
    private readonly view: VisitsView,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /** @throws Refusal `not-found`/`unknown-unit`, `invalid`: `wrong-month`, `future-date`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({ question }: SummariseVisits): Promise<VisitSummary> {
    const { school: code, month } = question;
    await begunMonth(month, this.moments);
    const asOf = await this.moments.in([this.view], question);
    const directory =
      question.asOf === undefined ? await this.directory.current({ orAsKnown: true }) : await this.directory.asOf(asOf.position);
    const school = directory.school(code);
    if (school === undefined) throw unknownUnit(code);
    const visits = new CountedVisits(this.view.db, { school: code, month, position: asOf.position });
    const byMethod = await visits.by('method');
    return {
      school: { code, name: school.name },
      month,
      asOf,
      visits: Object.values(byMethod).reduce((sum, count) => sum + count, 0),
      byMethod,
      byPurpose: await visits.by('purpose'),
      byRole: await visits.by('role'),
      students: await visits.students(),
      teachers: shareOf(await visits.visitorsOfTheSchool(), school.teachers),
    };
  }
}

function shareOf(taking: number, all: number): VisitSummary['teachers'] {
  return { taking, all, ...(all > 0 && { share: Math.min(1, taking / all) }) };
}

/** Counts over the visits of one school and month, found by index. */
export class CountedVisits {
  constructor(
    private readonly db: Kysely<VisitsTables>,
    private readonly counted: { readonly school: string; readonly month: string; readonly position: Position },
  ) {}

  async by(column: 'method' | 'purpose' | 'role'): Promise<Record<string, number>> {
    const rows = await this.visits()
      .select([`${column} as code`, sql<number>`count(*)`.as('visits')])
      .groupBy(column)
      .orderBy(column)
      .execute();
    return Object.fromEntries(rows.map(({ code, visits }) => [code, visits]));
  }

  async students(): Promise<number> {
    const row = await this.visits()
      .select(sql<number>`count(distinct record_id)`.as('students'))
      .executeTakeFirst();
    return row?.students ?? 0;
  }

  /** Whoever visited for the school, whichever school's students. */
  async visitorsOfTheSchool(): Promise<number> {
    const { school, month, position } = this.counted;
    const row = await this.db
      .selectFrom('visit')
      .where('unit', '=', school)
      .where('month', '=', month)
      .where('position', '<=', position)
      .select(sql<number>`count(distinct visitor)`.as('visitors'))
      .executeTakeFirst();
    return row?.visitors ?? 0;
  }

  visits() {
    const { school, month, position } = this.counted;
    return this.db.selectFrom('visit').where('school', '=', school).where('month', '=', month).where('position', '<=', position);
  }
}
