import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DirectoryReader } from '#directory';
import { Refusal, wholeNumber, type Position } from '#kernel';
import { DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { checkedLimit, cursorOf, keyOf, Moments, wrongCursor, type Listed } from '#projections';
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

export type DeedPage = Listed<Deed>;

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
    const key = keyOf(question.cursor, 3);
    const subject = namedSubject(question, await this.directory.current({ orAsKnown: true }), this.type);
    const moments = await momentsOf(question, this.moments, this.view, key?.[0]);
    const units = await this.entitlement.unitsFor(subject, question.asker ?? {});
    const place = placeOf(key);
    const rows = await this.rows(question, { subject, ...(units && { units }), ...moments }, limit + 1, place);
    const shown = rows.slice(0, limit);
    const { position, given } = behind(shown, place);
    return {
      asOf: moments.asOf,
      items: shown.map(deedOf),
      ...(rows.length > limit && { nextCursor: cursorOf([moments.asOf.position, position, String(given)]) }),
    };
  }

  /** Each kind is read in its own order by index; those of one position stand in the order of kinds. */
  private async rows(question: DeedQuestion, choice: DeedChoice, limit: number, place: Place): Promise<DeedRow[]> {
    const kinds = question.kind === undefined ? DEED_KINDS : [kindOf(question.kind)];
    const ofKinds = await Promise.all(
      kinds.map((kind) => {
        let query = deedsOfKind(this.view, choice, kind, place.position);
        if (question.bulk) query = query.where('bulk', '=', 1);
        if (question.unopened) query = query.where('unopened', '=', 1);
        return query.limit(place.given + limit).execute();
      }),
    );
    const ordered = ofKinds.flat().sort((a, b) => Number(a.position > b.position) - Number(a.position < b.position));
    return ordered.slice(place.given, place.given + limit);
  }
}

/** One event is of one record: it has some dozen fields, each with a few who answer for it. */
const MOST_AT_ONE_POSITION = 10_000;

/** Where a page begins: several deeds may stand at one position, so those of it that were given before are counted. */
interface Place {
  readonly position: Position;
  readonly given: number;
}

/** @throws Refusal `invalid`/`wrong-cursor` */
function placeOf(key: readonly string[] | undefined): Place {
  if (key === undefined) return { position: '', given: 0 };
  const [, position = '', given] = key;
  const count = wholeNumber(given ?? '');
  if (count === undefined || count > MOST_AT_ONE_POSITION) throw wrongCursor();
  return { position, given: count };
}

/** Where the page behind these begins. */
function behind(shown: readonly DeedRow[], place: Place): Place {
  const position = shown.at(-1)?.position ?? place.position;
  const given = shown.filter((row) => row.position === position).length;
  return { position, given: position === place.position ? place.given + given : given };
}

/** A subject's deeds of one kind from a position on, in the order of the log. */
export function deedsOfKind(view: ResponsibilityView, choice: DeedChoice, kind: DeedKind, position: Position) {
  return deedsOf(view, choice)
    .selectAll('deed')
    .where('kind', '=', kind)
    .where('deed.position', '>=', position)
    .orderBy('deed.position')
    .orderBy('user_id')
    .orderBy('field')
    .orderBy('error_id')
    .orderBy('event_id');
}

/** @throws Refusal `not-found`/`unknown-deed` */
function kindOf(kind: string): DeedKind {
  const known = DEED_KINDS.find((one) => one === kind);
  if (known === undefined) throw new Refusal('not-found', 'unknown-deed', { params: { kind, allowed: DEED_KINDS.join(', ') } });
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
