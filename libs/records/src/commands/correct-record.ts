import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsObject } from 'class-validator';
import { Data, Line, LONGEST_ID } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import { checkedValues, sealAll, type PlainValues, type Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class CorrectRecordBody {
  @Line(LONGEST_ID) errorId: string;
  @IsObject() @Data() values: PlainValues;
}

/** Corrects a value that a confirmed error names, and sends its line up again (更正). */
export class CorrectRecord extends RecordWork<CorrectRecordBody> {
  readonly word = 'CorrectRecord';

  override get errorId(): string {
    return this.body.errorId;
  }

  decision(seal: Seal): RecordCommand {
    return { kind: 'correct', errorId: this.body.errorId, values: sealAll(checkedValues(this.body.values), seal) };
  }
}

@CommandHandler(CorrectRecord)
export class CorrectRecordHandler implements ICommandHandler<CorrectRecord> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: CorrectRecord): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
