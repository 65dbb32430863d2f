import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Actor, type Json, type Recorded } from '#kernel';
import { commandHashOf, isConflict, sameRun, type Clock, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { decide, type RecordCommand, type RecordState, type RecordType, type World } from '#verification';
import type { CommandAnswer } from './commands/answer.js';
import { AttributionPasts } from './attribution-pasts.js';
import { IdentityClaims } from './identity-claims.js';
import { IdentityContests } from './identity-contests.js';
import { RecentRecords, type LoadedRecord } from './recent-records.js';
import type { RecordWork } from './record-command.js';
import { partsOf, recordIdOf, recordStream } from './record-id.js';
import { RefusedAttempts } from './refused-attempts.js';
import { asWritten, type Seal } from './values.js';

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
    private readonly identities: IdentityClaims,
    private readonly contests: IdentityContests,
    private readonly refusals: RefusedAttempts,
    private readonly pasts: AttributionPasts,
  ) {}

  /**
   * Works one command.
   * @throws Refusal what the engine refuses; `stale`/`stale-revision` if `ifRevision` is not the record's; `invalid`/`command-reused` if the
   * commandId was used for another body.
   */
  async work(command: RecordWork): Promise<CommandAnswer> {
    try {
      return (await this.workAsKnown(command)) ?? (await this.workAsRead(command));
    } catch (error) {
      const refusal = isConflict(error)
        ? new Refusal('stale', 'stale-revision', { params: { current: error.params.actual ?? '' } })
        : error;
      if (refusal instanceof Refusal) await this.refusals.keep(command, refusal);
      throw refusal;
    }
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

  /**
   * Decides on the record as this process saw it last, without asking the log. @returns undefined where the log has to be asked: the record
   * is not known, nothing was appended, or an identity would be claimed before an append could prove that the record is as it was
   */
  private async workAsKnown(command: RecordWork): Promise<CommandAnswer | undefined> {
    const known = this.recent.known(recordStream(command.recordId));
    const { identityField } = this.type;
    if (known === undefined || (identityField !== undefined && command.identity(identityField) !== undefined)) return undefined;
    try {
      const answer = await this.decideAndAppend(command, known);
      return answer.events > 0 ? answer : undefined;
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'unavailable') return undefined;
      throw error;
    }
  }

  private async workAsRead(command: RecordWork): Promise<CommandAnswer> {
    const work = async () => this.decideAndAppend(command, await this.load(command.recordId));
    return work().catch((error: unknown) => {
      if (isConflict(error)) return work();
      throw error;
    });
  }

  private async decideAndAppend(command: RecordWork, { state, runs, position }: LoadedRecord): Promise<CommandAnswer> {
    const { recordId, context } = command;
    const { studentId } = partsOf(recordId);
    const stream = recordStream(recordId);
    const commandHash = commandHashOf(this.sealer, command.constructor.name, { recordId, body: command.body });
    const earlier = sameRun(runs.get(context.commandId), commandHash);
    if (earlier !== undefined) return { recordId, revision: earlier.revision, position: earlier.position, events: 0 };
    if (context.ifRevision !== undefined && context.ifRevision !== state.revision) {
      throw new Refusal('stale', 'stale-revision', { params: { current: state.revision } });
    }
    const asked = await this.sealed(command, studentId);
    const past = await this.pasts.neededFor(asked, state, () => this.eventsOf(recordId));
    const decision = decide(state, asked, { ...(await this.world(context.userId)), ...past });
    if (decision.events.length === 0) return { recordId, revision: state.revision, position, events: 0 };
    const before = await this.claimIdentity(command, state, studentId, decision.actor);
    const { commandId } = context;
    const metadata = {
      actor: decision.actor,
      commandId,
      commandHash,
      correlationId: context.correlationId ?? commandId,
      causationId: commandId,
    };
    const appended = await this.log.append(stream, state.revision < 0 ? 'no-stream' : state.revision, decision.events, metadata);
    this.recent.appended(stream, appended.events(), { ...appended, commandId, commandHash });
    if (before !== undefined) await this.identities.supersede(before, studentId, decision.actor, context.commandId);
    return { recordId, revision: appended.revision, position: appended.position, events: appended.repeated ? 0 : decision.events.length };
  }

  private async sealed(command: RecordWork, studentId: string): Promise<RecordCommand> {
    await this.sealer.ensureKeys([studentId]);
    const seal: Seal = (value, field) => this.sealer.seal(studentId, field === undefined ? value : asWritten(this.type, field, value));
    return command.decision(seal);
  }

  private async world(userId: string): Promise<World> {
    return { now: this.clock.now(), type: this.type, staffing: await this.directory.current(), userId };
  }

  /** The new identity is claimed before the record changes; the answer is the old one, to be marked superseded afterwards. */
  private async claimIdentity(command: RecordWork, state: RecordState, studentId: string, actor: Actor): Promise<string | undefined> {
    const field = this.type.identityField;
    const typed = field === undefined ? undefined : command.identity(field);
    if (field === undefined || typeof typed !== 'string') return undefined;
    const value = asWritten(this.type, field, typed);
    if (typeof value !== 'string') return undefined;
    const before: Json | undefined = state.fields[field]?.v;
    if (before === value) return undefined;
    const holder = await this.identities.claimFor(value, studentId, command.context);
    if (holder !== studentId) await this.takeOver(value, holder, { command, studentId, actor });
    return typeof before === 'string' ? before : undefined;
  }

  /**
   * A number that another student bears is free if people have decided that this is the same student: the other's record of the cycle is
   * closed as a duplicate of this one. Otherwise that is what they must decide.
   * @throws Refusal `conflict`/`identity-taken`
   */
  private async takeOver(
    identity: string,
    holder: string,
    { command: { recordId, context }, studentId, actor }: { command: RecordWork; studentId: string; actor: Actor },
  ): Promise<void> {
    const events = await this.eventsOf(recordIdOf(holder, partsOf(recordId).cycle));
    const closed = events.findLast(({ type }) => type === 'record-closed')?.data as { duplicateOf?: string } | undefined;
    if (closed?.duplicateOf === recordId) return this.identities.handOver(identity, holder, studentId, actor, context);
    await this.contests.keep(recordId, identity, holder, actor, context);
    throw new Refusal('conflict', 'identity-taken');
  }
}
