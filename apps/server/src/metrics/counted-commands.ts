import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { asDiskFull } from '#disk';
import { Refusal, type Catalogue } from '#kernel';
import { CATALOGUE } from '../http/catalogue.js';
import { Metrics } from './metrics.js';

/** What a defect counts as, as it is answered. */
const DEFECT = 'internal-error';

/** Counts what becomes of every command that the bus is given: a publisher of its own would be told of commands and not of their outcome. */
@Injectable()
export class CountedCommands implements OnModuleInit {
  constructor(
    private readonly bus: CommandBus,
    private readonly metrics: Metrics,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  onModuleInit(): void {
    const execute = this.bus.execute.bind(this.bus);
    const counted = (command: ICommand) => (isCheck(command) ? execute(command) : this.counted(wordOf(command), () => execute(command)));
    this.bus.execute = counted as typeof execute;
  }

  /** Does a command and counts how it ended; also for those that are done elsewhere than on the bus. */
  async counted<Answer>(command: string, work: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await work();
      this.metrics.command(command, 'done');
      return answer;
    } catch (error) {
      this.metrics.command(command, this.outcomeOf(asDiskFull(error)));
      throw error;
    }
  }

  /** A code that no catalogue knows is none that labels are made of. */
  private outcomeOf(error: unknown): string {
    return error instanceof Refusal && this.catalogue[error.code] !== undefined ? error.code : DEFECT;
  }
}

/** What is only checked is no attempt. */
function isCheck(command: ICommand): boolean {
  return (command as { readonly context?: { readonly check?: true } }).context?.check === true;
}

function wordOf(command: ICommand): string {
  const { word } = command as { readonly word?: string };
  return word ?? 'unnamed';
}
