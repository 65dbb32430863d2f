import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Json, type Recorded } from '#kernel';
import { commandHashOf, commandMetadata, isConflict, sameRun, type Clock, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { decide, type Decision, type RecordCommand, type RecordState, type RecordType, type World } from '#verification';
import type { CommandAnswer, CommandContext } from './commands/answer.js';
import { AttributionPasts } from './attribution-pasts.js';
import { IdentityBearers } from './identity-bearers.js';
import { RecentRecords, type LoadedRecord } from './recent-records.js';
import type { RecordWork } from './record-command.js';
import { partsOf, recordStream } from './record-id.js';
import { evolved } from './evolved.js';
import { RefusedAttempts } from './refused-attempts.js';
import { asWritten, type Seal } from './values.js';
import { Viewings } from './viewings.js';

/**
 * Where commands on records are worked: load the stream, fold it, decide, append with the revision that was read; on a conflict once more
 * from the start, then the conflict is the answer. A record that was loaded lately is first decided on as it was then: if the append takes
 * place, nobody had written since; if not, whatever was found there counts for nothing.
 */
@Injectable()
export class RecordDesk {
  private readonly recent = new RecentRecords();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly bearers: IdentityBearers,
    private readonly refusals: RefusedAttempts,
    private readonly pasts: AttributionPasts,
    private readonly viewings: Viewings,
  ) {}

  /**
   * Works one command, or only checks it if its context says so.
   * @throws Refusal what the engine refuses; `stale`/`stale-revision` if `ifRevision` is not the record's; `invalid`/`command-reused` if the
   * commandId was used for another body.
   */
  async work(command: RecordWork): Promise<CommandAnswer> {
    return this.attempt(command).catch((error: unknown) => this.refuse(command, error));
  }

  /** As {@link work}; what is refused is kept only if whoever asks has it {@link refuse}d. */
  async attempt(command: RecordWork): Promise<CommandAnswer> {
    try {
      if (command.context.check === true) return await this.check(command);
      const answer = (await this.workAsKnown(command)) ?? (await this.workAsRead(command));
      if (command.endsView && answer.position !== undefined) await this.viewings.decided(command.context, answer.position);
      return answer;
    } catch (error) {
      throw isConflict(error) ? new Refusal('stale', 'stale-revision', { params: { current: error.params.actual ?? '' } }) : error;
    }
  }

  /** Keeps that a command was refused, and refuses it. */
  async refuse(command: RecordWork, error: unknown): Promise<never> {
    if (error instanceof Refusal && command.context.check !== true) await this.refusals.keep(command, error);
    throw error;
  }

  /** The record as its stream makes it now; `revision` -1 if there is none. */
  async load(recordId: string): Promise<LoadedRecord> {
    const stream = recordStream(recordId);
    return this.recent.load(stream, (from) => this.log.readStream(stream, { from }));
  }

  /** All events of the record, from the first one on. */
  eventsOf(recordId: string): Promise<readonly Recorded[]> {
    return this.log.readStream(recordStream(recordId));
  }

  /** Decides on the record as its stream makes it, and appends nothing. */
  private async check(command: RecordWork): Promise<CommandAnswer> {
    const { recordId, context } = command;
    const { state, position } = await this.load(recordId);
    mustBeUpon(state, context);
    const world = await this.world(context.userId);
    // A student of whom there is no record has no keys, and gets none for a question.
    const asked = state.revision < 0 ? command.decision(this.written) : command.decision(this.sealing(recordId));
    const { events, actor } = await this.decided(asked, state, world, recordId);
    await this.bearers.mustBeFree({ recordId, state, events, actor, context });
    const after = evolved(state, events, { commandId: context.commandId, actor, time: world.now });
    const warnings = this.type.warnings(after, { staffing: world.staffing, cycle: after.cycle, now: world.now });
    return { recordId, revision: state.revision, position, events: 0, warnings };
  }

  private async decided(asked: RecordCommand, state: RecordState, world: World, recordId: string): Promise<Decision> {
    const past = await this.pasts.neededFor(asked, state, () => this.eventsOf(recordId));
    return decide(state, asked, { ...world, ...past });
  }

  /**
   * Decides on the record as this process saw it last, without asking the log. @returns undefined where the log has to be asked: the record
   * is not known, nothing was appended, or an identity would be claimed before an append could prove that the record is as it was
   */
  private async workAsKnown(command: RecordWork): Promise<CommandAnswer | undefined> {
    const known = this.recent.known(recordStream(command.recordId));
    if (known === undefined) return undefined;
    try {
      const answer = await this.decideAndAppend(command, known, { asRead: false });
      return answer !== undefined && answer.events > 0 ? answer : undefined;
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'unavailable') return undefined;
      throw error;
    }
  }

  private async workAsRead(command: RecordWork): Promise<CommandAnswer> {
    const work = async () => this.decideAndAppend(command, await this.load(command.recordId), { asRead: true });
    return work().catch((error: unknown) => {
      if (isConflict(error)) return work();
      throw error;
    });
  }

  private async decideAndAppend(command: RecordWork, loaded: LoadedRecord, how: { asRead: true }): Promise<CommandAnswer>;
  private async decideAndAppend(command: RecordWork, loaded: LoadedRecord, how: { asRead: false }): Promise<CommandAnswer | undefined>;
  private async decideAndAppend(
    command: RecordWork,
    { state, runs, position }: LoadedRecord,
    { asRead }: { asRead: boolean },
  ): Promise<CommandAnswer | undefined> {
    const { recordId, context } = command;
    const stream = recordStream(recordId);
    const commandHash = commandHashOf(this.sealer, command.word, { recordId, body: command.body });
    const earlier = sameRun(runs.get(context.commandId), commandHash);
    if (earlier !== undefined) return answerOf(command, { revision: earlier.revision, position: earlier.position, events: 0 });
    mustBeUpon(state, context);
    const world = await this.world(context.userId);
    const asked = await this.sealed(command, state, world);
    const decision = await this.decided(asked, state, world, recordId);
    const { errorId, ...decided } = decision;
    if (decided.events.length === 0) return answerOf(command, { revision: state.revision, position, events: 0 }, errorId);
    const change = { recordId, state, ...decided, context };
    if (!asRead && this.bearers.renumbers(change)) return undefined;
    const { commandId } = context;
    const metadata = commandMetadata(context, decision.actor, commandHash);
    const expected = state.revision < 0 ? 'no-stream' : state.revision;
    const appended = await this.bearers.around(change, () => this.log.append(stream, expected, decision.events, metadata));
    this.recent.appended(stream, appended.events(), { ...appended, commandId, commandHash });
    const { revision, position: written, repeated } = appended;
    return answerOf(command, { revision, position: written, events: repeated ? 0 : decision.events.length }, errorId);
  }

  private async sealed(command: RecordWork, state: RecordState, world: World): Promise<RecordCommand> {
    // Of somebody of whom there is no record a key is made once it is known that there will be one.
    if (state.revision < 0) decide(state, command.decision(unsealed), world);
    const { studentId } = partsOf(command.recordId);
    await this.sealer.ensureKeys([studentId]);
    return command.decision(this.sealing(command.recordId));
  }

  private sealing(recordId: string): Seal {
    const { studentId } = partsOf(recordId);
    return (value, field) => this.sealer.seal(studentId, field === undefined ? value : asWritten(this.type, field, value));
  }

  /** Values as they would be sealed. */
  private readonly written: Seal = (value, field) => unsealed(field === undefined ? value : asWritten(this.type, field, value));

  private async world(userId: string): Promise<World> {
    return { now: this.clock.now(), type: this.type, staffing: await this.directory.current(), userId };
  }
}

function answerOf(
  { recordId, errorId: own }: RecordWork,
  done: Pick<CommandAnswer, 'revision' | 'position' | 'events'>,
  errorId = own,
): CommandAnswer {
  return { recordId, ...done, ...(errorId !== undefined && { errorId }) };
}

/** @throws Refusal `not-found`/`unknown-record`; `stale`/`stale-revision` if the record is not as the person had it before them */
function mustBeUpon({ revision }: RecordState, { ifRevision }: CommandContext): void {
  if (ifRevision === undefined || ifRevision === revision) return;
  if (revision < 0) throw new Refusal('not-found', 'unknown-record');
  throw new Refusal('stale', 'stale-revision', { params: { current: revision } });
}

/** For deciding whether something is refused; nothing of it is stored. */
const unsealed: Seal = (v: Json) => ({ c: '', v });
