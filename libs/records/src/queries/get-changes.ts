import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal, type Actor, type Json, type Recorded } from '#kernel';
import { RECORD_TYPE } from '#platform';
import { Moments, type Moment } from '#projections';
import { evolve, initialState, type EvolvingRecordEvent, type RecordState, type RecordType } from '#verification';
import { changedFields, changedLines, changedStatus, type Change } from './differences.js';
import { RecordsAt } from './record-at.js';
import { shownField } from './shown-values.js';

/** One act that changed a field. */
export interface ChangingAct {
  readonly position: string;
  readonly time: string;
  readonly type: string;
  readonly actor: Actor;
}

/** A field that has another value than before. */
export interface ChangedField {
  readonly field: string;
  /** Masked as the record shows it; null: there was no value. */
  readonly from: Json;
  readonly to: Json;
  /** Who changed it in between, in order. */
  readonly by: readonly ChangingAct[];
}

/** What is different about a record between two moments. */
export interface RecordChanges {
  readonly recordId: string;
  readonly from: Moment;
  readonly to: Moment;
  readonly revisions: readonly [from: number, to: number];
  readonly status?: Change;
  /** By line. */
  readonly lines: Readonly<Record<string, Change>>;
  readonly fields: readonly ChangedField[];
}

export interface ChangesQuestion {
  readonly recordId: string;
  /** A time or a position. */
  readonly from: string;
  /** A time or a position; absent: now. */
  readonly to?: string;
}

/** What changed between two moments of a record: field by field, and who changed it. */
export class GetRecordChanges extends Query<RecordChanges> {
  constructor(readonly question: ChangesQuestion) {
    super();
  }
}

@QueryHandler(GetRecordChanges)
export class GetRecordChangesHandler implements IQueryHandler<GetRecordChanges> {
  constructor(
    private readonly records: RecordsAt,
    private readonly moments: Moments,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** @throws Refusal `not-found`/`unknown-record`, `invalid`/`wrong-range`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({ question: { recordId, from, to } }: GetRecordChanges): Promise<RecordChanges> {
    const start = await this.moments.at(from);
    const { state: after, events, asOf: end } = await this.records.load(recordId, to);
    if (start.position > end.position) throw new Refusal('invalid', 'wrong-range');
    const { before, acts } = this.between(events, start.position);
    return {
      recordId,
      from: start,
      to: end,
      revisions: [before.revision, after.revision],
      ...changedStatus(before, after),
      lines: changedLines(before, after, this.type),
      fields: this.fieldsChanged(before, after, acts),
    };
  }

  /** The record at the first moment, and by field the acts after it. */
  private between(events: readonly Recorded[], start: string): { before: RecordState; acts: ReadonlyMap<string, readonly ChangingAct[]> } {
    const acts = new Map<string, ChangingAct[]>();
    let before = initialState;
    let state = initialState;
    for (const event of events) {
      const next = evolve(state, event as unknown as EvolvingRecordEvent);
      if (event.position <= start) before = next;
      else for (const field of changedFields(state, next, this.type)) acts.set(field, [...(acts.get(field) ?? []), actOf(event)]);
      state = next;
    }
    return { before, acts };
  }

  private fieldsChanged(
    before: RecordState,
    after: RecordState,
    acts: ReadonlyMap<string, readonly ChangingAct[]>,
  ): readonly ChangedField[] {
    const shown = (state: RecordState, field: string) => shownField(this.type, field, state.fields[field]?.v ?? null, false);
    return changedFields(before, after, this.type).map((field) => ({
      field,
      from: shown(before, field),
      to: shown(after, field),
      by: acts.get(field) ?? [],
    }));
  }
}

function actOf({ position, time, type, actor }: Recorded): ChangingAct {
  return { position, time, type, actor };
}
