import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Digest, ListOfWords, LONGEST_CODE, Refusal, type Position } from '#kernel';
import { commandHashOf, commandMetadata, earlierRun, type Clock, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { JOINT, jointDigest, type RecordState, type RecordType } from '#verification';
import { actingAs } from '../acting-as.js';
import { RecordDesk } from '../record-desk.js';
import { viewsStream } from '../record-id.js';
import { ViewsLog, type SubmissionViewed } from '../views-log.js';
import type { CommandContext } from './answer.js';

/** Nobody has one record open for longer than this. */
const LONGEST_VIEW_MS = 4 * 3_600_000;

export class ViewRecordBody {
  /** Digest of the submission that was looked at, as the record shows it. */
  @Digest() submission: string;
  /** Kinds of the documents that were opened. */
  @ListOfWords(50, LONGEST_CODE) documents: string[];
  /** For how long it was open. */
  @IsOptional() @IsInt() @Min(0) @Max(LONGEST_VIEW_MS) milliseconds?: number;
}

export interface ViewAnswer {
  readonly recordId: string;
  readonly position: Position;
}

/** Says that the acting person has looked at a submission. It stands beside the record, never in it. */
export class ViewRecord extends Command<ViewAnswer> {
  readonly word = 'ViewRecord';

  constructor(
    readonly recordId: string,
    readonly body: ViewRecordBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ViewRecord)
export class ViewRecordHandler implements ICommandHandler<ViewRecord> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly desk: RecordDesk,
    private readonly views: ViewsLog,
  ) {}

  /** @throws Refusal `not-found`/`unknown-record`, `forbidden`/`no-appointment`, `conflict`/`stale-digest`, `invalid`/`unknown-document` */
  async execute({ word, recordId, body, context }: ViewRecord): Promise<ViewAnswer> {
    const { state } = await this.desk.load(recordId);
    if (state.revision < 0) throw new Refusal('not-found', 'unknown-record');
    const commandHash = commandHashOf(this.sealer, word, { recordId, body });
    const earlier = earlierRun(await this.views.eventsOf(recordId), context.commandId, commandHash);
    if (earlier !== undefined) return { recordId, position: earlier.position };
    const actor = actingAs(await this.directory.current(), context.userId, this.clock.now());
    const data = this.viewed(state, body);
    const { position } = await this.log.append(
      viewsStream(recordId),
      'any',
      [{ type: 'submission-viewed', data }],
      commandMetadata(context, actor, commandHash),
    );
    return { recordId, position };
  }

  private viewed(state: RecordState, { submission, documents, milliseconds = 0 }: ViewRecordBody): SubmissionViewed {
    if (documents.some((kind) => !this.type.documents.some((document) => document.kind === kind))) {
      const params = { allowed: this.type.documents.map(({ kind }) => kind).join(', ') };
      throw new Refusal('invalid', 'unknown-document', { params, errors: [{ pointer: '/documents', code: 'unknown-document', params }] });
    }
    const line = lineOfDigest(state, this.type, submission);
    if (line === undefined) throw new Refusal('conflict', 'stale-digest');
    return { recordId: state.recordId, line, digest: submission, documents: [...new Set(documents)].sort(), milliseconds };
  }
}

/** The line whose running submission has a digest, or `joint`. */
function lineOfDigest(state: RecordState, type: RecordType, digest: string): string | undefined {
  if (jointDigest(state, type) === digest) return JOINT;
  return Object.keys(state.lines).find((line) => state.lines[line]?.submission?.digest === digest);
}
