import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { RecordDesk, RecordWork, type CommandAnswer } from '#records';
import type { RecordCommand } from '#verification';

export class AppealAttributionBody {
  @IsString() errorId: string;
  @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
}

/** Whoever is to answer for an error appeals against it (责任申诉). */
export class AppealAttribution extends RecordWork<AppealAttributionBody> {
  readonly word = 'AppealAttribution';

  decision(): RecordCommand {
    return { kind: 'appeal-attribution', ...this.body };
  }
}

@CommandHandler(AppealAttribution)
export class AppealAttributionHandler implements ICommandHandler<AppealAttribution> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: AppealAttribution): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
