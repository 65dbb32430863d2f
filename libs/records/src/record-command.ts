import { Command } from '@nestjs/cqrs';
import type { RecordCommand } from '#verification';
import type { CommandAnswer, CommandContext } from './commands/answer.js';
import type { Seal } from './values.js';

/**
 * A command on one record: which record, its body as it was sent, who sends it. Each use case has a subclass that says which decision of
 * the engine it asks for.
 */
export abstract class RecordWork<Body extends object = object> extends Command<CommandAnswer> {
  /** What logs call it, in hashes and refused attempts. It never changes, whatever the class is called. */
  abstract readonly word: string;

  /** Whether it ends what its person has on the screen: they have decided. */
  readonly endsView: boolean = false;

  constructor(
    readonly recordId: string,
    readonly body: Body,
    readonly context: CommandContext,
  ) {
    super();
  }

  /** The error that it is about; undefined: it is about none. Of a report, the error that it makes unless it is known already. */
  get errorId(): string | undefined {
    return undefined;
  }

  /** The engine's command, with every value sealed. */
  abstract decision(seal: Seal): RecordCommand;
}
