import type { ICommand } from '@nestjs/cqrs';
import type { Command as Program } from 'commander';
import type { CommandAnswer, CommandContext } from '#records';
import type { ErrorAnswer, GetError } from '#responsibility';
import type { Countersign } from '../countersign.js';
import type { CommonOptions, DecisionOptions } from '../options.js';
import { visitHelp } from '../visit-help.js';
import { withCountersign } from '../with-countersign.js';
import { words } from '../words.js';

/** What a decision is made of: the body that was sent, by whom, and the record's id (or an error's). */
type Build<Options> = (
  app: Countersign,
  id: string,
  body: Record<string, unknown>,
  context: CommandContext,
  options: Options,
) => Promise<ICommand> | ICommand;

/** Whether a command can be asked what it would meet. */
interface Checkable {
  readonly checkable?: boolean;
}

/** Runs a command and prints what was recorded, or, with `--check`, what it would meet. */
async function runOrCheck(app: Countersign, options: DecisionOptions, build: (context: CommandContext) => Promise<ICommand> | ICommand) {
  const work = async () => app.commands.execute<ICommand, CommandAnswer>(await build(app.contextOf(options)));
  if (options.check === true) return app.printer.checked(await app.parts.records.checked(work));
  app.printer.one(app.marked(await work()), (done) => words(options.lang).done(done));
}

const CHECK = ['--check', 'say what it would meet, and do nothing | 只作检查'] as const;

/** Adds one command that decides something on a record. */
function decision<Options extends DecisionOptions>(
  parent: Program,
  name: string,
  description: string,
  build: Build<Options>,
  { checkable = false }: Checkable = {},
): Program {
  const added = parent
    .command(name)
    .description(description)
    .option('--input <file>', 'the body as JSON (the HTTP body), - for standard input')
    .option('--if-revision <n>', 'refuse if the record has another revision by now')
    .option('--command-id <id>', 'the same id again does nothing twice');
  return (checkable ? added.option(...CHECK) : added).action(async (...args: unknown[]) => {
    const command = args.at(-1) as Program;
    const id = command.args[0] ?? '';
    const options = command.optsWithGlobals<Options>();
    await withCountersign(options, async (app) => {
      const body = await app.parts.input.readInput(options.input);
      await runOrCheck(app, options, (context) => build(app, id, body, context, options));
    });
  });
}

