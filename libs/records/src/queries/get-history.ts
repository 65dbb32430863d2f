import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Json, Recorded } from '#kernel';
import { RECORD_TYPE } from '#platform';
import type { Moment } from '#projections';
import {
  evolve,
  initialState,
  type AttributionAppealDecided,
  type EvolvingRecordEvent,
  type RecordState,
  type RecordType,
} from '#verification';
import { saidOutcome } from '../appeal-outcomes.js';
import { findingsShownTo } from './concealed-findings.js';
import { changedFields, changedLines, changedStatus, type Change } from './differences.js';
import { RecordsAt } from './record-at.js';
import { shownData } from './shown-events.js';
import { isPersonal } from './shown-values.js';

export interface HistoryEntry {
  /** Id of the event: an error about an earlier value names it. */
  readonly eventId: string;
  readonly position: string;
  readonly revision: number;
  readonly time: string;
  readonly type: string;
  /** Name, role and unit as of the act. */
  readonly actor: Actor;
  /** The event's data; personal values show only in clear, otherwise as their commitments. */
  readonly data: Json;
  readonly effect: {
    readonly status?: Change;
    /** By line. */
    readonly lines?: Readonly<Record<string, Change>>;
    /** Fields that have another value than before, in the order in which the record shows them. */
    readonly fields?: readonly string[];
  };
}

export interface History {
  readonly recordId: string;
  readonly asOf: Moment;
  readonly entries: readonly HistoryEntry[];
}

export interface HistoryQuestion {
  readonly recordId: string;
  readonly asOf?: string;
  readonly clear?: boolean;
  /** The asking person. */
  readonly userId?: string;
  /** Nobody is named, over a face that anybody can use: what is not for everybody is left out. */
  readonly anonymous?: boolean;
}

/** Every step of a record: who did what, as whom, and what it changed. */
export class GetHistory extends Query<History> {
  constructor(readonly question: HistoryQuestion) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(
    private readonly records: RecordsAt,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** @throws Refusal `not-found`/`unknown-record`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({ question: { recordId, asOf, clear = false, userId, anonymous = false } }: GetHistory): Promise<History> {
    const { state, directory, events, asOf: moment } = await this.records.load(recordId, asOf);
    const shown = findingsShownTo({ state, staffing: directory, at: moment.time, userId, anonymous });
    const entries = historyOf(events, this.type, clear).map((entry) =>
      isFinding(entry) && !shown({ by: entry.actor }) ? concealed(entry) : entry,
    );
    return { recordId, asOf: moment, entries };
  }
}

/** One entry for each event, with what it did. Pure. */
export function historyOf(events: readonly Recorded[], type: RecordType, clear: boolean): HistoryEntry[] {
  let before: RecordState = initialState;
  return events.map((event) => {
    const after = evolve(before, event as unknown as EvolvingRecordEvent);
    const effect = effectOf(before, after, type);
    before = after;
    const { id: eventId, position, revision, time, type: eventType, actor } = event;
    const data = shownData(saidData(event), (value, field) => (clear || !isPersonal(type, field) ? value : undefined));
    return { eventId, position, revision, time, type: eventType, actor, data, effect };
  });
}

/** The decision of an appeal says what becomes of the appeal; what the log says becomes of the attribution stands beside it. */
function saidData({ type, data }: Recorded): Json {
  if (type !== 'attribution-appeal-decided') return data as Json;
  const decided = data as AttributionAppealDecided['data'];
  return { ...decided, outcome: saidOutcome(decided.outcome), stored: decided.outcome };
}

/** What a visitor has found, or follows from it. */
const FINDINGS: readonly string[] = ['visit-recorded', 'disagreement-found', 'disagreement-settled', 'error-reported'];

function isFinding({ type }: HistoryEntry): boolean {
  return FINDINGS.includes(type);
}

/** That somebody visited is no secret, what they found is. */
function concealed(entry: HistoryEntry): HistoryEntry {
  if (entry.type !== 'visit-recorded') return { ...entry, data: {} };
  const { note: _note, ...data } = entry.data as { readonly note?: Json; readonly [key: string]: Json | undefined };
  return { ...entry, data: { ...data, checked: {} } };
}

function effectOf(before: RecordState, after: RecordState, type: RecordType): HistoryEntry['effect'] {
  const lines = changedLines(before, after, type);
  const fields = changedFields(before, after, type);
  return {
    ...changedStatus(before, after),
    ...(Object.keys(lines).length > 0 && { lines }),
    ...(fields.length > 0 && { fields }),
  };
}
