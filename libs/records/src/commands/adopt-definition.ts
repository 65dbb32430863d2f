import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsInt, Min } from 'class-validator';
import { Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class AdoptDefinitionBody {
  @IsInt() @Min(1) version: number;
  @Note() reason: string;
}

/** Moves a record to another version of its workflow definition; what runs is voided. */
export class AdoptDefinition extends RecordWork<AdoptDefinitionBody> {
  readonly word = 'AdoptDefinition';

  decision(): RecordCommand {
    return { kind: 'adopt-definition', ...this.body };
  }
}

@CommandHandler(AdoptDefinition)
export class AdoptDefinitionHandler implements ICommandHandler<AdoptDefinition> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: AdoptDefinition): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
