import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { RECORD_TYPE } from '#platform';
import type { RecordType } from '#verification';
import { AttributionPasts } from '../attribution-pasts.js';
import { AnsweringPeople } from './answering-people.js';
import { RecordsAt } from './record-at.js';
import { shownErrors } from './shown-error.js';
import { shownRecord, type ShownRecord } from './shown-record.js';

export interface RecordQuestion {
  readonly recordId: string;
  /** A time or a position; absent: now. */
  readonly asOf?: string;
  /** Shows personal numbers unmasked. */
  readonly clear?: boolean;
  /** The asking person: `allowed` is what they may do. Absent: what anybody may. */
  readonly userId?: string;
  /** Nobody is named, over a face that anybody can use: what is not for everybody is left out. */
  readonly anonymous?: boolean;
}

/** A record as it is, or was at a moment. */
export class GetRecord extends Query<ShownRecord> {
  constructor(readonly question: RecordQuestion) {
    super();
  }
}

@QueryHandler(GetRecord)
export class GetRecordHandler implements IQueryHandler<GetRecord> {
  constructor(
    private readonly records: RecordsAt,
    private readonly pasts: AttributionPasts,
    private readonly people: AnsweringPeople,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** @throws Refusal `not-found`/`unknown-record`, `invalid`/`wrong-as-of`, `invalid`/`as-of-ahead` */
  async execute({ question: { recordId, asOf, clear = false, userId, anonymous } }: GetRecord): Promise<ShownRecord> {
    const record = await this.records.load(recordId, asOf);
    return shownRecord(record, this.type, {
      clear,
      userId,
      anonymous,
      errors: shownErrors(record.events, record.state, await this.people.ofRecord(record.events)),
      ...(await this.pasts.whereErrorsWait(record.state, async () => record.events)),
    });
  }
}
