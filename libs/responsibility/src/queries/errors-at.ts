import { Inject, Injectable } from '@nestjs/common';
import type { Directory, DirectoryReader } from '#directory';
import type { EventLog } from '#event-store';
import { Refusal, type Evolving, type Recorded } from '#kernel';
import { DIRECTORY_READER, EVENT_LOG, RECORD_TYPE } from '#platform';
import type { Moment } from '#projections';
import { AnsweringPeople, AttributionPasts, findingsShownTo, recordStream, shownErrors, visibleErrors, type ShownError } from '#records';
import { mayAppealAttribution, mayDecideError, replay, type RecordEvent, type RecordState, type RecordType } from '#verification';
import type { Asker } from './entitlement.js';

/** What waits for somebody about an error: that they decide it, appeal against answering for it, or decide appeals. */
export type ErrorTask = 'decide' | 'appeal' | 'decide-appeal';

/** The errors of a record at a moment, with the record itself. */
export interface RecordsErrors {
  readonly state: RecordState;
  readonly events: readonly Recorded[];
  /** Those that are shown to whoever asks. */
  readonly errors: readonly ShownError[];
}

/** Reads errors from the events of their records. */
@Injectable()
export class ErrorsAt {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly people: AnsweringPeople,
    private readonly pasts: AttributionPasts,
  ) {}

  /** The directory of a moment; of now, as it is now. */
  directoryAt(asOf: Moment, isNow: boolean): Promise<Directory> {
    return isNow ? this.directory.current({ orAsKnown: true }) : this.directory.asOf(asOf.position);
  }

  async ofRecord(recordId: string, asOf: Moment, { userId, anonymous = false }: Asker, directory: Directory): Promise<RecordsErrors> {
    const events = (await this.log.readStream(recordStream(recordId))).filter(({ position }) => position <= asOf.position);
    const state = replay(events as readonly Evolving<RecordEvent>[]);
    const shown = findingsShownTo({ state, staffing: directory, at: asOf.time, userId, anonymous });
    return { state, events, errors: visibleErrors(shownErrors(events, state, await this.people.ofRecord(events)), shown) };
  }

  /** What waits for a person about an error, by the rules that their commands are decided by. */
  async tasksOf(
    userId: string,
    errorId: string,
    { state, events }: RecordsErrors,
    asOf: Moment,
    directory: Directory,
  ): Promise<readonly ErrorTask[]> {
    const error = state.errors[errorId];
    const asking = { now: asOf.time, type: this.type, staffing: directory, userId };
    const tasks: ErrorTask[] = [];
    if (error?.status === 'reported') {
      const past = await this.pasts.whereErrorsWait(state, async () => events);
      if (allows(() => mayDecideError(state, { ...asking, ...past }, errorId))) tasks.push('decide');
    }
    if (allows(() => mayAppealAttribution(state, asking, errorId))) tasks.push('appeal');
    if (error?.deciders?.appeal === userId && Object.values(error.appeals ?? {}).includes('open')) tasks.push('decide-appeal');
    return tasks;
  }
}

function allows(rule: () => unknown): boolean {
  try {
    rule();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
