import { Refusal } from '#kernel';
import { mustBeTypeable } from '#records';
import { allMessages } from '../../composition/src/countersign.module.js';
import type { CommonOptions } from './options.js';
import { exitCodeOf, Printer } from './printer.js';

/** Ends the program, with what is wrong, where an option or argument holds what no text of a command may hold. */
export function refuseUntypeable(options: CommonOptions, args: readonly string[]): void {
  try {
    mustBeTypeable({ ...options, arguments: args });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    new Printer(options, allMessages).refusal(error);
    process.exit(exitCodeOf(error));
  }
}
