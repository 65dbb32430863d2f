import { Inject, Injectable } from '@nestjs/common';
import type { Directory, DirectoryReader } from '#directory';
import type { EventLog } from '#event-store';
import { Refusal, type Evolving, type Recorded } from '#kernel';
import { DIRECTORY_READER, EVENT_LOG } from '#platform';
import { Moments, type Moment } from '#projections';
import { replay, type RecordEvent, type RecordState } from '#verification';
import { partsOf, recordStream } from '../record-id.js';

/** A record as it was at a moment, with the events that had made it and the directory of that moment. */
export interface RecordAt {
  readonly asOf: Moment;
  readonly state: RecordState;
  readonly events: readonly Recorded[];
  readonly directory: Directory;
}

/** Reads records from their own streams, so an answer is never behind the log. */
@Injectable()
export class RecordsAt {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    private readonly moments: Moments,
  ) {}

  /** @throws Refusal `not-found`/`unknown-record` also for a record that did not exist yet; what {@link Moments.at} refuses */
  async load(recordId: string, asOf?: string): Promise<RecordAt> {
    partsOf(recordId);
    const moment = await this.moments.at(asOf);
    const events = (await this.log.readStream(recordStream(recordId))).filter(({ position }) => position <= moment.position);
    if (events.length === 0) throw new Refusal('not-found', 'unknown-record');
    const directory = asOf === undefined ? await this.directory.current() : await this.directory.asOf(moment.position);
    return { asOf: moment, state: replay(events as readonly Evolving<RecordEvent>[]), events, directory };
  }
}
