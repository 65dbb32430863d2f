import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn, IsOptional } from 'class-validator';
import { derivedId, Digest, Line, ListOfWords, LONGEST_CODE, Refusal, type Position, type Recorded, type Revision } from '#kernel';
import { commandHashOf, commandMetadata, earlierRun, type Clock, type CommandMetadata, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { JOINT, jointDigest, type RecordState, type RecordType } from '#verification';
import { actingAs } from '../acting-as.js';
import { RecordDesk } from '../record-desk.js';
import { viewsStream } from '../record-id.js';
import { together, type OnScreen } from '../viewing.js';
import { asPartOf, Viewings, type Standing } from '../viewings.js';
import { ViewsLog, viewsIn } from '../views-log.js';
import type { CommandContext } from './answer.js';

export class ViewRecordBody {
  /** Needed unless `hidden`. */
  @IsOptional() @Line(LONGEST_CODE) line?: string;
  /** Digest of the submission that is on the screen, as the record shows it. Needed unless `hidden`. */
  @IsOptional() @Digest() digest?: string;
  /** Kinds of the documents that are on the screen. */
  @IsOptional() @ListOfWords(50, LONGEST_CODE) documents?: string[];
  /** It is not on the screen any more. With a digest: unless something else is by now. */
  @IsOptional() @IsIn([true]) hidden?: boolean;
}

export interface ViewAnswer {
  readonly recordId: string;
  /** Whether a view of the acting person is open now; it ends two minutes after its last sign of life. */
  readonly open: boolean;
  /** Absent if this person has never viewed anything. */
  readonly position?: Position;
}

/** Says that the acting person has a submission on the screen, or no longer. It stands beside the record, never in it. */
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
    private readonly viewings: Viewings,
    private readonly views: ViewsLog,
  ) {}

  /**
   * @throws Refusal `not-found`/`unknown-record`, `forbidden`/`no-appointment`, `conflict`/`stale-digest`, `invalid`: `unknown-document`,
   * `unknown-line`, `invalid-body`; `unavailable`/`too-many-views`
   */
  async execute({ word, recordId, body, context }: ViewRecord): Promise<ViewAnswer> {
    const { state } = await this.desk.load(recordId);
    if (state.revision < 0) throw new Refusal('not-found', 'unknown-record');
    const commandHash = commandHashOf(this.sealer, word, { recordId, body });
    const events = await this.views.eventsOf(recordId);
    const shownId = derivedId('shown', context.commandId);
    const earlier = earlierRun(events, shownId, commandHash);
    if (earlier !== undefined) return { recordId, open: true, position: earlier.position };
    const actor = actingAs(await this.directory.current(), context.userId, this.clock.now());
    const run = commandMetadata(context, actor, commandHash);
    if (body.hidden === true) return told(recordId, await this.viewings.hide(recordId, body.digest, run));
    const screen = this.onScreen(state, body);
    const standing = await this.viewings.sign(screen, run);
    return told(recordId, { ...standing, ...(await this.shown(events, screen, standing.begun, run)) });
  }

  /** The record's side of a view: when it begins, or later if the process died in between. */
  private async shown(
    events: readonly Recorded[],
    screen: OnScreen,
    view: Revision | undefined,
    run: CommandMetadata,
  ): Promise<{ position?: Position }> {
    const own = events.filter(({ actor }) => actor.userId === run.actor.userId);
    if (view === undefined || viewsIn(own).includes(view)) return {};
    const { position } = await this.log.append(
      viewsStream(screen.recordId),
      'any',
      [{ type: 'submission-shown', data: { ...screen, view } }],
      asPartOf(run, 'shown'),
    );
    return { position };
  }

  private onScreen(state: RecordState, { line, digest, documents = [] }: ViewRecordBody): OnScreen {
    if (line === undefined || digest === undefined) {
      const missing = Object.entries({ line, digest }).filter(([, value]) => value === undefined);
      throw new Refusal('invalid', 'invalid-body', { errors: missing.map(([name]) => ({ pointer: `/${name}`, code: 'wrong-value' })) });
    }
    this.mustBeKinds(documents);
    if (digestOfLine(state, this.type, line) !== digest) throw new Refusal('conflict', 'stale-digest');
    return { recordId: state.recordId, line, digest, documents: together(documents) };
  }

  private mustBeKinds(documents: readonly string[]): void {
    const kinds = this.type.documents.map(({ kind }) => kind);
    const params = { allowed: kinds.join(', ') };
    const errors = documents.flatMap((kind, index) =>
      kinds.includes(kind) ? [] : [{ pointer: `/documents/${index}`, code: 'unknown-document', params }],
    );
    if (errors.length > 0) throw new Refusal('invalid', 'unknown-document', { params, errors });
  }
}

function told(recordId: string, { begun, position }: Standing): ViewAnswer {
  return { recordId, open: begun !== undefined, ...(position !== undefined && { position }) };
}

/** The digest that a line's running submission has, or the joint one. @throws Refusal `invalid`/`unknown-line` */
function digestOfLine(state: RecordState, type: RecordType, line: string): string | undefined {
  if (line === JOINT) return jointDigest(state, type);
  if (!type.lines.some(({ name }) => name === line)) {
    throw new Refusal('invalid', 'unknown-line', {
      params: { line },
      errors: [{ pointer: '/line', code: 'unknown-line', params: { line } }],
    });
  }
  return state.lines[line]?.submission?.digest;
}
