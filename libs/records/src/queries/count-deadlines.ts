import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql, type Kysely } from 'kysely';
import type { DirectoryReader } from '#directory';
import type { Position } from '#kernel';
import { DIRECTORY_READER, PROJECTION_RUNNER } from '#platform';
import { Moments, type Asked, type Moment, type ProjectionRunner, type View } from '#projections';
import { escalationsProjection, type EscalationsTables } from '../projections/escalations.projection.js';
import { RecordsView } from '../projections/records-view.js';
import type { RecordsTables } from '../projections/tables.js';
import { trueAt } from '../projections/true-at.js';
import { checkedCycle } from '../record-id.js';
import { checkFilter } from './check-filter.js';
import { ofUnit, type UnitFilter } from './of-unit.js';

/** What waits at one level. */
export interface LevelDeadlines {
  readonly line: string;
  readonly level: string;
  readonly waiting: number;
  /** Past their deadline. */
  readonly overdue: number;
  /** Escalated and still waiting. */
  readonly escalated: number;
}

export interface DeadlinesAnswer {
  readonly cycle: string;
  readonly asOf: Moment;
  readonly levels: readonly LevelDeadlines[];
}

/** Whose records: of one village, township or school, or of the county if none is named. */
export interface DeadlineQuestion extends UnitFilter, Asked {
  readonly cycle: string;
}

/** By level: how much waits, how much of it is past its deadline, and how much of that was escalated. */
export class CountDeadlines extends Query<DeadlinesAnswer> {
  constructor(readonly question: DeadlineQuestion) {
    super();
  }
}

@QueryHandler(CountDeadlines)
export class CountDeadlinesHandler implements IQueryHandler<CountDeadlines> {
  private readonly escalations: View<EscalationsTables>;

  constructor(
    private readonly view: RecordsView,
    private readonly moments: Moments,
    @Inject(PROJECTION_RUNNER) runner: ProjectionRunner,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {
    this.escalations = runner.view(escalationsProjection);
  }

  /** @throws Refusal `not-found`/`unknown-unit`, `invalid`/`wrong-cycle`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({ question }: CountDeadlines): Promise<DeadlinesAnswer> {
    const { asOf: at, minPosition, cycle, ...units } = question;
    checkedCycle(cycle);
    checkFilter(units, await this.directory.current({ orAsKnown: true }));
    const asOf = await this.moments.in([this.view, this.escalations], { asOf: at, minPosition });
    const waits = new Waits(this.view.db, { cycle, units, position: asOf.position });
    const escalated = await this.escalated(waits, cycle, asOf.position);
    const levels = (await waits.byLevel(asOf.time)).map(({ line, level, waiting, overdue }) => ({
      line,
      level,
      waiting,
      overdue,
      escalated: escalated.get(`${line}:${level}`) ?? 0,
    }));
    return { cycle, asOf, levels };
  }

  /** Escalations are few: each is looked up among what waits. */
  private async escalated(waits: Waits, cycle: string, position: Position): Promise<ReadonlyMap<string, number>> {
    const rows = await this.escalations.db
      .selectFrom('escalation')
      .select(['record_id', 'line', 'level', 'digest', 'due_at'])
      .distinct()
      .where('cycle', '=', cycle)
      .where('position', '<=', position)
      .execute();
    const counts = new Map<string, number>();
    for (const row of rows) {
      if (!(await waits.stillWaits(row))) continue;
      const key = `${row.line}:${row.level}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }
}

interface WaitsOf {
  readonly cycle: string;
  readonly units: UnitFilter;
  readonly position: Position;
}

type WaitingLevel = Pick<LevelDeadlines, 'line' | 'level' | 'waiting' | 'overdue'>;

function countsOf(time: string) {
  return [sql<number>`count(*)`.as('waiting'), sql<number>`sum(case when inbox.due_at < ${time} then 1 else 0 end)`.as('overdue')] as const;
}

/** Levels that waited at a position, of the records of some units. */
export class Waits {
  constructor(
    private readonly db: Kysely<RecordsTables>,
    private readonly of: WaitsOf,
  ) {}

  /**
   * In order of lines and levels.
   * @param time what was due before it is overdue, UTC
   */
  async byLevel(time: string): Promise<readonly WaitingLevel[]> {
    const parts = this.ofCounty ? this.countyQueries(time) : [this.levelQuery(time)];
    const sums = new Map<string, WaitingLevel>();
    for (const part of parts) {
      for (const { line, level, waiting, overdue } of await part.execute()) {
        const before = sums.get(`${line}:${level}`);
        sums.set(`${line}:${level}`, {
          line,
          level,
          waiting: Number(waiting) + (before?.waiting ?? 0),
          overdue: Number(overdue) + (before?.overdue ?? 0),
        });
      }
    }
    return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, level]) => level);
  }

  levelQuery(time: string) {
    return this.waiting()
      .select(['inbox.line', 'inbox.level', ...countsOf(time)])
      .groupBy(['inbox.line', 'inbox.level']);
  }

  /**
   * Of the whole county what waits now and what has ceased to wait since, each counted from its index alone: not from its records, of which
   * most wait for nobody.
   */
  countyQueries(time: string) {
    const { cycle, position } = this.of;
    const begun = this.db
      .selectFrom('inbox')
      .select(['line', 'level', ...countsOf(time)])
      .where('cycle', '=', cycle)
      .where('from_position', '<=', position)
      .groupBy(['line', 'level']);
    return [begun.where('to_position', 'is', null), begun.where('to_position', '>', position)];
  }

  private get ofCounty(): boolean {
    return Object.values(this.of.units).every((unit) => unit === undefined);
  }

  async stillWaits({
    record_id,
    line,
    level,
    digest,
  }: {
    record_id: string;
    line: string;
    level: string;
    digest: string;
  }): Promise<boolean> {
    return (await this.waitQuery({ record_id, line, level, digest }).executeTakeFirst()) !== undefined;
  }

  waitQuery({ record_id, line, level, digest }: { record_id: string; line: string; level: string; digest: string }) {
    return this.waiting()
      .select('inbox.record_id')
      .where('record_list.record_id', '=', record_id)
      .where('inbox.line', '=', line)
      .where('inbox.level', '=', level)
      .where('inbox.digest', '=', digest);
  }

  private waiting() {
    const { cycle, units, position } = this.of;
    return this.db
      .selectFrom('record_list')
      .innerJoin('inbox', 'inbox.record_id', 'record_list.record_id')
      .where('record_list.cycle', '=', cycle)
      .where(ofUnit('record_list', units))
      .where(trueAt('record_list', position))
      .where(trueAt('inbox', position));
  }
}
