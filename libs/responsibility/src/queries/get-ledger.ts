import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import type { Directory, DirectoryReader } from '#directory';
import { Refusal } from '#kernel';
import { DIRECTORY_READER } from '#platform';
import { Moments, type Moment } from '#projections';
import { unknownUnit } from '#records';
import { DEED_KINDS, type DeedKind } from '../projections/tables.js';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import { DECISIONS, deedsOf, type LedgerSubject } from './deed-rows.js';

/** How many of the sign-offs were of a kind. */
export interface Share {
  readonly count: number;
  /** Of all sign-offs; null without any. */
  readonly share: number | null;
}

/** What a person or unit has done and has to answer for (责任台账). Each number leads to its events by `ListDeeds`. */
export interface Ledger {
  readonly subject: { readonly userId: string; readonly name: string } | { readonly unit: string; readonly name: string };
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

export type LedgerQuestion = LedgerSubject & {
  /** A time or a position; absent: now. */
  readonly asOf?: string;
};

/** The responsibility ledger of a person or unit, now or as of a moment. */
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
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /** @throws Refusal `not-found`: `unknown-person`, `unknown-unit`; `invalid`: `wrong-as-of`, `as-of-ahead`; `unavailable`/`view-behind` */
  async execute({ question }: GetLedger): Promise<Ledger> {
    const subject = subjectOf(question, await this.directory.current());
    const asOf = await this.moments.at(question.asOf);
    await this.view.upTo(asOf.position);
    const rows = await deedsOf(this.view, question, asOf.position)
      .select(['kind', sql<number>`count(*)`.as('count'), sql<number>`sum(bulk)`.as('bulk'), sql<number>`sum(unopened)`.as('unopened')])
      .groupBy('kind')
      .execute();
    const counts = Object.fromEntries(
      DEED_KINDS.map((kind) => [kind, rows.find((row) => row.kind === kind)?.count ?? 0]),
    ) as Ledger['counts'];
    const signed = rows.find(({ kind }) => kind === 'signed');
    return {
      subject,
      asOf,
      counts,
      decisions: await this.decisions(question, asOf),
      unopened: shareOf(signed?.unopened ?? 0, counts.signed),
      bulk: shareOf(signed?.bulk ?? 0, counts.signed),
    };
  }

  private async decisions(subject: LedgerSubject, { position }: Moment): Promise<Ledger['decisions']> {
    const minutes = await deedsOf(this.view, subject, position)
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

/** @throws Refusal `not-found`: `unknown-person`, `unknown-unit` */
function subjectOf(question: LedgerSubject, directory: Directory): Ledger['subject'] {
  if ('userId' in question) {
    const person = directory.person(question.userId);
    if (person === undefined) throw new Refusal('not-found', 'unknown-person');
    return { userId: person.userId, name: person.name };
  }
  const { unit } = question;
  const colon = unit.indexOf(':');
  if (colon >= 0) return { unit, name: unit.slice(colon + 1) };
  const known = directory.unit(unit);
  if (known === undefined) throw unknownUnit(unit);
  return { unit, name: known.name };
}

function shareOf(count: number, whole: number): Share {
  return { count, share: whole === 0 ? null : rounded(count / whole) };
}

function rounded(share: number): number {
  return Math.round(share * 1e4) / 1e4;
}
