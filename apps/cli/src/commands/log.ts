import type { Command as Program } from 'commander';
import type { CommonOptions } from '../options.js';
import { withCountersign } from '../with-countersign.js';
import { words } from '../words.js';

/** What an operator does with the log as a whole. */
export function logCommands(program: Program): void {
  const log = program.command('log').description('the log as a whole | 日志');
  log
    .command('renew')
    .description('go on with a log that was restored from a backup, under a new name; views are made anew | 以恢复的备份继续')
    .option('--reason <text>', 'why; it stands in the log')
    .action(async (_flags, command: Program) => {
      const { reason = '', ...options } = command.optsWithGlobals<CommonOptions & { reason?: string }>();
      await withCountersign(
        options,
        async ({ runtime, printer }) => {
          await runtime.runner.rebuild();
          const { storeId, formerly } = runtime.origin;
          printer.one({ storeId, formerly }, () => words(options.lang).renewed(storeId));
        },
        { renew: reason },
      );
    });
}
