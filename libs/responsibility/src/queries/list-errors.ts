import { type IQueryHandler, Query, type QueryBus, QueryHandler } from '@nestjs/cqrs';
import { sql, type Kysely } from 'kysely';
import { Refusal, type Position } from '#kernel';
import { checkedLimit, cursorOf, keyOf, MAX_LIMIT, Moments, type Asked, type Moment } from '#projections';
import { trueAt, type ShownError } from '#records';
import { checkedMonth, type ReportedError } from '#verification';
import { spanOf, type MonthSpan } from '../assessing/month-span.js';
import { ErrorsView } from '../projections/errors-view.js';
import type { ErrorsTables, PersonPart } from '../projections/errors-tables.js';
import type { Asker } from './entitlement.js';
import { ErrorScopes, type ErrorScope, type ErrorUnits } from './error-scopes.js';
import { ErrorsAt, type ErrorTask, type RecordsErrors } from './errors-at.js';

export const ERROR_STATUSES = [
  'reported',
  'confirmed',
  'outdated',
  'dismissed',
  'corrected',
] as const satisfies readonly ReportedError['status'][];

/** An error of a list; of those that wait for somebody, with what they are to do. */
export interface ListedError extends ShownError {
  readonly tasks?: readonly ErrorTask[];
}

export interface ErrorPage {
  readonly asOf: Moment;
  readonly items: readonly ListedError[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export interface ErrorsQuestion extends Asked {
  readonly status?: string;
  /** In records of this unit or one under it, or answered for by one of them; a department by its key. */
  readonly unit?: string;
  /** Confirmed in this month, such as 2020-09. */
  readonly month?: string;
  /** Only what waits for who asks: errors to decide, to appeal against, appeals to decide. */
  readonly mine?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
  readonly asker?: Asker;
}

/** Errors with who answers for them, in the order of their reports. All pages show the list as it was when the first was asked for. */
export class ListErrors extends Query<ErrorPage> {
  constructor(readonly question: ErrorsQuestion = {}) {
    super();
  }
}

type Key = readonly [reported: Position, errorId: string];

@QueryHandler(ListErrors)
export class ListErrorsHandler implements IQueryHandler<ListErrors> {
  constructor(
    private readonly view: ErrorsView,
    private readonly moments: Moments,
    private readonly scopes: ErrorScopes,
    private readonly errors: ErrorsAt,
  ) {}

  /**
   * @throws Refusal `invalid`: `unknown-code`, `wrong-month`, `wrong-as-of`, `as-of-ahead`, `wrong-limit`, `wrong-cursor`;
   * `not-found`/`unknown-unit`; `forbidden`/`no-acting-person` of `mine` without one; `unavailable`/`view-behind`
   */
  async execute({ question }: ListErrors): Promise<ErrorPage> {
    const { status, unit, month, mine = false, asker = {} } = question;
    const limit = checkedLimit(question.limit);
    const key = keyOf(question.cursor, 3);
    if (status !== undefined && !ERROR_STATUSES.some((known) => known === status)) {
      throw new Refusal('invalid', 'unknown-code', { params: { kind: 'status', code: status } });
    }
    if (mine && asker.userId === undefined) throw new Refusal('forbidden', 'no-acting-person');
    const span = month === undefined ? undefined : await spanOf(checkedMonth(month), this.moments);
    const units = await this.scopes.units(unit);
    const scope = await this.scopes.of(asker);
    const asOf = await this.moments.in([this.view], { ...question, asOf: key?.[0] ?? question.asOf });
    const narrowed = { position: asOf.position, status, span, units, scope, ...(mine && { waitingFor: asker.userId }) };
    const page = new Page(limit, key === undefined ? undefined : [key[1] ?? '', key[2] ?? '']);
    const isNow = question.asOf === undefined && key === undefined;
    await this.fill(page, narrowed, asOf, asker, isNow);
    const { last } = page;
    return { asOf, items: page.items, ...(page.more && last && { nextCursor: cursorOf([asOf.position, ...last]) }) };
  }

  /** Rows are looked at until the page is full: what waits for somebody, and what they may see, only the record itself can say. */
  private async fill(page: Page, narrowed: Narrowed, asOf: Moment, asker: Asker, isNow: boolean): Promise<void> {
    const directory = await this.errors.directoryAt(asOf, isNow);
    const known = new Map<string, RecordsErrors>();
    for (let after = page.last; !page.more;) {
      const rows = await errorRows(this.view.db, { ...narrowed, after }, page.limit + 1).execute();
      for (const { record_id, error_id, reported_position } of rows) {
        after = [reported_position, error_id];
        const record = known.get(record_id) ?? (await this.errors.ofRecord(record_id, asOf, asker, directory));
        known.set(record_id, record);
        const error = record.errors.find(({ errorId }) => errorId === error_id);
        const tasks = narrowed.waitingFor && error && (await this.errors.tasksOf(narrowed.waitingFor, error_id, record, asOf, directory));
        if (error === undefined || tasks?.length === 0) continue;
        if (!page.take({ ...error, ...(tasks && { tasks }) }, after)) return;
      }
      if (rows.length <= page.limit) return;
    }
  }
}

/** A page in the making. */
class Page {
  readonly items: ListedError[] = [];
  more = false;

  constructor(
    readonly limit: number,
    public last: Key | undefined,
  ) {}

  /** @returns whether there was room */
  take(error: ListedError, key: Key): boolean {
    this.more = this.items.length === this.limit;
    if (this.more) return false;
    this.items.push(error);
    this.last = key;
    return true;
  }
}

interface Narrowed {
  readonly position: Position;
  readonly status?: string;
  readonly span?: MonthSpan;
  readonly units?: ErrorUnits;
  readonly scope?: ErrorScope;
  /** A person: what may wait for them. */
  readonly waitingFor?: string;
  readonly after?: Key;
}

const WAITING: readonly PersonPart[] = ['may-appeal', 'decides-error', 'decides-appeal'];

/** Errors as they stood at a position, in the order of their reports. */
export function errorRows(db: Kysely<ErrorsTables>, narrowed: Narrowed, limit: number) {
  const { position, status, span, units, scope, waitingFor, after } = narrowed;
  let query = db
    .selectFrom('error')
    .select(['error.error_id', 'error.record_id', 'error.reported_position'])
    .where(trueAt('error', position));
  if (status !== undefined) query = query.where('status', '=', status as ReportedError['status']);
  if (span !== undefined) query = query.where('confirmed_position', '>', span.from).where('confirmed_position', '<=', span.to);
  if (units !== undefined) query = query.where('error.error_id', 'in', ofUnits(db, units, position));
  if (scope !== undefined)
    query = query.where(({ or, eb }) => or(scopeParts(db, scope, position).map((ids) => eb('error.error_id', 'in', ids))));
  if (waitingFor !== undefined) {
    // Who may decide a reported error depends on its record's whole past: it is looked at one by one.
    const mine = ofPerson(db, waitingFor, position).where('part', 'in', [...WAITING]);
    query = query.where(({ or, eb }) => or([eb('status', '=', 'reported'), eb('error.error_id', 'in', mine)]));
  }
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('error.reported_position', 'error.error_id'), '>', tuple(...after)));
  }
  return query.orderBy('error.reported_position').orderBy('error.error_id').limit(limit);
}

function scopeParts(db: Kysely<ErrorsTables>, { userId, places, answering }: ErrorScope, position: Position) {
  return [
    ofUnits(db, places, position).where('part', '=', 'place'),
    ofUnits(db, answering, position).where('part', '=', 'answers'),
    ofPerson(db, userId ?? '', position),
  ];
}

function ofUnits(db: Kysely<ErrorsTables>, units: readonly string[], position: Position) {
  const query = db.selectFrom('error_unit').select('error_unit.error_id').where(trueAt('error_unit', position));
  return units.length === 0 ? query.where(sql<boolean>`1 = 0`) : query.where('unit', 'in', [...units]);
}

function ofPerson(db: Kysely<ErrorsTables>, userId: string, position: Position) {
  return db
    .selectFrom('error_person')
    .select('error_person.error_id')
    .where('user_id', '=', userId)
    .where(trueAt('error_person', position));
}

/** All errors that a question is about, page by page. */
export async function* errorsOf(queries: QueryBus, question: Omit<ErrorsQuestion, 'cursor' | 'limit'>): AsyncGenerator<ListedError> {
  let cursor: string | undefined;
  do {
    const page: ErrorPage = await queries.execute(new ListErrors({ ...question, cursor, limit: MAX_LIMIT }));
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
