import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_CODE } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class SubmitLineBody {
  @Line(LONGEST_CODE) line: string;
}

/** Submit (送审): freezes a line and sends it up. */
export class SubmitLine extends RecordWork<SubmitLineBody> {
  readonly word = 'SubmitLine';

  decision(): RecordCommand {
    return { kind: 'submit', line: this.body.line };
  }
}

@CommandHandler(SubmitLine)
export class SubmitLineHandler implements ICommandHandler<SubmitLine> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: SubmitLine): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
