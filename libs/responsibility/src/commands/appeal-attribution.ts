import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_ID, Note } from '#kernel';
import { RecordDesk, RecordWork, type CommandAnswer } from '#records';
import type { RecordCommand } from '#verification';

export class AppealAttributionBody {
  @Line(LONGEST_ID) errorId: string;
  @Note() reason: string;
}

/** Whoever is to answer for an error appeals against it (责任申诉). */
export class AppealAttribution extends RecordWork<AppealAttributionBody> {
  readonly word = 'AppealAttribution';

  override get errorId(): string {
    return this.body.errorId;
  }

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
