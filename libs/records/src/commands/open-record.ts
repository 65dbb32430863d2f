import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { derivedId, Line, LONGEST_CODE, Note, Refusal } from '#kernel';
import type { Clock } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, RECORD_TYPE } from '#platform';
import type { RecordCommand, RecordType } from '#verification';
import { IdentityBearers } from '../identity-bearers.js';
import { WrittenIdentities, type ReadIdentity } from '../written-identities.js';
import { mayKnowOf } from '../may-know-of.js';
import { RecordWork } from '../record-command.js';
import { RecordDesk } from '../record-desk.js';
import { checkedCycle, partsOf, recordIdOf } from '../record-id.js';
import { sealAll, type Seal } from '../values.js';
import type { CommandAnswer, CommandContext } from './answer.js';

/** How often it is looked anew for whom a number is, where somebody else claims it at the same moment. */
const ATTEMPTS = 5;

export class OpenRecordBody {
  @Line(LONGEST_CODE) cycle: string;
  /** The student's ID number, if there is a usable one. */
  @IsOptional() @Line(LONGEST_CODE) idNumber?: string;
  /** Why a record is opened without a usable ID number; a named person decides that. */
  @IsOptional() @Note() reason?: string;
}

/** Opens a record by hand. One student has one number, and one record a cycle, however the number is written and whoever opens it. */
export class OpenRecord extends Command<CommandAnswer> {
  readonly word = 'OpenRecord';

  constructor(
    readonly body: OpenRecordBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** The same, once the student is known. */
class OpenIdentified extends RecordWork<OpenRecordBody> {
  readonly word = 'OpenIdentified';

  constructor(
    recordId: string,
    { body, context }: OpenRecord,
    private readonly identity: ReadIdentity | undefined,
  ) {
    super(recordId, body, context);
  }

  decision(seal: Seal): RecordCommand {
    const { studentId: subjectId, cycle } = partsOf(this.recordId);
    return {
      kind: 'open',
      recordId: this.recordId,
      subjectId,
      cycle,
      ...(this.body.reason === undefined ? {} : { reason: this.body.reason }),
      ...(this.identity && { details: { section: this.identity.section, values: sealAll(this.identity.values, seal) } }),
    };
  }
}

@CommandHandler(OpenRecord)
export class OpenRecordHandler implements ICommandHandler<OpenRecord> {
  constructor(
    private readonly desk: RecordDesk,
    private readonly bearers: IdentityBearers,
    private readonly written: WrittenIdentities,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /**
   * @throws Refusal `invalid`: `wrong-cycle`, `reason-needed`, `reason-contradicts-number`, `invalid-values` for what is no ID number; `conflict`: `record-exists`, which
   * names the record to those who may know of it, `identity-ambiguous`; and what the engine refuses
   */
  async execute(command: OpenRecord): Promise<CommandAnswer> {
    const { idNumber, reason } = command.body;
    const cycle = checkedCycle(command.body.cycle);
    if (idNumber === undefined && reason === undefined) {
      throw new Refusal('invalid', 'reason-needed', { errors: [{ pointer: '/reason', code: 'reason-needed' }] });
    }
    if (idNumber !== undefined && reason !== undefined) {
      throw new Refusal('invalid', 'reason-contradicts-number', { errors: [{ pointer: '/reason', code: 'reason-contradicts-number' }] });
    }
    const identity = idNumber === undefined ? undefined : await this.written.read(idNumber, cycle, '/idNumber');
    return this.open(command, cycle, identity);
  }

  private async open(command: OpenRecord, cycle: string, identity: ReadIdentity | undefined): Promise<CommandAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const work = new OpenIdentified(await this.recordFor(command, cycle, identity), command, identity);
      try {
        return await this.desk.attempt(work);
      } catch (error) {
        const taken = error instanceof Refusal && error.code === 'identity-taken';
        if (!taken || attempt === ATTEMPTS) return this.desk.refuse(work, await this.told(error, work));
      }
    }
  }

  /** The record of who bears the number; of a new student, whom the same command again finds, if nobody does. */
  private async recordFor({ context }: OpenRecord, cycle: string, identity: ReadIdentity | undefined): Promise<string> {
    const own = recordIdOf(derivedId('student', context.userId, context.commandId), cycle);
    // What was opened by this very command is the answer, whatever number its student bears by now.
    if (identity === undefined || (await this.desk.load(own)).runs.has(context.commandId)) return own;
    await this.written.mustBeClear(identity);
    const studentId = await this.bearers.studentOf(identity.value, cycle);
    return studentId === undefined ? own : recordIdOf(studentId, cycle);
  }

  private async told(error: unknown, { recordId, context: { userId } }: OpenIdentified): Promise<unknown> {
    if (!(error instanceof Refusal) || error.code !== 'record-exists') return error;
    const [{ state }, staffing] = await Promise.all([this.desk.load(recordId), this.directory.current()]);
    if (!mayKnowOf(state, { type: this.type, staffing, now: this.clock.now(), userId })) return error;
    return new Refusal(error.kind, error.code, { ...error, params: { ...error.params, recordId } });
  }
}
