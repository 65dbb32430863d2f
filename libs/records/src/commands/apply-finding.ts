import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsObject } from 'class-validator';
import { Data, Line, LONGEST_CODE, LONGEST_ID } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import { checkedValues, sealAll, type PlainValues, type Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class ApplyFindingBody {
  @Line(LONGEST_ID) findingId: string;
  @Line(LONGEST_CODE) section: string;
  @IsObject() @Data() values: PlainValues;
}

/** A decided finding sets values of one section; whoever decided it is their introducer. */
export class ApplyFinding extends RecordWork<ApplyFindingBody> {
  readonly word = 'ApplyFinding';

  decision(seal: Seal): RecordCommand {
    return {
      kind: 'apply-finding',
      findingId: this.body.findingId,
      section: this.body.section,
      values: sealAll(checkedValues(this.body.values), seal),
    };
  }
}

@CommandHandler(ApplyFinding)
export class ApplyFindingHandler implements ICommandHandler<ApplyFinding> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: ApplyFinding): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
