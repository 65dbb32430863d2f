import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { demoCommand } from './commands/demo.js';
import { directoryCommands } from './commands/directory.js';
import { recordDecisions } from './commands/decisions.js';
import { findingCommands } from './commands/findings.js';
import { logCommands } from './commands/log.js';
import { responsibilityCommands } from './commands/responsibility.js';
import { rosterCommands } from './commands/rosters.js';
import { viewCommands } from './commands/views.js';
import { visitCommands } from './commands/visits.js';
import type { CommonOptions } from './options.js';

const WRONG_USAGE = 2;

const program = new Command('countersign')
  .description('会签 Countersign: whoever reviews is responsible | 谁审核，谁负责')
  .option('--data <dir>', 'data directory (default: COUNTERSIGN_DATA or ./data)')
  .option('--json', 'print JSON (lists: NDJSON) and nothing else on standard output')
  .addOption(new Option('--lang <language>', 'language of texts and messages').choices(['zh', 'en']).default('zh'))
  .option('--clear', 'show personal values unmasked')
  .option('--as <username>', 'the acting person')
  .option('--clock <time>', 'set the simulated clock of the data directory, such as 2020-09-01T08:00:00+08:00')
  .option('--version', 'print the version')
  .showHelpAfterError('countersign --help lists the commands; countersign COMMAND --help shows how one is called')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_USAGE));

program.on('option:version', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as { version: string };
  process.stdout.write(`${version}\n`);
  process.exit(0);
});

directoryCommands(program);
rosterCommands(program);
findingCommands(program);
viewCommands(program);
visitCommands(program);
recordDecisions(program);
responsibilityCommands(program);
demoCommand(program);
logCommands(program);

// What people type is held to the same rules wherever they type it. Help is no action, and loads none of it.
program.hook('preAction', async (_program, command) => {
  const { refuseUntypeable } = await import('./typed-options.js');
  refuseUntypeable(command.optsWithGlobals<CommonOptions>(), command.args);
});

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