/** Drops what was not given, so that a flag never overrides the body with nothing. */
function given(flags: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

interface ReviewOptions extends DecisionOptions {
  readonly line?: string;
  readonly level?: string;
  readonly approve?: boolean;
  readonly return?: boolean;
  readonly to?: string;
  readonly field?: readonly string[];
  readonly digest?: string;
  readonly note?: string;
}

/** Without `--digest` the review is of the record as it stands at this moment. */
async function review(
  app: Countersign,
  id: string,
  body: Record<string, unknown>,
  context: CommandContext,
  options: ReviewOptions,
): Promise<ICommand> {
  const { records, input, kernel } = app.parts;
  const { approve, line, level, to, note } = options;
  if (approve === options.return) throw new kernel.Refusal('invalid', 'approve-or-return');
  const standing = given({ line, level, note, digest: options.digest });
  const full = { ...body, ...standing };
  const digest = full.digest ?? (await app.digestOf(id, String(full.line)));
  if (approve) return new records.SignOffLine(id, records.readBody(records.SignOffLineBody, { ...full, digest }), context);
  const reasons = options.field?.map(input.fieldReason);
  return new records.ReturnLine(id, records.readBody(records.ReturnLineBody, { ...full, ...given({ to, reasons }), digest }), context);
}

interface TransferOptions extends DecisionOptions {
  readonly line?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly accept?: boolean;
  readonly dispute?: boolean;
}

function transfer(
  { parts: { records } }: Countersign,
  id: string,
  body: Record<string, unknown>,
  context: CommandContext,
  options: TransferOptions,
): ICommand {
  const { line, to, reason } = options;
  const full = { ...body, ...given({ line, to, reason }) };
  if (options.accept) return new records.AcceptTransfer(id, records.readBody(records.AcceptTransferBody, full), context);
  if (options.dispute) return new records.DisputeTransfer(id, records.readBody(records.DisputeTransferBody, full), context);
  return new records.TransferLine(id, records.readBody(records.TransferLineBody, full), context);
}

interface ReasonOptions extends DecisionOptions {
  readonly level?: string;
  readonly reason?: string;
  readonly line?: string;
  readonly lines?: readonly string[];
  readonly note?: string;
  readonly duplicateOf?: string;
  readonly cycle?: string;
  readonly idNumber?: string;
  readonly error?: string;
  readonly alreadyChanged?: boolean;
  readonly event?: string;
  readonly field?: string;
  readonly origin?: string;
  readonly outdated?: boolean;
  readonly wrongSince?: string;
  readonly version?: string;
}

/** The life of a record: every decision that people make on it. */
export function recordDecisions(program: Program): void {
  program
    .command('open')
    .description('open a record by hand | 建立档案')
    .requiredOption('--cycle <cycle>', 'school year, such as 2020-2021')
    .option('--id-number <number>')
    .option('--reason <text>', 'why there is no usable ID number')
    .option('--input <file>')
    .option('--command-id <id>')
    .option(...CHECK)
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<ReasonOptions>();
      await withCountersign(options, async (app) => {
        const { cycle, idNumber, reason } = options;
        const { records, input } = app.parts;
        const body = { ...(await input.readInput(options.input)), ...given({ cycle, idNumber, reason }) };
        await runOrCheck(app, options, (context) => new records.OpenRecord(records.readBody(records.OpenRecordBody, body), context));
      });
    });

  decision(
    program,
    'collect <record>',
    'enter values of one section | 采集',
    ({ parts: { records } }, id, body, context) =>
      new records.CollectDetails(id, records.readBody(records.CollectDetailsBody, body), context),
    { checkable: true },
  );
  decision(
    program,
    'visit <record>',
    'record a visit | 登记走访',
    ({ parts: { records } }, id, body, context) => new records.RecordVisit(id, records.readBody(records.RecordVisitBody, body), context),
    { checkable: true },
  ).addHelpText('after', visitHelp);
  decision<ReasonOptions>(
    program,
    'submit <record>',
    'submit a line for review | 送审',
    ({ parts: { records } }, id, body, context, { line }) =>
      new records.SubmitLine(id, records.readBody(records.SubmitLineBody, { ...body, ...given({ line }) }), context),
    { checkable: true },
  ).option('--line <line>', 'household or enrolment');
  decision<ReviewOptions>(program, 'review <record>', 'approve or return a line at a level | 审核', review, { checkable: true })
    .option('--line <line>', 'household, enrolment or joint')
    .option('--level <level>', 'village, township, school, centre-school, department or county')
    .option('--approve')
    .option('--return')
    .option('--to <level>', 'a level below, or collection')
    .option('--field <field=reason...>', 'why a field goes back')
    .option('--digest <digest>', 'what was reviewed; default: the record as it stands')
    .option('--note <text>');
  decision<ReasonOptions>(
    program,
    'withdraw <record>',
    "take back one's own submission, or with --level one's own sign-off | 撤回",
    ({ parts: { records } }, id, body, context, { line, level, reason }) =>
      new records.WithdrawLine(id, records.readBody(records.WithdrawLineBody, { ...body, ...given({ line, level, reason }) }), context),
  )
    .option('--line <line>', 'household or enrolment')
    .option('--level <level>', 'the level whose sign-off it is; absent: the submission')
    .option('--reason <text>');
  decision<TransferOptions>(program, 'transfer <record>', 'transfer a line to another unit, accept or dispute it | 转接', transfer, {
    checkable: true,
  })
    .option('--line <line>')
    .option('--to <unit>')
    .option('--accept')
    .option('--dispute')
    .option('--reason <text>');
  decision<ReasonOptions>(
    program,
    'close <record>',
    'close a record | 结案',
    ({ parts: { records } }, id, body, context, { reason, note, duplicateOf }) =>
      new records.CloseRecord(id, records.readBody(records.CloseRecordBody, { ...body, ...given({ reason, note, duplicateOf }) }), context),
  )
    .option('--reason <code>')
    .option('--note <text>')
    .option('--duplicate-of <record>');
  decision<ReasonOptions>(
    program,
    'reject <record>',
    'reject a record (county) | 不予通过',
    async (app, id, body, context, { reason }) => {
      const { records } = app.parts;
      const full = { digest: await app.digestOf(id, 'joint'), ...body, ...given({ reason }) };
      return new records.RejectRecord(id, records.readBody(records.RejectRecordBody, full), context);
    },
    { checkable: true },
  ).option('--reason <text>');
  decision<ReasonOptions>(
    program,
    'appeal <record>',
    'appeal against a rejection | 申诉',
    ({ parts: { records } }, id, body, context, { reason }) =>
      new records.AppealRecord(id, records.readBody(records.AppealRecordBody, { ...body, ...given({ reason }) }), context),
  ).option('--reason <text>');
  decision<ReasonOptions>(
    program,
    'reopen <record>',
    'reopen an approved record (county) | 重启',
    ({ parts: { records } }, id, body, context, { reason, lines }) =>
      new records.ReopenRecord(id, records.readBody(records.ReopenRecordBody, { ...body, ...given({ reason, lines }) }), context),
  )
    .option('--lines <line...>')
    .option('--reason <text>');
  decision<ReasonOptions>(
    program,
    'correct <record>',
    'correct a value that a confirmed error names | 更正',
    ({ parts: { records } }, id, body, context, { error, alreadyChanged }) =>
      records.correctionOf(id, records.readBody(records.CorrectionBody, { ...body, ...given({ error, alreadyChanged }) }), context),
  )
    .option('--error <id>')
    .option('--already-changed', 'the value has been changed since: the error is closed, nothing else changes');
  decision<ReasonOptions>(
    program,
    'next-cycle <record>',
    "open next year's record from an approved one | 转入下一学年",
    ({ parts: { records } }, id, body, context, { cycle }) =>
      new records.OpenNextCycle(id, records.readBody(records.OpenNextCycleBody, { ...body, ...given({ cycle }) }), context),
  ).option('--cycle <cycle>');
  decision<ReasonOptions>(
    program,
    'adopt <record>',
    'move a record to another definition version | 采用新流程',
    ({ parts: { kernel, records } }, id, body, context, { version, reason }) =>
      new records.AdoptDefinition(
        id,
        records.readBody(records.AdoptDefinitionBody, {
          ...body,
          ...given({ reason, version: version === undefined ? undefined : (kernel.wholeNumber(version) ?? version) }),
        }),
        context,
      ),
  )
    .option('--version <n>')
    .option('--reason <text>');
  errorDecisions(program);
}

