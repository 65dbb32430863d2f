import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBoolean, IsInt, IsOptional, Min } from 'class-validator';
import { Note, Refusal, type Actor, type Position } from '#kernel';
import { commandHashOf, commandMetadata, type Clock, type Commanded, type EventLog } from '#event-store';
import type { Directory, DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { DecideDisagreement, DecideDisagreementBody, readBody, RecordDesk, recordNamedBy } from '#records';
import { actorOf } from '#verification';
import type { FindingContent, FindingDecided } from '../events.js';
import { decidingAppointment, decidingLines } from '../findings/deciders.js';
import { detailOf } from '../findings/detail.js';
import { Remedies, type StoredDecision } from '../findings/remedies.js';
import { TAKE_FOUND, type FindingStatus, type Proposal } from '../model/finding.js';
import type { FindingTableRow } from '../projections/tables.js';
import { RostersView } from '../projections/rosters-view.js';
import { Reconciler } from '../reconciling/reconciler.js';
import { findingStream } from '../streams.js';

export class DecideFindingBody {
  /** Number of the proposal that is accepted. */
  @IsOptional() @IsInt() @Min(1) accept?: number;
  /** None of the proposals is right, and it stays as it is. */
  @IsOptional() @IsBoolean() reject?: boolean;
  @Note() reason: string;
}

export interface DecideContext extends Commanded {
  readonly userId: string;
}

export interface FindingAnswer {
  readonly findingId: string;
  readonly status: FindingStatus;
  /** Records that it changed. */
  readonly records: readonly string[];
  readonly events: number;
  readonly position?: Position;
}

/** A named person decides a finding: one proposal, or none. What follows for records is done at once, and again until it is done. */
export class DecideFinding extends Command<FindingAnswer> {
  readonly word = 'DecideFinding';

  constructor(
    readonly findingId: string,
    readonly body: DecideFindingBody,
    readonly context: DecideContext,
  ) {
    super();
  }
}

@CommandHandler(DecideFinding)
export class DecideFindingHandler implements ICommandHandler<DecideFinding> {
  constructor(
    private readonly view: RostersView,
    private readonly remedies: Remedies,
    private readonly reconciler: Reconciler,
    private readonly desk: RecordDesk,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /**
   * @throws Refusal `not-found`/`unknown-finding`, `conflict`: `finding-decided`, `finding-closed`; `forbidden`/`not-its-decider`,
   * `invalid`: `accept-or-reject`, `no-such-proposal`; `stale`/`finding-changed`; and what the record refuses
   */
  async execute(command: DecideFinding): Promise<FindingAnswer> {
    const recordId = recordNamedBy(command.findingId);
    if (recordId !== undefined) return this.decideVisit(recordId, command);
    await this.view.catchUp();
    const row = await this.mustFind(command.findingId);
    const repeated = this.earlier(row, command);
    const decided = repeated ? 0 : await this.decide(row, command);
    await this.view.catchUp();
    return this.follow(await this.mustFind(command.findingId), decided);
  }

  /** What a visit found otherwise is decided in the record's own stream, by the engine's rules. */
  private async decideVisit(recordId: string, { findingId, body, context }: DecideFinding): Promise<FindingAnswer> {
    const accept = accepted(body, [TAKE_FOUND]);
    const asFound = accept === undefined ? {} : { asFound: true };
    const decision = readBody(DecideDisagreementBody, { disagreementId: findingId, ...asFound, reason: body.reason });
    const { events, position } = await this.desk.work(new DecideDisagreement(recordId, decision, context));
    const status = accept === undefined ? 'rejected' : 'accepted';
    return { findingId, status, records: [recordId], events, ...(position !== undefined && { position }) };
  }

  /** Carries out what is decided, and looks at everybody again whom it concerns. */
  private async follow(row: FindingTableRow, decided: number): Promise<FindingAnswer> {
    const applied = row.applied === 1 ? await this.remedies.applied(row) : await this.remedies.apply(row);
    const people = peopleConcerned(row);
    const reconciled = await this.reconciler.run(row.cycle, { people });
    const position = reconciled.position ?? (await this.log.head());
    return {
      findingId: row.finding_id,
      // Its cause may have gone since: whoever decided is answered what they decided.
      status: (JSON.parse(row.decision ?? '{}') as StoredDecision).decision,
      records: applied.records,
      events: decided + applied.events + reconciled.events,
      position,
    };
  }

  private async mustFind(findingId: string): Promise<FindingTableRow> {
    const row = await this.view.finding(findingId);
    if (row === undefined) throw new Refusal('not-found', 'unknown-finding');
    return row;
  }

  /** Whether this very command has decided it before. */
  private earlier(row: FindingTableRow, command: DecideFinding): boolean {
    if (row.decision === null || row.status === 'open') {
      if (row.status === 'closed') throw new Refusal('conflict', 'finding-closed');
      return false;
    }
    const { commandId, commandHash } = JSON.parse(row.decision) as StoredDecision;
    if (commandId !== command.context.commandId) throw new Refusal('conflict', 'finding-decided');
    if (commandHash !== this.hashOf(command)) throw new Refusal('invalid', 'command-reused');
    return true;
  }

  private async decide(row: FindingTableRow, command: DecideFinding): Promise<number> {
    const { body, context } = command;
    const proposal = chosen(row, body);
    const directory = await this.directory.current();
    const actor = this.decider(row, context.userId, directory);
    if (proposal !== undefined) await this.remedies.rehearse(row, proposal, context.userId);
    const data: FindingDecided = {
      decision: proposal === undefined ? 'rejected' : 'accepted',
      ...(proposal !== undefined && { proposal: proposal.number }),
      reason: body.reason,
    };
    const commandHash = this.hashOf(command);
    const metadata = commandMetadata(context, actor, commandHash);
    try {
      await this.log.append(findingStream(row.finding_id), row.revision, [{ type: 'finding-decided', data }], metadata);
      return 1;
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'conflict') throw new Refusal('stale', 'finding-changed');
      throw error;
    }
  }

  /** The officer of a department concerned; about who somebody is, the public security's; the county's approver for all. */
  private decider(row: FindingTableRow, userId: string, directory: Directory): Actor {
    const lines = decidingLines(row.content);
    const appointment = decidingAppointment(lines, userId, directory, this.clock.now());
    if (appointment === undefined) throw new Refusal('forbidden', 'not-its-decider', { params: { lines: lines.join(', ') } });
    return actorOf(appointment, directory);
  }

  private hashOf({ word, findingId, body }: DecideFinding): string {
    return commandHashOf(this.sealer, word, { findingId, body });
  }
}

/** The proposal that is accepted; undefined: it is rejected. */
function chosen(row: FindingTableRow, body: DecideFindingBody): Proposal | undefined {
  const { proposals } = detailOf(row.content);
  const accept = accepted(
    body,
    proposals.map(({ number }) => number),
  );
  return proposals.find(({ number }) => number === accept);
}

/**
 * The number of the proposal that is accepted, of those that there are; undefined: they are rejected.
 * @throws Refusal `invalid`: `accept-or-reject`, `no-such-proposal`
 */
function accepted({ accept, reject }: DecideFindingBody, numbers: readonly number[]): number | undefined {
  if ((accept === undefined) === (reject !== true)) throw new Refusal('invalid', 'accept-or-reject');
  if (accept === undefined || numbers.includes(accept)) return accept;
  throw new Refusal('invalid', 'no-such-proposal', { params: { proposals: numbers.length } });
}

/** The person whom it is about, and everybody to whom a row might have gone. */
function peopleConcerned(row: FindingTableRow): readonly string[] {
  const { idNumber, person } = JSON.parse(row.content) as FindingContent;
  const own = person !== undefined && typeof idNumber?.v === 'string' ? [idNumber.v] : [];
  return [...own, ...detailOf(row.content).proposals.flatMap((proposal) => (proposal.action === 'adopt' ? [proposal.idNumber] : []))];
}
