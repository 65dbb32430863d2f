import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { derivedId, Line, LONGEST_CODE, Note, Refusal } from '#kernel';
import type { RecordCommand } from '#verification';
import { IdentityClaims } from '../identity-claims.js';
import { RecordWork } from '../record-command.js';
import { RecordDesk } from '../record-desk.js';
import { checkedCycle, partsOf, recordIdOf } from '../record-id.js';
import type { CommandAnswer, CommandContext } from './answer.js';

export class OpenRecordBody {
  @Line(LONGEST_CODE) cycle: string;
  /** The student's ID number, if there is a usable one. */
  @IsOptional() @Line(LONGEST_CODE) idNumber?: string;
  /** Why a record is opened without a usable ID number; a named person decides that. */
  @IsOptional() @Note() reason?: string;
}

/** Opens a record by hand. Its id comes from the student's identity claim, so two people cannot open the same one twice. */
export class OpenRecord extends Command<CommandAnswer> {
  constructor(
    readonly body: OpenRecordBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** The same, once the student is known. */
class OpenIdentified extends RecordWork<OpenRecordBody> {
  decision(): RecordCommand {
    const { studentId: subjectId, cycle } = partsOf(this.recordId);
    return {
      kind: 'open',
      recordId: this.recordId,
      subjectId,
      cycle,
      ...(this.body.reason === undefined ? {} : { reason: this.body.reason }),
    };
  }
}

@CommandHandler(OpenRecord)
export class OpenRecordHandler implements ICommandHandler<OpenRecord> {
  constructor(
    private readonly desk: RecordDesk,
    private readonly identities: IdentityClaims,
  ) {}

  async execute({ body, context }: OpenRecord): Promise<CommandAnswer> {
    const cycle = checkedCycle(body.cycle);
    return this.desk.work(new OpenIdentified(recordIdOf(await this.studentOf(body, context), cycle), body, context));
  }

  private async studentOf(body: OpenRecordBody, context: CommandContext): Promise<string> {
    if (body.idNumber !== undefined) return (await this.identities.claim(body.idNumber, context)).studentId;
    if (body.reason === undefined)
      throw new Refusal('invalid', 'reason-needed', { errors: [{ pointer: '/reason', code: 'reason-needed' }] });
    // The same command again must find the same student.
    return derivedId('student', context.userId, context.commandId);
  }
}
