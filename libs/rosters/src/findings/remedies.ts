import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { derivedId, Refusal, type Actor, type Json, type Position } from '#kernel';
import type { Clock, EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { ApplyFinding, CloseRecord, RecordDesk, type CommandAnswer } from '#records';
import { decide, type RecordType } from '#verification';
import type { FindingContent, FindingDecided } from '../events.js';
import type { Proposal } from '../model/finding.js';
import type { FindingTableRow } from '../projections/tables.js';
import { RostersView } from '../projections/rosters-view.js';
import { findingStream } from '../streams.js';
import { detailOf } from './detail.js';

/** What a remedy may ask of a record. */
type RecordRemedy = ApplyFinding | CloseRecord;

/** A decision as the view holds it. */
export interface StoredDecision extends FindingDecided {
  readonly by: Actor;
  readonly time: string;
  readonly commandId: string;
  readonly commandHash: string;
}

export interface Applied {
  readonly records: readonly string[];
  readonly events: number;
  readonly position?: Position;
}

const NOTHING: Applied = { records: [], events: 0 };

/** Carries out what was decided on findings. The decision stands first; carrying it out may be repeated until it is done. */
@Injectable()
export class Remedies {
  constructor(
    private readonly commands: CommandBus,
    private readonly records: RecordDesk,
    private readonly view: RostersView,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** Finishes what a killed process has left: decided, but not carried out. What a record refuses now stays to be done. */
  async finishPending(cycle: string): Promise<Applied> {
    const rows = await this.view.db
      .selectFrom('finding')
      .selectAll()
      .where('cycle', '=', cycle)
      .where('status', '=', 'accepted')
      .where('applied', '=', 0)
      .execute();
    let events = 0;
    let position: Position | undefined;
    for (const row of rows) {
      const applied = await this.apply(row).catch((error: unknown) => {
        if (error instanceof Refusal) return NOTHING;
        throw error;
      });
      events += applied.events;
      position = applied.position ?? position;
    }
    if (rows.length > 0) await this.view.catchUp();
    return { records: [], events, ...(position !== undefined && { position }) };
  }

  /**
   * Asks the record whether it would take what a proposal does.
   * @throws Refusal what the engine refuses
   */
  async rehearse(row: FindingTableRow, proposal: Proposal, userId: string): Promise<void> {
    const command = await this.commandFor(row, proposal, userId);
    if (command === undefined) return;
    const { state } = await this.records.load(command.recordId);
    await this.sealer.ensureKeys([state.subjectId]);
    const world = { now: this.clock.now(), type: this.type, staffing: await this.directory.current(), userId };
    decide(
      state,
      command.decision((value: Json) => this.sealer.seal(state.subjectId, value)),
      world,
    );
  }

  /** Carries out the accepted proposal of a decided finding. @throws Refusal what the engine refuses */
  async apply(row: FindingTableRow): Promise<Applied> {
    const decision = JSON.parse(row.decision ?? '{}') as StoredDecision;
    const proposal = detailOf(row.content).proposals.find(({ number }) => number === decision.proposal);
    const command = proposal === undefined ? undefined : await this.commandFor(row, proposal, decision.by.userId);
    const answer = command === undefined ? undefined : await this.commands.execute<RecordRemedy, CommandAnswer>(command);
    const commandId = derivedId('finding-applied', row.finding_id, decision.commandId);
    const records = answer === undefined ? [] : [answer.recordId];
    const { position, repeated } = await this.log.append(
      findingStream(row.finding_id),
      row.revision,
      [{ type: 'finding-applied', data: { records } }],
      { actor: decision.by, commandId, commandHash: row.fingerprint, correlationId: decision.commandId, causationId: decision.commandId },
    );
    return { records, events: (answer?.events ?? 0) + (repeated ? 0 : 1), position };
  }

  /** What has been carried out already of a decided finding. */
  async applied({ finding_id: findingId }: FindingTableRow): Promise<Applied> {
    const events = await this.log.readStream(findingStream(findingId));
    const last = events.findLast(({ type }) => type === 'finding-applied');
    return last === undefined ? NOTHING : { ...(last.data as Pick<Applied, 'records'>), events: 0, position: last.position };
  }

  /** What a proposal asks of a record; undefined: nothing, or there is no record that it could be asked of. */
  private async commandFor(row: FindingTableRow, proposal: Proposal, userId: string): Promise<RecordRemedy | undefined> {
    const context = { userId, commandId: derivedId('finding', row.finding_id, String(proposal.number), String(row.revision)) };
    if (proposal.action === 'close-duplicate') {
      const { recordId, duplicateOf } = proposal;
      return new CloseRecord(recordId, { reason: 'duplicate', duplicateOf }, context);
    }
    if (proposal.action !== 'set' && proposal.action !== 'remove-category') return undefined;
    const { person, cycle } = JSON.parse(row.content) as FindingContent;
    const { record } = person === undefined ? {} : await this.view.recordOf(person, cycle);
    if (record === undefined || record.closed === 1) return undefined;
    const body = proposal.action === 'set' ? proposal : await this.without(record.record_id, proposal.category);
    if (body === undefined) return undefined;
    return new ApplyFinding(record.record_id, { findingId: row.finding_id, section: body.section, values: body.values }, context);
  }

  /** The record's categories without one; undefined if it does not have that one. */
  private async without(recordId: string, category: string): Promise<{ section: string; values: Record<string, Json> } | undefined> {
    const { state } = await this.records.load(recordId);
    const categories = state.fields['categories']?.v;
    if (!Array.isArray(categories) || !categories.includes(category)) return undefined;
    return { section: 'poverty', values: { categories: categories.filter((one) => one !== category) } };
  }
}
