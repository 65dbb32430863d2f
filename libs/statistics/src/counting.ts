import { sql, type Kysely } from 'kysely';
import type { Position } from '#kernel';
import { trueAt, type InboxRow, type RecordsTables } from '#records';

/** Which records are counted: those of one unit and cycle, as they stood at a position. */
export interface Counted {
  readonly column: 'village' | 'school';
  readonly code: string;
  readonly cycle: string;
  readonly position: Position;
}

/** Sums over the records of one status. */
export interface StatusSums {
  readonly status: string;
  readonly students: number;
  readonly boarding: number;
  readonly overdue: number;
  readonly visits: number;
  readonly errors: number;
  readonly compulsory: number;
}

const students = sql<number>`count(*)`;

/**
 * All counts are computed from the list rows of the unit that were true at the position, found by index: a village or a school has some
 * hundred. Plain SQL aggregates that every database has.
 */
export class Counting {
  constructor(
    private readonly db: Kysely<RecordsTables>,
    private readonly counted: Counted,
  ) {}

  /** @param time what was due before it is overdue, UTC */
  byStatus(time: string): Promise<StatusSums[]> {
    return this.statusQuery(time).execute();
  }

  /** Students by stage or sex; what is not known is left out. */
  async by(column: 'stage' | 'sex'): Promise<Record<string, number>> {
    const rows = await this.codeQuery(column).execute();
    return Object.fromEntries(rows.map(({ code, students: n }) => [code, n]));
  }

  /** Students by category: a student who has several counts in each. */
  byCategory(): Promise<{ category: string; students: number; compulsory: number }[]> {
    return this.categoryQuery().execute();
  }

  /** Where those of compulsory age go to school. */
  compulsoryBySchool() {
    return this.schoolQuery().execute();
  }

  /** Levels that wait for a sign-off, whatever unit they wait at. */
  waiting(): Promise<Pick<InboxRow, 'posts' | 'barred'>[]> {
    return this.waitingQuery().execute();
  }

  statusQuery(time: string) {
    return this.records()
      .select([
        'record_list.status',
        students.as('students'),
        sql<number>`coalesce(sum(boarding), 0)`.as('boarding'),
        sql<number>`sum(case when due_at < ${time} then 1 else 0 end)`.as('overdue'),
        sql<number>`sum(visits)`.as('visits'),
        sql<number>`sum(errors)`.as('errors'),
        sql<number>`sum(compulsory)`.as('compulsory'),
      ])
      .groupBy('record_list.status')
      .orderBy('record_list.status');
  }

  codeQuery(column: 'stage' | 'sex') {
    return this.open()
      .select([`record_list.${column} as code`, students.as('students')])
      .where(`record_list.${column}`, 'is not', null)
      .groupBy(`record_list.${column}`)
      .orderBy(`record_list.${column}`);
  }

  categoryQuery() {
    return this.open()
      .innerJoin('record_category', 'record_category.record_id', 'record_list.record_id')
      .where(trueAt('record_category', this.counted.position))
      .select(['record_category.category', students.as('students'), sql<number>`sum(compulsory)`.as('compulsory')])
      .groupBy('record_category.category')
      .orderBy('record_category.category');
  }

  schoolQuery() {
    return this.open()
      .where('record_list.compulsory', '=', 1)
      .select(['record_list.school', 'record_list.enrolled_outside', 'record_list.on_roll', students.as('students')])
      .groupBy(['record_list.school', 'record_list.enrolled_outside', 'record_list.on_roll']);
  }

  waitingQuery() {
    return this.records()
      .innerJoin('inbox', 'inbox.record_id', 'record_list.record_id')
      .where(trueAt('inbox', this.counted.position))
      .select(['inbox.posts', 'inbox.barred']);
  }

  private open() {
    return this.records().where('record_list.status', '!=', 'closed');
  }

  /** Found first and then counted: otherwise a database may read the whole county in the order of what is grouped by. */
  private records() {
    const { column, code, cycle, position } = this.counted;
    return this.db
      .with(
        (name) => name('counted').materialized(),
        (db) =>
          db
            .selectFrom('record_list')
            .selectAll()
            .where(`record_list.${column}`, '=', code)
            .where('record_list.cycle', '=', cycle)
            .where(trueAt('record_list', position)),
      )
      .selectFrom('counted as record_list');
  }
}

/** The newest cycle that has records; undefined while there are none. */
export async function newestCycle(db: Kysely<RecordsTables>): Promise<string | undefined> {
  const row = await db.selectFrom('record_list').select('cycle').orderBy('cycle', 'desc').limit(1).executeTakeFirst();
  return row?.cycle;
}
