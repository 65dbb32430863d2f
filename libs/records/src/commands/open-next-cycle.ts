import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsString } from 'class-validator';
import type { RecordCommand, RecordState } from '#verification';
import { RecordWork } from '../record-command.js';
import { RecordDesk } from '../record-desk.js';
import { checkedCycle, partsOf, recordIdOf } from '../record-id.js';
import type { CommandAnswer, CommandContext } from './answer.js';

export class OpenNextCycleBody {
  @IsString() cycle: string;
}

/** Opens the next cycle's record from this year's approved one (动态调整). `recordId` names this year's. */
export class OpenNextCycle extends Command<CommandAnswer> {
  constructor(
    readonly recordId: string,
    readonly body: OpenNextCycleBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** The same on the new record, once the previous one is loaded. */
class OpenFrom extends RecordWork<OpenNextCycleBody> {
  constructor(
    recordId: string,
    { body, context }: OpenNextCycle,
    private readonly previous: RecordState,
  ) {
    super(recordId, body, context);
  }

  decision(): RecordCommand {
    return { kind: 'open-next-cycle', recordId: this.recordId, cycle: this.body.cycle, previous: this.previous };
  }
}

@CommandHandler(OpenNextCycle)
export class OpenNextCycleHandler implements ICommandHandler<OpenNextCycle> {
  constructor(private readonly desk: RecordDesk) {}

  async execute(command: OpenNextCycle): Promise<CommandAnswer> {
    const { studentId } = partsOf(command.recordId);
    const cycle = checkedCycle(command.body.cycle);
    const { state } = await this.desk.load(command.recordId);
    return this.desk.work(new OpenFrom(recordIdOf(studentId, cycle), command, state));
  }
}
