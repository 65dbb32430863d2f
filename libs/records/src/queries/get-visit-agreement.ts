import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor, Json } from '#kernel';
import { RECORD_TYPE } from '#platform';
import type { Moment } from '#projections';
import {
  agreementOf,
  visitVerdict,
  type AgreedCheck,
  type FieldAgreement,
  type RecordType,
  type VisitRecorded,
  type VisitVerdict,
} from '#verification';
import { findingsShownTo } from './concealed-findings.js';
import { RecordsAt, type RecordAt } from './record-at.js';
import type { ShownDisagreement } from './shown-record.js';
import { shownField } from './shown-values.js';

/** What one kind of visit found last about a field. */
export interface ShownCheck {
  readonly outcome: 'confirmed' | 'differs';
  /** What was found instead, masked as the record shows it. */
  readonly value?: Json;
  readonly note?: string;
  /** Whether the value that the visitor had before them still stands. */
  readonly current: boolean;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly by: Actor;
  /** Of the visit. */
  readonly eventId: string;
}

export interface ShownFieldAgreement {
  readonly field: string;
  readonly line: string;
  /** Over what is shown. */
  readonly verdict: VisitVerdict;
  /** By kind of visit; a kind that is not there did not look. `null`: what it found is not shown to the asking person yet. */
  readonly checks: Readonly<Record<string, ShownCheck | null>>;
  readonly disagreement?: Pick<ShownDisagreement, 'disagreementId' | 'status' | 'time' | 'settledBy'>;
}

export interface VisitAgreement {
  readonly recordId: string;
  readonly asOf: Moment;
  /** The kinds of visit that are held against each other. */
  readonly kinds: readonly string[];
  readonly fields: readonly ShownFieldAgreement[];
}

export interface VisitAgreementQuestion {
  readonly recordId: string;
  /** A time or a position; absent: now. */
  readonly asOf?: string;
  /** Shows personal values unmasked. */
  readonly clear?: boolean;
  /** The asking person. */
  readonly userId?: string;
  /** Nobody is named, over a face that anybody can use: what is not for everybody is left out. */
  readonly anonymous?: boolean;
}

/** The agreement matrix of a record (三联访): for every field, which of the three visits confirmed it, which differed and how. */
export class GetVisitAgreement extends Query<VisitAgreement> {
  constructor(readonly question: VisitAgreementQuestion) {
    super();
  }
}

@QueryHandler(GetVisitAgreement)
export class GetVisitAgreementHandler implements IQueryHandler<GetVisitAgreement> {
  constructor(
    private readonly records: RecordsAt,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** @throws Refusal `not-found`/`unknown-record`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({
    question: { recordId, asOf: asked, clear = false, userId, anonymous = false },
  }: GetVisitAgreement): Promise<VisitAgreement> {
    const record = await this.records.load(recordId, asked);
    const { asOf, state, directory } = record;
    const shows = findingsShownTo({ state, staffing: directory, at: asOf.time, userId, anonymous });
    const showing = { record, type: this.type, clear, shows };
    const kinds = (this.type.definitions.find(({ version }) => version === state.definition)?.visitKinds ?? []).map(({ kind }) => kind);
    return { recordId, asOf, kinds, fields: agreementOf(state, this.type).map((field) => shownAgreement(field, showing)) };
  }
}

interface Showing {
  readonly record: RecordAt;
  readonly type: RecordType;
  readonly clear: boolean;
  readonly shows: (finding: { readonly by: Actor }) => boolean;
}

function shownAgreement({ field, line, checks, disagreement }: FieldAgreement, showing: Showing): ShownFieldAgreement {
  const visible = Object.values(checks).filter(({ visit }) => showing.shows(visit));
  return {
    field,
    line,
    verdict: visitVerdict(visible),
    checks: Object.fromEntries(
      Object.entries(checks).map(([kind, check]) => [kind, visible.includes(check) ? shownCheck(field, check, showing) : null]),
    ),
    ...(disagreement && showing.shows(disagreement) && { disagreement: shortly(disagreement) }),
  };
}

/** What was found stands in the event: a state keeps no more than its commitment. */
function shownCheck(field: string, { outcome, current, visit }: AgreedCheck, { record, type, clear }: Showing): ShownCheck {
  const { data } = record.events[visit.revision] as unknown as VisitRecorded;
  const { value, note } = data.checked[field] ?? {};
  return {
    outcome,
    ...(value && { value: shownField(type, field, value.v, clear) }),
    ...(note !== undefined && { note }),
    current,
    date: visit.date,
    by: visit.by,
    eventId: visit.eventId,
  };
}

function shortly({ disagreementId, status, time, settledBy }: ShownDisagreement): ShownFieldAgreement['disagreement'] {
  return { disagreementId, status, time, ...(settledBy && { settledBy }) };
}
