import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import type { DirectoryReader } from '#directory';
import { DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { Moments, type Moment } from '#projections';
import type { RecordType } from '#verification';
import { DEED_KINDS, type DeedKind } from '../projections/tables.js';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import { DECISIONS, deedsOf, momentsOf, namedSubject } from './deed-rows.js';
import type { DeedChoice, LedgerPeriod, LedgerSubject, NamedSubject } from './deed-rows.js';
import { Entitlement, type Asker } from './entitlement.js';

/** How many of the sign-offs were of a kind. */
export interface Share {
  readonly count: number;
  /** Of all sign-offs; null without any. */
  readonly share: number | null;
}

/** What a person or unit has done and has to answer for (责任台账). Each number leads to its events by `ListDeeds`. */
export interface Ledger {
  readonly subject: NamedSubject;
  /** Only what was done for these units is in it: the asker may not see the rest. Absent: all is. */
  readonly units?: readonly string[];
  readonly from?: Moment;
  readonly to?: Moment;
  readonly asOf: Moment;
  readonly counts: Readonly<Record<DeedKind, number>>;
  /** Sign-offs and returns. */
  readonly decisions: {
    readonly count: number;
    /** In each minute in which they decided anything; null without any. */
    readonly perMinute: number | null;
    /** The minute (UTC) with the most; many in a minute are no review. */
    readonly busiest: { readonly minute: string; readonly count: number } | null;
  };
  /** Sign-offs whose signer had opened neither the submission nor a document. */
  readonly unopened: Share;
  /** Sign-offs in bulk. */
  readonly bulk: Share;
}

export type LedgerQuestion = LedgerSubject & LedgerPeriod & { readonly asker?: Asker };

/** The responsibility ledger of a person or unit, now or as of a moment, of all time or of a period. */
export class GetLedger extends Query<Ledger> {
  constructor(readonly question: LedgerQuestion) {
    super();
  }
}

@QueryHandler(GetLedger)
export class GetLedgerHandler implements IQueryHandler<GetLedger> {
  constructor(
    private readonly view: ResponsibilityView,
    private readonly moments: Moments,
    private readonly entitlement: Entitlement,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /**
   * @throws Refusal `not-found`: `unknown-person`, `unknown-unit`; `invalid`: `wrong-as-of`, `as-of-ahead`; `forbidden`/`not-supervisor`;
   * `unavailable`/`view-behind`
   */
  async execute({ question }: GetLedger): Promise<Ledger> {
    const subject = namedSubject(question, await this.directory.current({ orAsKnown: true }), this.type);
    const moments = await momentsOf(question, this.moments, this.view);
    const units = await this.entitlement.unitsFor(subject, question.asker ?? {});
    const choice: DeedChoice = { subject, ...(units && { units }), ...moments };
    const rows = await deedsOf(this.view, choice)
      .select(['kind', sql<number>`count(*)`.as('count'), sql<number>`sum(bulk)`.as('bulk'), sql<number>`sum(unopened)`.as('unopened')])
      .groupBy('kind')
      .execute();
    const counts = Object.fromEntries(
      DEED_KINDS.map((kind) => [kind, Number(rows.find((row) => row.kind === kind)?.count ?? 0)]),
    ) as Ledger['counts'];
    const signed = rows.find(({ kind }) => kind === 'signed');
    return {
      subject,
      ...(units && { units }),
      ...moments,
      counts,
      decisions: await this.decisions(choice),
      unopened: shareOf(Number(signed?.unopened ?? 0), counts.signed),
      bulk: shareOf(Number(signed?.bulk ?? 0), counts.signed),
    };
  }

  private async decisions(choice: DeedChoice): Promise<Ledger['decisions']> {
    const minutes = await deedsOf(this.view, choice)
      .select([sql<string>`substr(time, 1, 16)`.as('minute'), sql<number>`count(*)`.as('count')])
      .where('kind', 'in', [...DECISIONS])
      .groupBy(sql`substr(time, 1, 16)`)
      .orderBy('count', 'desc')
      .orderBy('minute')
      .execute();
    const count = minutes.reduce((sum, minute) => sum + minute.count, 0);
    const [busiest] = minutes;
    return { count, perMinute: busiest === undefined ? null : rounded(count / minutes.length), busiest: busiest ?? null };
  }
}

function shareOf(count: number, whole: number): Share {
  return { count, share: whole === 0 ? null : rounded(count / whole) };
}

function rounded(share: number): number {
  return Math.round(share * 1e4) / 1e4;
}
