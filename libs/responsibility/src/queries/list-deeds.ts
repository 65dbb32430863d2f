import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DirectoryReader } from '#directory';
import { Refusal, type Position } from '#kernel';
import { DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { checkedLimit, cursorOf, keyOf, Moments, type Moment } from '#projections';
import type { RecordType } from '#verification';
import { DEED_KINDS, type DeedKind, type DeedRow } from '../projections/tables.js';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import { deedsOf, momentsOf, namedSubject, type DeedChoice, type LedgerPeriod, type LedgerSubject } from './deed-rows.js';
import { Entitlement, type Asker } from './entitlement.js';

/** One of the events behind a number of a ledger. */
export interface Deed {
  readonly kind: DeedKind;
  readonly userId: string;
  readonly unit: string;
  /** The act; of an error, the act that is answered for. */
  readonly eventId: string;
  /** Where the log says so. */
  readonly position: Position;
  readonly time: string;
  readonly recordId: string;
  readonly field?: string;
  readonly errorId?: string;
  readonly bulk?: true;
  readonly unopened?: true;
}

export interface DeedPage {
  readonly asOf: Moment;
  readonly deeds: readonly Deed[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export type DeedQuestion = LedgerSubject &
  LedgerPeriod & {
    /** Only these; absent: all. */
    readonly kind?: string;
    /** Only sign-offs in bulk, or unopened ones. */
    readonly bulk?: boolean;
    readonly unopened?: boolean;
    readonly limit?: number;
    readonly cursor?: string;
    readonly asker?: Asker;
  };

/** The events behind the numbers of a ledger, in the order of the log. All pages are as of the moment of the first. */
export class ListDeeds extends Query<DeedPage> {
  constructor(readonly question: DeedQuestion) {
    super();
  }
}

@QueryHandler(ListDeeds)
export class ListDeedsHandler implements IQueryHandler<ListDeeds> {
  constructor(
    private readonly view: ResponsibilityView,
    private readonly moments: Moments,
    private readonly entitlement: Entitlement,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /**
   * @throws Refusal `not-found`: `unknown-person`, `unknown-unit`, `unknown-deed`; `invalid`: `wrong-as-of`, `as-of-ahead`, `wrong-limit`,
   * `wrong-cursor`; `forbidden`/`not-supervisor`
   */
  async execute({ question }: ListDeeds): Promise<DeedPage> {
    const limit = checkedLimit(question.limit);
    const key = keyOf(question.cursor, 2);
    const subject = namedSubject(question, await this.directory.current(), this.type);
    const moments = await momentsOf({ ...question, asOf: key?.[0] ?? question.asOf }, this.moments);
    await this.view.upTo(moments.asOf.position);
    const units = await this.entitlement.unitsFor(subject, question.asker ?? {});
    const skipped = placeOf(key);
    const rows = await this.rows(question, { subject, ...(units && { units }), ...moments }, limit + 1, skipped);
    const more = rows.length > limit;
    return {
      asOf: moments.asOf,
      deeds: rows.slice(0, limit).map(deedOf),
      ...(more && { nextCursor: cursorOf([moments.asOf.position, String(skipped + limit)]) }),
    };
  }

  private rows(question: DeedQuestion, choice: DeedChoice, limit: number, skipped: number): Promise<DeedRow[]> {
    let query = deedsOf(this.view, choice).selectAll('deed');
    if (question.kind !== undefined) query = query.where('kind', '=', kindOf(question.kind));
    if (question.bulk) query = query.where('bulk', '=', 1);
    if (question.unopened) query = query.where('unopened', '=', 1);
    // Several deeds may stand at one position, so the place in the order is counted.
    return query.orderBy('deed.position').orderBy('kind').orderBy('user_id').orderBy('field').limit(limit).offset(skipped).execute();
  }
}

/** How many come before a page. @throws Refusal `invalid`/`wrong-cursor` */
function placeOf(key: readonly string[] | undefined): number {
  if (key === undefined) return 0;
  const place = Number(key[1]);
  if (!Number.isSafeInteger(place) || place < 0) throw new Refusal('invalid', 'wrong-cursor');
  return place;
}

/** @throws Refusal `not-found`/`unknown-deed` */
function kindOf(kind: string): DeedKind {
  const known = DEED_KINDS.find((one) => one === kind);
  if (known === undefined) throw new Refusal('not-found', 'unknown-deed', { params: { kind } });
  return known;
}

function deedOf(row: DeedRow): Deed {
  return {
    kind: row.kind,
    userId: row.user_id,
    unit: row.unit,
    eventId: row.event_id,
    position: row.position,
    time: row.time,
    recordId: row.record_id,
    ...(row.field !== '' && { field: row.field }),
    ...(row.error_id !== null && { errorId: row.error_id }),
    ...(row.bulk === 1 && { bulk: true as const }),
    ...(row.unopened === 1 && { unopened: true as const }),
  };
}
