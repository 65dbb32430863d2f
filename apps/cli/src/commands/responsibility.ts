import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { Option, type Command as Program } from 'commander';
import type { CommandAnswer, CommandContext } from '#records';
import type * as responsibility from '#responsibility';
import type { ExportFile } from '#statistics';
import type { Countersign } from '../countersign.js';
import type { CommonOptions, DecisionOptions } from '../options.js';
import { withCountersign } from '../with-countersign.js';
import { words } from '../words.js';

interface BlameOptions extends CommonOptions {
  readonly asOf?: string;
  readonly field?: string;
}

interface LedgerOptions extends CommonOptions {
  readonly asOf?: string;
  readonly unit?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly events?: string | true;
}

interface AssessOptions extends DecisionOptions {
  readonly asOf?: string;
  readonly publish?: boolean;
  readonly out?: string;
}

interface AppealOptions extends DecisionOptions {
  readonly reason?: string;
  readonly appellant?: string;
  readonly granted?: boolean;
  readonly denied?: boolean;
  readonly upheld?: boolean;
  readonly reversed?: boolean;
  readonly user?: string;
  readonly matter?: string;
}

/** What becomes of an appeal; the last two are the log's words. */
const OUTCOMES = ['granted', 'denied', 'reversed', 'upheld'] as const;

/** Whoever reviews is responsible: field histories, ledgers, assessments, attributions and appeals against them. */
export function responsibilityCommands(program: Program): void {
  blame(program);
  errors(program);
  ledger(program);
  assess(program);
  attribution(program);
}

function blame(program: Program): void {
  program
    .command('blame <record>')
    .description('of each field: where its value came from and who signed it | 字段责任')
    .option('--field <field>', 'only this field')
    .option('--as-of <moment>', 'a past time or position')
    .action(async (recordId: string, _flags, command: Program) => {
      const { field, asOf, clear, lang, as: userId, ...options } = command.optsWithGlobals<BlameOptions>();
      await withCountersign({ ...options, lang }, async ({ queries, printer, marked, parts: { responsibility, texts } }) => {
        const answer = await queries.execute<responsibility.GetBlame, responsibility.Blame>(
          new responsibility.GetBlame({ recordId, field, asOf, clear, userId }),
        );
        printer.one(marked(answer), (one) => texts.blameText(one, lang));
      });
    });
}

interface ErrorOptions extends CommonOptions {
  readonly status?: string;
  readonly unit?: string;
  readonly month?: string;
  readonly mine?: boolean;
  readonly asOf?: string;
}

function errors(program: Program): void {
  program
    .command('errors')
    .description('reported errors with who answers for them, by name | 差错清单')
    .option('--status <status>', 'reported, confirmed, outdated, dismissed or corrected')
    .option('--unit <code>', 'in records of this unit or one under it, or answered for by one; a department such as department:education')
    .option('--month <month>', 'confirmed in this month, such as 2020-09')
    .option('--mine', 'only what waits for the acting person')
    .option('--as-of <moment>', 'a past time or position')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<ErrorOptions>();
      await withCountersign(options, async ({ queries, printer, actingPerson, parts: { responsibility, texts } }) => {
        const { status, unit, month, mine, asOf, lang, as } = options;
        const question = { status, unit, month, mine, asOf, asker: { userId: mine ? actingPerson() : as } };
        let headed = false;
        for await (const error of responsibility.errorsOf(queries, question)) {
          if (!headed) printer.heading(texts.errorsHeading(lang));
          headed = true;
          await printer.next(error, (one) => texts.listedErrorText(one, lang));
        }
      });
    });
}

function ledger(program: Program): void {
  program
    .command('responsibility <user>')
    .description('what a person has done and answers for | 责任台账')
    .option('--unit', 'USER is the code of a unit, or a department such as department:education')
    .option('--events [kind]', 'the events behind the numbers, or behind one of them')
    .option('--from <moment>', 'only what came after this time or position')
    .option('--to <moment>', 'only what came up to this time or position')
    .option('--as-of <moment>', 'a past time or position')
    .action(async (subject: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<LedgerOptions>();
      const { asOf, from, to, lang, unit, events } = options;
      const question = { ...(unit ? { unit: subject } : { userId: subject }), from, to, asOf, asker: { userId: options.as } };
      await withCountersign(options, async (app) => {
        const { responsibility, texts } = app.parts;
        if (events !== undefined) return printDeeds(app, { ...question, ...(events !== true && { kind: events }) }, lang);
        const answer = await app.queries.execute<responsibility.GetLedger, responsibility.Ledger>(new responsibility.GetLedger(question));
        app.printer.one(app.marked(answer), (one) => texts.ledgerText(one, lang));
      });
    });
}

async function printDeeds(
  { queries, printer, parts: { responsibility, texts } }: Countersign,
  question: responsibility.DeedQuestion,
  lang: CommonOptions['lang'],
): Promise<void> {
  for (let cursor: string | undefined, more = true; more;) {
    const page: responsibility.DeedPage = await queries.execute(new responsibility.ListDeeds({ ...question, cursor, limit: 1000 }));
    for (const deed of page.items) await printer.next(deed, (one) => texts.deedText(one, lang));
    cursor = page.nextCursor;
    more = cursor !== undefined;
  }
}

