import { Inject, Injectable } from '@nestjs/common';
import type { EventLog } from '#event-store';
import type { Recorded, Revision } from '#kernel';
import { EVENT_LOG, RECORD_TYPE } from '#platform';
import { completeDigests, JOINT, type RecordState, type RecordType } from '#verification';
import { partsOf, viewsStream } from './record-id.js';
import { RecordDesk } from './record-desk.js';
import { together, type OnScreen } from './viewing.js';
import { Viewings } from './viewings.js';

/** Data of `submission-viewed`, as clients said it themselves until the server measured: it is not written any more, and counts as it stands. */
interface SubmissionViewed extends OnScreen {
  readonly milliseconds: number;
}

/** Data of `submission-shown`: that somebody began to look at a submission. */
export interface SubmissionShown extends OnScreen {
  /** The event of the person's own stream that says when; how long it was, is measured there. */
  readonly view: Revision;
}

/** What somebody had viewed of a submission when they signed it. */
export interface Viewed {
  readonly documents: readonly string[];
  readonly milliseconds: number;
}

const NOTHING: Viewed = { documents: [], milliseconds: 0 };

/** Who looked at what, in a stream beside each record, `views-<recordId>`: looking never holds up work on the record. */
@Injectable()
export class ViewsLog {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly desk: RecordDesk,
    private readonly viewings: Viewings,
  ) {}

  /**
   * Everything that a person has viewed of what a sign-off is for, up to now, as the server measured it; a joint one is for every line as
   * well. Of documents those count that an open view named and the record has.
   */
  async viewedBy(userId: string, recordId: string, { line, digest }: { line: string; digest: string }): Promise<Viewed> {
    partsOf(recordId);
    const events = (await this.eventsOf(recordId)).filter(({ actor }) => actor.userId === userId);
    if (events.length === 0) return NOTHING;
    const { state } = await this.desk.load(recordId);
    const digests = this.digestsOf(state, line, digest);
    const own = events.filter(({ data }) => digests.includes((data as OnScreen).digest));
    const said = own.filter(({ type }) => type === 'submission-viewed').map(({ data }) => data as SubmissionViewed);
    const shown = await this.viewings.measure(userId, viewsIn(own));
    return {
      documents: together([...said.flatMap(({ documents }) => documents), ...shown.documents.filter((kind) => kind in state.documents)]),
      milliseconds: said.reduce((sum, { milliseconds }) => sum + milliseconds, shown.milliseconds),
    };
  }

  /** Whether a person has ever looked at this very submission. */
  async hasViewed(userId: string, recordId: string, digest: string): Promise<boolean> {
    return (await this.eventsOf(recordId)).some(({ actor, data }) => actor.userId === userId && (data as OnScreen).digest === digest);
  }

  eventsOf(recordId: string): Promise<readonly Recorded[]> {
    return this.log.readStream(viewsStream(recordId));
  }

  private digestsOf(state: RecordState, line: string, digest: string): readonly string[] {
    return line === JOINT ? [digest, ...Object.values(completeDigests(state, this.type))] : [digest];
  }
}

/** The views that a person has begun, by events of a record's views log. */
export function viewsIn(events: readonly Recorded[]): readonly Revision[] {
  return events.filter(({ type }) => type === 'submission-shown').map(({ data }) => (data as SubmissionShown).view);
}
