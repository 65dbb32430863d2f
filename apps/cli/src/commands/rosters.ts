import { randomUUID } from 'node:crypto';
import type { Command as Program } from 'commander';
import type * as rosters from '#rosters';
import type { CommonOptions } from '../options.js';
import { withCountersign } from '../with-countersign.js';

/** Exit code for rows that were not read. */
const UNREAD = 3;

/** Of so many rows reconciling takes long enough for a thread to be worth its start. */
const MANY_ROWS = 20_000;

interface ImportOptions extends CommonOptions {
  readonly department?: string;
  readonly cycle: string;
  readonly date?: string;
  readonly reconcile: boolean;
  readonly strict?: boolean;
  readonly unread?: string;
}

/** Departments' rosters in, and compared. */
export function rosterCommands(program: Program): void {
  const roster = program.command('roster').description("departments' rosters | 部门名册");
  mappingCommands(roster);
  roster
    .command('import <files...>')
    .description('import rosters; several are compared once, after the last | 导入名册')
    .requiredOption('--cycle <cycle>', 'school year, such as 2020-2021')
    .option('--department <department>', 'default: recognised by the header')
    .option('--date <date>', 'the day that the files speak of; default: their title rows, else today')
    .option('--no-reconcile', 'only take the files in')
    .option('--unread <file>', 'write what was not read as CSV, to send back to the department | 未读行导出')
    .option('--strict', 'exit 3 if any row was not read')
    .action(async (files: string[], _flags, command: Program) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const { department, cycle, date, reconcile } = options;
      await withCountersign(options, async ({ commands, printer, marked, unread, followRosters, parts }) => {
        const { rosters, rosterProgress, rosterWords, statistics, writeExport } = parts;
        const progress = rosterProgress(options.lang);
        const body = { files, department, cycle, date, reconcile };
        const answer: rosters.RostersImported = await commands
          .execute(new rosters.ImportRosters(body, contextOf(options), reconcile ? following(progress.tell, followRosters) : progress.tell))
          .finally(() => progress.end());
        if (options.unread !== undefined)
          await writeExport(options.unread, { bytes: statistics.csvOf(unread.table(namedFiles(answer), options.lang, options.clear)) });
        printer.one(marked(answer), rosterWords(options.lang).imported);
        if (options.strict === true && answer.files.some(({ unread }) => unread > 0)) process.exitCode = UNREAD;
      });
    });

  program
    .command('reconcile')
    .description('compare all rosters of a cycle with each other and the records | 比对')
    .requiredOption('--cycle <cycle>', 'school year, such as 2020-2021')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<CommonOptions & { cycle: string }>();
      await withCountersign(options, async ({ commands, printer, marked, followRosters, parts }) => {
        const { rosters, rosterProgress, rosterWords } = parts;
        const progress = rosterProgress(options.lang);
        const answer: rosters.Reconciled = await commands
          .execute(new rosters.Reconcile(options.cycle, contextOf(options), following(progress.tell, followRosters)))
          .finally(() => progress.end());
        printer.one(marked(answer), rosterWords(options.lang).reconciled);
      });
    });
}

/** A command line serves nobody else. */
function contextOf({ as }: CommonOptions) {
  return { userId: as, commandId: randomUUID(), alone: true };
}

/** Lets the rosters' view follow a long reconciliation while it goes on: from its reading on, so that the view's thread is there by then. */
function following(tell: rosters.OnProgress, follow: () => void): rosters.OnProgress {
  return (progress) => {
    if ('total' in progress && (progress.total ?? 0) > MANY_ROWS) follow();
    tell(progress);
  };
}

function namedFiles({ files }: rosters.RostersImported) {
  return files.map(({ sha256, file: name }) => ({ sha256, name }));
}

/** What the county's departments call their columns and categories. */
function mappingCommands(roster: Program): void {
  const mapping = roster.command('mapping').description("what the county's departments call their columns and categories | 列名和用词");
  mapping
    .command('import <file>')
    .description('take a YAML document that adds to the names and words that are known; rosters are read under it from now on | 更新')
    .option('--command-id <id>', 'the same id again does nothing twice')
    .action(async (file: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<CommonOptions & { commandId?: string }>();
      await withCountersign(options, async ({ commands, printer, marked, contextOf, parts }) => {
        const { rosters, rosterWords, input } = parts;
        const body = parts.records.readBody(rosters.ChangeMappingBody, { content: await input.fileText(file) });
        const answer: rosters.MappingAnswer = await commands.execute(new rosters.ChangeMapping(body, contextOf(options)));
        printer.one(marked(answer), rosterWords(options.lang).mappingChanged);
      });
    });
  mapping
    .command('show')
    .description('how they are read now, and who has changed that when | 查看')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await withCountersign(options, async ({ queries, printer, parts: { rosters, rosterWords } }) => {
        const shown: rosters.ShownMapping = await queries.execute(new rosters.ShowMapping());
        printer.one(shown, rosterWords(options.lang).mapping);
      });
    });
}
