import type { Countersign, Opening } from './countersign.js';
import type { CommonOptions } from './options.js';

/**
 * Opens the data directory, does the work, closes it; a refusal is printed and sets the exit code. The program is loaded only now, so that help
 * does not wait for it: modules of commands import nothing else of it but types.
 */
export async function withCountersign(options: CommonOptions, work: (app: Countersign) => Promise<void>, opening?: Opening): Promise<void> {
  const { openedFor } = await import('./countersign.js');
  await openedFor(options, work, opening);
}