function assess(program: Program): void {
  program
    .command('assess <month>')
    .description('the assessment of a month, such as 2020-09; a published one is worked out anew and compared | 考核评价')
    .option('--publish', 'publish it; it never changes afterwards')
    .option('--out <file>', 'write it to a file: .xlsx, .csv or, as a notice (通报), .html')
    .option('--as-of <moment>', 'a draft as of a past time or position')
    .option('--command-id <id>', 'the same id again does nothing twice')
    .action(async (month: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<AssessOptions>();
      const { asOf, publish, out, lang } = options;
      await withCountersign(options, async (app) => {
        const { responsibility, texts, writeExport } = app.parts;
        if (publish) await app.commands.execute(new responsibility.PublishAssessment(month, app.contextOf(options)));
        const answer = await app.queries.execute<responsibility.GetAssessment, responsibility.AssessmentAnswer>(
          new responsibility.GetAssessment({ month, asOf, asker: { userId: options.as } }),
        );
        if (out !== undefined) await writeExport(out, fileOf(app, out, answer, lang));
        app.printer.one(app.marked(answer), (one) => texts.assessmentText(one, lang));
      });
    });
}

/** The assessment as a file of the kind that its name ends with; a notice unless it is a table. */
function fileOf(
  { parts: { allMessages, responsibility, statistics } }: Countersign,
  file: string,
  { assessment, published, county }: responsibility.AssessmentAnswer,
  lang: CommonOptions['lang'],
): Pick<ExportFile, 'bytes'> {
  const kind = extname(file).slice(1);
  if (kind === 'html') {
    const notice = responsibility.noticeOf({ assessment, county, published, restatements: published?.restatements }, allMessages, lang);
    return { bytes: Readable.from([Buffer.from(notice)]) };
  }
  const { header, rows } = responsibility.assessmentTable(assessment, allMessages, lang);
  return statistics.exportFile(statistics.checkedFormat(kind), assessment.month, { name: assessment.month, columns: header, rows });
}

function attribution(program: Program): void {
  const group = program.command('attribution').description('who answers for confirmed errors | 责任认定');
  group
    .command('verify')
    .description('work all attributions out anew from the log and compare; exit 1 if any differs | 重新计算并核对')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<CommonOptions>();
      await withCountersign(options, async ({ queries, printer, parts: { responsibility, texts } }) => {
        const answer = await queries.execute<responsibility.VerifyAttributions, responsibility.AttributionsVerified>(
          new responsibility.VerifyAttributions({ asker: { userId: options.as } }),
        );
        printer.one(answer, (one) => texts.verifiedText(one, options.lang));
        if (answer.differing.length > 0) process.exitCode = 1;
      });
    });
  decision(
    group,
    'appeal <error>',
    'appeal against the attribution of an error to oneself | 责任申诉',
    ({ records, responsibility }, errorId, body, { reason }, context) => {
      const full = records.readBody(responsibility.AppealAttributionBody, { ...body, errorId, ...(reason !== undefined && { reason }) });
      return new responsibility.AppealAttribution(records.recordOfError(errorId), full, context);
    },
  ).option('--reason <text>');
  decision(
    group,
    'name <error>',
    'name who decides (auditor) | 指定认定人',
    ({ records, responsibility }, errorId, body, { user, matter }, context) => {
      const full = { ...body, errorId, ...(user !== undefined && { userId: user }), ...(matter !== undefined && { matter }) };
      return new responsibility.NameDecider(
        records.recordOfError(errorId),
        records.readBody(responsibility.NameDeciderBody, full),
        context,
      );
    },
  )
    .option('--user <username>')
    .option('--matter <matter>', 'appeal, or error where no officer is left');
  decision(
    group,
    'decide <error>',
    'decide an appeal, as the officer whom the auditor has named | 责任申诉决定',
    ({ records, responsibility }, errorId, body, options, context) => {
      const { appellant, reason } = options;
      const outcome = OUTCOMES.find((word) => options[word]);
      const full = { ...body, errorId, ...given({ appellant, reason, outcome }) };
      return new responsibility.DecideAttributionAppeal(
        records.recordOfError(errorId),
        records.readBody(responsibility.DecideAttributionAppealBody, full),
        context,
      );
    },
  )
    .option('--appellant <username>')
    .addOption(outcomeOption('granted', 'the appellant answers for it no longer'))
    .addOption(outcomeOption('denied', 'the appellant still answers for it'))
    .addOption(outcomeOption('reversed', 'as --granted').hideHelp())
    .addOption(outcomeOption('upheld', 'as --denied').hideHelp())
    .option('--reason <text>');
}

function outcomeOption(outcome: (typeof OUTCOMES)[number], description: string): Option {
  return new Option(`--${outcome}`, description).conflicts(OUTCOMES.filter((other) => other !== outcome));
}

type Built = responsibility.AppealAttribution | responsibility.NameDecider | responsibility.DecideAttributionAppeal;
type Build = (
  parts: Countersign['parts'],
  errorId: string,
  body: Record<string, unknown>,
  options: AppealOptions,
  context: CommandContext,
) => Built;

function decision(group: Program, name: string, description: string, build: Build): Program {
  return group
    .command(name)
    .description(description)
    .option('--input <file>', 'the body as JSON (the HTTP body), - for standard input')
    .option('--command-id <id>', 'the same id again does nothing twice')
    .action(async (errorId: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<AppealOptions>();
      await withCountersign(options, async ({ commands, printer, marked, contextOf, parts }) => {
        const built = build(parts, errorId, await parts.input.readInput(options.input), options, contextOf(options));
        const answer = await commands.execute<Built, CommandAnswer>(built);
        printer.one(marked(answer), (done) => words(options.lang).done(done));
      });
    });
}

function given(flags: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}
