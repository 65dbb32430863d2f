import { extname } from 'node:path';
import type { Command as Program } from 'commander';
import type { BuildProgress } from '#projections';
import type * as records from '#records';
import type { ExportOptions, UnitCounts, UnitCountsAnswer, UnitLevel } from '#statistics';
import type { CommonOptions } from '../options.js';
import { wholeNumberOption } from '../whole-number-option.js';
import { withCountersign } from '../with-countersign.js';
import { words } from '../words.js';

interface MomentOptions extends CommonOptions {
  readonly asOf?: string;
  readonly cycle?: string;
}

type ListOptions = MomentOptions & records.StudentFilter;

interface EventOptions extends CommonOptions {
  readonly after?: string;
  readonly stream?: string;
  readonly type?: string;
}

interface ExportedOptions {
  /** A file to write instead of printing: .xlsx or .csv. */
  readonly out?: string;
}

const UNIT_VIEWS: readonly (readonly [level: UnitLevel, description: string])[] = [
  ['county', 'the counts of the county | 县视图'],
  ['township', 'the counts of a township | 乡镇视图'],
  ['village', 'the counts of a village | 村视图'],
  ['school', 'the counts of a school | 校视图'],
];

/** What the log says: counts, lists, records, history, the events themselves. */
export function viewCommands(program: Program): void {
  for (const [level, description] of UNIT_VIEWS) unitView(program, level, description);
  studentList(program);
  recordViews(program);
  inboxView(program);
  eventList(program);
  rebuildCommand(program);
}

/** The kind of file that a name ends with; the exports refuse what they do not write. */
function exportOptions(out: string, language: CommonOptions['lang']): ExportOptions {
  return { format: extname(out).slice(1), language };
}

function withMoment(command: Program): Program {
  return command.option('--as-of <moment>', 'a past time or position').option('--cycle <cycle>', 'school year, such as 2020-2021');
}

function unitView(program: Program, level: UnitLevel, description: string): void {
  const view = withMoment(program.command(`${level} <code>`).description(description)).option(
    '--out <file>',
    'write it to a file: .xlsx or .csv',
  );
  view.action(async (code: string, _flags, command: Program) => {
    const options = command.optsWithGlobals<MomentOptions & ExportedOptions>();
    await withCountersign(options, async ({ queries, printer, marked, exports, parts: { statistics, texts, writeExport } }) => {
      const { cycle, asOf, lang, out } = options;
      if (out !== undefined) return writeExport(out, await exports.unit({ code, level, cycle, asOf }, exportOptions(out, lang)));
      const answer = await queries.execute<UnitCounts, UnitCountsAnswer>(new statistics.UnitCounts({ code, level, cycle, asOf }));
      printer.one(marked(answer), (counts) => texts.unitText(counts, lang));
    });
  });
}

function studentList(program: Program): void {
  withMoment(program.command('students').description('the list behind the counts | 学生名单'))
    .option('--village <code>')
    .option('--township <code>')
    .option('--school <code>')
    .option('--category <code>')
    .option('--stage <code>')
    .option('--status <code>')
    .option('--compulsory', 'of compulsory-education age')
    .option('--unassigned', 'nobody can say yet to which village or school they belong')
    .option('--closed', 'closed records too')
    .option('--search <text>', 'name, its pinyin or initials, or a whole ID number; of now only')
    .option('--out <file>', 'write the list to a file: .xlsx or .csv')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<ListOptions & ExportedOptions & Pick<records.StudentQuestion, 'search'>>();
      await withCountersign(options, async ({ queries, printer, exports, parts: { records, texts, writeExport } }) => {
        const { village, township, school, category, stage, status, cycle, closed, compulsory, unassigned } = options;
        const { asOf, search, clear, lang, out } = options;
        const filter = { village, township, school, category, stage, status, cycle, closed, compulsory, unassigned };
        const question = { ...filter, asOf, search, clear };
        if (out !== undefined) return writeExport(out, await exports.students(question, exportOptions(out, lang)));
        let count = 0;
        for await (const student of records.studentsOf(queries, question)) {
          await printer.next(student, (one) => texts.studentText(one, lang));
          count += 1;
        }
        printer.heading(words(lang).students(count));
      });
    });
}

function recordViews(program: Program): void {
  withMoment(program.command('record <id>').description('a record as it is or was | 档案')).action(
    async (recordId: string, _flags, command: Program) => {
      const { asOf, clear, lang, as: userId, ...options } = command.optsWithGlobals<MomentOptions>();
      await withCountersign({ ...options, lang }, async ({ queries, printer, marked, parts: { records, texts } }) => {
        const answer = await queries.execute<records.GetRecord, records.ShownRecord>(
          new records.GetRecord({ recordId, asOf, clear, userId }),
        );
        printer.one(marked(answer), (record) => texts.recordText(record, lang));
      });
    },
  );
  withMoment(program.command('history <record>').description('every step of a record, with who did it | 历程')).action(
    async (recordId: string, _flags, command: Program) => {
      const { asOf, clear, lang, ...options } = command.optsWithGlobals<MomentOptions>();
      await withCountersign({ ...options, lang }, async ({ queries, printer, parts: { records, texts } }) => {
        const history = await queries.execute<records.GetHistory, records.History>(new records.GetHistory({ recordId, asOf, clear }));
        for (const entry of history.entries) await printer.next(entry, (one) => texts.historyText(one, lang));
      });
    },
  );
}

function inboxView(program: Program): void {
  program
    .command('inbox')
    .description('what waits for the acting person, overdue first | 待办')
    .option('--limit <n>', 'how many at most', wholeNumberOption)
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<CommonOptions & { limit?: number }>();
      await withCountersign(options, async ({ queries, printer, actingPerson, parts: { records, texts } }) => {
        const page = await queries.execute<records.GetInbox, records.InboxPage>(
          new records.GetInbox({ userId: actingPerson(), limit: options.limit }),
        );
        const totals = texts.inboxTotalsText(page.totals, options.lang);
        if (totals !== '') printer.heading(totals);
        for (const item of page.items) await printer.next(item, (one) => texts.inboxText(one, options.lang));
      });
    });
}

function eventList(program: Program): void {
  program
    .command('events')
    .description('the log | 事件日志')
    .option('--after <position>', 'only what stands behind this position')
    .option('--stream <name>')
    .option('--type <name>')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<EventOptions>();
      await withCountersign(options, async ({ queries, printer, parts: { records, texts } }) => {
        const { after, stream, type, clear, lang } = options;
        for await (const event of records.eventsOf(queries, { after, stream, type, clear })) {
          await printer.next(event, (one) => texts.eventText(one, lang));
        }
      });
    });
}

function rebuildCommand(program: Program): void {
  program
    .command('rebuild [view]')
    .description('make views anew from the log; the old ones serve until the new are ready | 重建视图')
    .action(async (view: string | undefined, _flags, command: Program) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await withCountersign(options, async ({ runtime, printer, marked, parts: { ProgressLine } }) => {
        const line = new ProgressLine();
        const building = new Map<string, BuildProgress>();
        const tell = (progress: BuildProgress) => {
          building.set(progress.view, progress);
          line.tell(() => words(options.lang).rebuilding([...building.values()]));
        };
        await runtime.runner.rebuild(view, tell).finally(() => line.end());
        const views = (await runtime.runner.lags()).filter((one) => view === undefined || one.view === view);
        printer.one(marked({ views }), () => words(options.lang).rebuilt(views.map((one) => one.view)));
      });
    });
}
