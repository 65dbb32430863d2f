import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_CODE, Refusal } from '#kernel';
import type { RecordCommand, RecordState } from '#verification';
import { RecordWork } from '../record-command.js';
import { RecordDesk } from '../record-desk.js';
import { checkedCycle, partsOf, recordIdOf } from '../record-id.js';
import type { CommandAnswer, CommandContext } from './answer.js';

export class OpenNextCycleBody {
  @Line(LONGEST_CODE) cycle: string;
}

/** Opens the next cycle's record from this year's approved one (动态调整). `recordId` names this year's. */
export class OpenNextCycle extends Command<CommandAnswer> {
  readonly word = 'OpenNextCycle';

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
  readonly word = 'OpenFrom';

  constructor(
    recordId: string,
    { body, context }: Pick<OpenNextCycle, 'body' | 'context'>,
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

  /** @throws Refusal `stale`/`stale-revision` if `ifRevision` is not that of this year's record */
  async execute(command: OpenNextCycle): Promise<CommandAnswer> {
    const { studentId } = partsOf(command.recordId);
    const cycle = checkedCycle(command.body.cycle);
    const next = recordIdOf(studentId, cycle);
    const { state } = await this.desk.load(command.recordId);
    await this.mustBeCurrent(state, next, command);
    const { ifRevision: _ofThisYear, ...context } = command.context;
    return this.desk.work(new OpenFrom(next, { ...command, context }, state));
  }

  /** What was done before is answered as then, however this year's record has gone on. */
  private async mustBeCurrent(state: RecordState, next: string, { context: { ifRevision, commandId } }: OpenNextCycle): Promise<void> {
    if (ifRevision === undefined || ifRevision === state.revision) return;
    if ((await this.desk.load(next)).runs.has(commandId)) return;
    throw new Refusal('stale', 'stale-revision', { params: { current: state.revision } });
  }
}
