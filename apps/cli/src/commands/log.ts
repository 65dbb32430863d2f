import type { Command as Program } from 'commander';
import { Refusal } from '#kernel';
import { withCountersign } from '../countersign.js';
import type { CommonOptions } from '../options.js';
import { words } from '../words.js';

const LONGEST_REASON = 500;

/** What an operator does with the log as a whole. */
export function logCommands(program: Program): void {
  const log = program.command('log').description('the log as a whole | 日志');
  log
    .command('renew')
    .description('go on with a log that was restored from a backup, under a new name; views are made anew | 以恢复的备份继续')
    .option('--reason <text>', 'why; it stands in the log')
    .action(async (_flags, command: Program) => {
      const { reason = '', ...options } = command.optsWithGlobals<CommonOptions & { reason?: string }>();
      const renew = reason.trim();
      await withCountersign(
        options,
        async ({ runtime, printer }) => {
          await runtime.runner.rebuild();
          const { storeId, formerly } = runtime.origin;
          printer.one({ storeId, formerly }, () => words(options.lang).renewed(storeId));
        },
        { renew, check: () => mustBeReason(renew) },
      );
    });
}

/** @throws Refusal `invalid`/`no-reason` */
function mustBeReason(reason: string): void {
  if (reason === '' || reason.length > LONGEST_REASON) throw new Refusal('invalid', 'no-reason');
}
