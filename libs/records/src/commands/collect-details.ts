import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsObject, IsOptional } from 'class-validator';
import { Data, Line, LONGEST_CODE, Words } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import { checkedValues, sealAll, type PlainValues, type Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class CollectDetailsBody {
  @Line(LONGEST_CODE) section: string;
  @IsObject() @Data() values: PlainValues;
  /** The visit, document or statement that they come from. */
  @IsOptional() @Words(200) source?: string;
}

/** Collects values of one section (采集). */
export class CollectDetails extends RecordWork<CollectDetailsBody> {
  readonly word = 'CollectDetails';

  decision(seal: Seal): RecordCommand {
    return {
      kind: 'collect',
      section: this.body.section,
      values: sealAll(checkedValues(this.body.values), seal),
      source: { kind: 'collected', ...(this.body.source === undefined ? {} : { reference: this.body.source }) },
    };
  }
}

@CommandHandler(CollectDetails)
export class CollectDetailsHandler implements ICommandHandler<CollectDetails> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: CollectDetails): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
