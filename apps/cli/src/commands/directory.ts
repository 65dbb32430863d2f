import type { Command as Program } from 'commander';
import { randomUUID } from 'node:crypto';
import { withCountersign } from '../with-countersign.js';
import type { CommonOptions } from '../options.js';

interface ImportOptions extends CommonOptions {
  readonly regions: string;
  readonly schools: string;
  readonly staff: string;
}

/** Units, people and appointments. */
export function directoryCommands(program: Program): void {
  program
    .command('directory')
    .description('regions, schools, people, appointments | 机构与人员')
    .command('import')
    .description('import units, people and appointments from CSV files | 导入机构与人员')
    .requiredOption('--regions <file>')
    .requiredOption('--schools <file>')
    .requiredOption('--staff <file>')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<ImportOptions>();
      await withCountersign(options, async ({ commands, printer, marked, parts: { directory } }) => {
        const { regions, schools, staff } = options;
        const answer = await commands.execute(
          new directory.ImportDirectory({ regions, schools, staff }, { userId: options.as, commandId: randomUUID() }),
        );
        printer.one(marked(answer), (done) => JSON.stringify(done));
      });
    });
}
