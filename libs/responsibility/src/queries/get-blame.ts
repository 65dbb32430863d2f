import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal, type Evolving } from '#kernel';
import { RECORD_TYPE } from '#platform';
import type { Moment } from '#projections';
import { AnsweringPeople, AttributionPasts, findingsShownTo, RecordsAt, shownErrors } from '#records';
import { fieldHistories, type RecordEvent, type RecordType } from '#verification';
import { Origins } from './origins.js';
import { shownHistory, type ShownFieldHistory } from './shown-history.js';

export interface BlameQuestion {
  readonly recordId: string;
  /** Only this field. */
  readonly field?: string;
  /** A time or a position; absent: now. */
  readonly asOf?: string;
  /** Shows personal numbers unmasked. */
  readonly clear?: boolean;
  /** The asking person. */
  readonly userId?: string;
  /** Nobody is named, over a face that anybody can use: what is not for everybody is left out. */
  readonly anonymous?: boolean;
}

export interface Blame {
  readonly recordId: string;
  readonly revision: number;
  readonly asOf: Moment;
  readonly fields: readonly ShownFieldHistory[];
}

/** For each field of a record: where its value came from, and who has answered for it since (谁审核,谁负责). */
export class GetBlame extends Query<Blame> {
  constructor(readonly question: BlameQuestion) {
    super();
  }
}

@QueryHandler(GetBlame)
export class GetBlameHandler implements IQueryHandler<GetBlame> {
  constructor(
    private readonly records: RecordsAt,
    private readonly pasts: AttributionPasts,
    private readonly people: AnsweringPeople,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** One read of the record's stream, and of those that it was carried over from. @throws Refusal `not-found`/`unknown-record`; `invalid`: `unknown-field`, `wrong-as-of`, `as-of-ahead` */
  async execute({ question }: GetBlame): Promise<Blame> {
    const { recordId, field, asOf, clear = false, userId, anonymous = false } = question;
    const { state, events, directory, asOf: moment } = await this.records.load(recordId, asOf);
    const all = fieldHistories(events as unknown as readonly Evolving<RecordEvent>[], this.type);
    if (field !== undefined && !all.has(field)) {
      throw new Refusal('invalid', 'unknown-field', { params: { allowed: [...all.keys()].join(', ') } });
    }
    const histories = [...all.values()].filter((history) => field === undefined || history.field === field);
    const showing = {
      type: this.type,
      clear,
      shown: findingsShownTo({ state, staffing: directory, at: moment.time, userId, anonymous }),
      origins: await Origins.of(histories, await this.pasts.of(events), { type: this.type, people: this.people, events }),
      errors: shownErrors(events, state, await this.people.ofRecord(events)),
    };
    const fields = histories.map((history) => shownHistory(history, state, showing));
    return { recordId, revision: state.revision, asOf: moment, fields: field === undefined ? fields.filter(isWorthShowing) : fields };
  }
}

/** Nothing was ever there, and nobody has missed it. */
function isWorthShowing({ settings, earlier, errors }: ShownFieldHistory): boolean {
  return settings.length > 0 || earlier.length > 0 || errors.length > 0;
}
