import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal, type Position } from '#kernel';
import { checkedLimit, cursorOf, keyOf, Moments, type Moment } from '#projections';
import { DEED_KINDS, type DeedKind, type DeedRow } from '../projections/tables.js';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import { deedsOf, type LedgerSubject } from './deed-rows.js';

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

export type DeedQuestion = LedgerSubject & {
  /** Only these; absent: all. */
  readonly kind?: string;
  /** Only sign-offs in bulk, or unopened ones. */
  readonly bulk?: boolean;
  readonly unopened?: boolean;
  /** A time or a position; absent: now. */
  readonly asOf?: string;
  readonly limit?: number;
  readonly cursor?: string;
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
  ) {}

  /** @throws Refusal `not-found`/`unknown-deed`; `invalid`: `wrong-as-of`, `as-of-ahead`, `wrong-limit`, `wrong-cursor` */
  async execute({ question }: ListDeeds): Promise<DeedPage> {
    const limit = checkedLimit(question.limit);
    const key = keyOf(question.cursor, 2);
    const asOf = await this.moments.at(key?.[0] ?? question.asOf);
    await this.view.upTo(asOf.position);
    const skipped = key === undefined ? 0 : Number(key[1]);
    const rows = await this.rows(question, asOf.position, limit + 1, skipped);
    const more = rows.length > limit;
    return {
      asOf,
      deeds: rows.slice(0, limit).map(deedOf),
      ...(more && { nextCursor: cursorOf([asOf.position, String(skipped + limit)]) }),
    };
  }

  private rows(question: DeedQuestion, position: Position, limit: number, skipped: number): Promise<DeedRow[]> {
    let query = deedsOf(this.view, question, position).selectAll('deed');
    if (question.kind !== undefined) query = query.where('kind', '=', kindOf(question.kind));
    if (question.bulk) query = query.where('bulk', '=', 1);
    if (question.unopened) query = query.where('unopened', '=', 1);
    // Several deeds may stand at one position, so the place in the order is counted.
    return query.orderBy('deed.position').orderBy('kind').orderBy('user_id').orderBy('field').limit(limit).offset(skipped).execute();
  }
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
    ...(row.error_id !== '' && { errorId: row.error_id }),
    ...(row.bulk === 1 && { bulk: true as const }),
    ...(row.unopened === 1 && { unopened: true as const }),
  };
}
