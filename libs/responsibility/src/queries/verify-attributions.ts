import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { EventLog } from '#event-store';
import { canonicalJson, type Json, type Position, type Recorded } from '#kernel';
import { EVENT_LOG, RECORD_TYPE } from '#platform';
import { AttributionPasts } from '#records';
import { attribute, type Attribution, type ErrorConfirmed, type RecordType } from '#verification';

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
}

/** Works every attribution out anew from the log alone and compares it with the stored one. */
export class VerifyAttributions extends Query<AttributionsVerified> {}

@QueryHandler(VerifyAttributions)
export class VerifyAttributionsHandler implements IQueryHandler<VerifyAttributions> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly pasts: AttributionPasts,
  ) {}

  async execute(): Promise<AttributionsVerified> {
    let checked = 0;
    const differing: DifferingAttribution[] = [];
    for await (const confirmed of this.confirmations()) {
      checked += 1;
      const difference = await this.differenceOf(confirmed);
      if (difference !== undefined) differing.push(difference);
    }
    return { checked, agree: checked - differing.length, differing };
  }

  private async *confirmations(): AsyncGenerator<Recorded> {
    const filter = { streamPrefixes: ['record-'], types: ['error-confirmed'] };
    for (let after: Position | undefined, end = false; !end;) {
      const page = await this.log.readAll({ ...(after !== undefined && { after }), filter, limit: PAGE });
      yield* page.events;
      ({ position: after, end } = page);
    }
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