function errorDecisions(program: Program): void {
  const error = program.command('error').description('report, confirm or dismiss an error | 差错');
  decision<ReasonOptions>(
    error,
    'report <record>',
    'report that a value is wrong | 报告差错',
    ({ parts: { records } }, id, body, context, { field, origin, note, event }) =>
      new records.ReportError(
        id,
        records.readBody(records.ReportErrorBody, { ...body, ...given({ field, origin, note, event }) }),
        context,
      ),
  )
    .option('--field <field>')
    .option('--event <id>', 'an earlier value is wrong: the event that set, submitted or signed it, as the history has it')
    .option('--origin <origin>', 'spot-check, visit, payment, appeal, audit …')
    .option('--note <text>');
  error
    .command('show <error>')
    .description('an error, with who answers for it, by name | 查看差错')
    .option('--as-of <moment>', 'a past time or position')
    .action(async (errorId: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<CommonOptions & { readonly asOf?: string }>();
      await withCountersign(options, async ({ queries, printer, marked, parts: { responsibility, texts } }) => {
        const question = { errorId, asOf: options.asOf, asker: { userId: options.as } };
        const answer = await queries.execute<GetError, ErrorAnswer>(new responsibility.GetError(question));
        printer.one(marked(answer), (one) => texts.errorText(one, options.lang));
      });
    });
  decision<ReasonOptions>(
    error,
    'confirm <error>',
    'confirm an error | 确认差错',
    ({ parts: { records } }, errorId, body, context, { outdated, wrongSince }) =>
      new records.ConfirmError(
        records.recordOfError(errorId),
        records.readBody(records.ConfirmErrorBody, { ...body, errorId, ...given({ outdated, wrongSince }) }),
        context,
      ),
  )
    .option('--outdated', 'the value was right and became outdated')
    .option('--wrong-since <time>');
  decision<ReasonOptions>(
    error,
    'dismiss <error>',
    'dismiss an error | 驳回差错',
    ({ parts: { records } }, errorId, body, context, { reason }) =>
      new records.DismissError(
        records.recordOfError(errorId),
        records.readBody(records.DismissErrorBody, { ...body, errorId, ...given({ reason }) }),
        context,
      ),
  ).option('--reason <text>');
}
