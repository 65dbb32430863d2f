import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { eventsIn, type EventLog } from '#event-store';
import { canonicalJson, Refusal, type Json, type Position, type Recorded } from '#kernel';
import { EVENT_LOG, RECORD_TYPE } from '#platform';
import { checkedLimit, cursorOf, keyOf, Moments, wrongCursor } from '#projections';
import { AttributionPasts } from '#records';
import { attribute, type Attribution, type ErrorConfirmed, type RecordType } from '#verification';
import { Entitlement, type Asker } from './entitlement.js';

const PAGE = 500;

/** An attribution that is not what the log says. */
export interface DifferingAttribution {
  readonly errorId: string;
  readonly recordId: string;
  /** Of the confirmation. */
  readonly position: Position;
  /** Null: none is stored. */
  readonly stored: Attribution | null;
  readonly recomputed: Attribution;
}

export interface AttributionsVerified {
  /** How many confirmed errors were looked at. */
  readonly checked: number;
  readonly agree: number;
  readonly differing: readonly DifferingAttribution[];
  /** Absent: there are no more. */
  readonly nextCursor?: string;
}

export interface VerificationQuestion {
  /** How many confirmed errors are looked at; absent: all that there are. */
  readonly limit?: number;
  readonly cursor?: string;
  readonly asker?: Asker;
}

/** Works attributions out anew from the log alone, in its order, and compares them with the stored ones. */
export class VerifyAttributions extends Query<AttributionsVerified> {
  constructor(readonly question: VerificationQuestion = {}) {
    super();
  }
}

@QueryHandler(VerifyAttributions)
export class VerifyAttributionsHandler implements IQueryHandler<VerifyAttributions> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly pasts: AttributionPasts,
    private readonly moments: Moments,
    private readonly entitlement: Entitlement,
  ) {}

  /** @throws Refusal `invalid`: `wrong-limit`, `wrong-cursor`; `forbidden`/`not-supervisor` */
  async execute({ question: { limit, cursor, asker = {} } }: VerifyAttributions): Promise<AttributionsVerified> {
    const most = limit === undefined ? Infinity : checkedLimit(limit);
    await this.entitlement.mustSupervise(asker);
    let checked = 0;
    let last: Position | undefined;
    const differing: DifferingAttribution[] = [];
    for await (const confirmed of this.confirmations(await this.placeOf(cursor), Math.min(PAGE, most + 1))) {
      if (checked === most) return { checked, agree: checked - differing.length, differing, nextCursor: cursorOf([last ?? '']) };
      const difference = await this.differenceOf(confirmed);
      if (difference !== undefined) differing.push(difference);
      checked += 1;
      last = confirmed.position;
      // Working one out takes milliseconds.
      await nextTurn();
    }
    return { checked, agree: checked - differing.length, differing };
  }

  /** @throws Refusal `invalid`/`wrong-cursor` */
  private async placeOf(cursor: string | undefined): Promise<Position | undefined> {
    const key = keyOf(cursor, 1);
    if (key === undefined) return undefined;
    try {
      return await this.moments.position(key[0] ?? '');
    } catch (error) {
      throw error instanceof Refusal && error.kind === 'invalid' ? wrongCursor() : error;
    }
  }

  private confirmations(after: Position | undefined, limit: number): AsyncGenerator<Recorded> {
    return eventsIn(this.log, { after, filter: { streamPrefixes: ['record-'], types: ['error-confirmed'] } }, limit);
  }

  private async differenceOf(confirmed: Recorded): Promise<DifferingAttribution | undefined> {
    const events = await this.log.readStream(confirmed.stream);
    const data = confirmed.data as ErrorConfirmed['data'];
    const past = await this.pasts.of(events.filter(({ revision }) => revision < confirmed.revision));
    const recomputed = attribute(past, data, this.type);
    const next = events[confirmed.revision + 1];
    const stored = next?.type === 'error-attributed' ? (next.data as Attribution) : null;
    if (stored !== null && bytesOf(stored) === bytesOf(recomputed)) return undefined;
    const recordId = confirmed.stream.slice('record-'.length);
    return { errorId: data.errorId, recordId, position: confirmed.position, stored, recomputed };
  }
}

function bytesOf(attribution: Attribution): string {
  return canonicalJson(attribution as unknown as Json);
}
