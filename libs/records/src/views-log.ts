import { Inject, Injectable } from '@nestjs/common';
import type { EventLog } from '#event-store';
import type { Recorded } from '#kernel';
import { EVENT_LOG, RECORD_TYPE } from '#platform';
import { completeDigests, JOINT, type RecordType } from '#verification';
import { partsOf, viewsStream } from './record-id.js';
import { RecordDesk } from './record-desk.js';

/** Data of `submission-viewed`: that somebody had a submission and documents before them. */
export interface SubmissionViewed {
  readonly recordId: string;
  readonly line: string;
  /** Digest of the submission, or the joint one. */
  readonly digest: string;
  /** Kinds of the documents that were opened. */
  readonly documents: readonly string[];
  /** How long it was before them. */
  readonly milliseconds: number;
}

/** What somebody had viewed of a submission when they signed it. */
export interface Viewed {
  readonly documents: readonly string[];
  readonly milliseconds: number;
}

/** Who looked at what, in a stream beside each record, `views-<recordId>`: looking never holds up work on the record. */
@Injectable()
export class ViewsLog {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly desk: RecordDesk,
  ) {}

  /** Everything that a person had viewed of what a sign-off is for; a joint one is for every line as well. */
  async viewedBy(userId: string, recordId: string, { line, digest }: { line: string; digest: string }): Promise<Viewed> {
    partsOf(recordId);
    const events = await this.eventsOf(recordId);
    if (events.length === 0) return { documents: [], milliseconds: 0 };
    const digests = line === JOINT ? [digest, ...Object.values(await this.lineDigests(recordId))] : [digest];
    const views = events.filter(({ actor }) => actor.userId === userId).map(({ data }) => data as SubmissionViewed);
    const own = views.filter((view) => digests.includes(view.digest));
    return {
      documents: [...new Set(own.flatMap(({ documents }) => documents))].sort(),
      milliseconds: own.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    };
  }

  eventsOf(recordId: string): Promise<readonly Recorded[]> {
    return this.log.readStream(viewsStream(recordId));
  }

  private async lineDigests(recordId: string): Promise<Readonly<Record<string, string>>> {
    return completeDigests((await this.desk.load(recordId)).state, this.type);
  }
}
