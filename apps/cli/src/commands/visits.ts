import type { Command as Program } from 'commander';
import type * as records from '#records';
import type { Countersign } from '../countersign.js';
import type { CommonOptions, DecisionOptions } from '../options.js';
import { withCountersign } from '../with-countersign.js';

interface VisitOptions extends CommonOptions {
  readonly asOf?: string;
  readonly school?: string;
  readonly village?: string;
}

interface DisagreementOptions extends VisitOptions {
  readonly cycle?: string;
  readonly status?: string;
}

interface SampleOptions extends VisitOptions, DecisionOptions {
  readonly draw?: boolean;
  readonly prove?: boolean;
  readonly mine?: boolean;
}

/** The three visits (三联访): counts, how they agree, what they found otherwise, whom spot checks are to look at. */
export function visitCommands(program: Program): void {
  const visits = program.command('visits').description('the three visits | 三联访');
  summary(visits);
  agreement(visits);
  matrix(visits);
  disagreements(visits);
  samples(visits);
}

function withUnit(command: Program): Program {
  return command.option('--school <code>').option('--village <code>').option('--as-of <moment>', 'a past time or position');
}

function summary(visits: Program): void {
  visits
    .command('summary <month>')
    .description('visits to a school’s students in a month, such as 2020-09 | 走访统计')
    .requiredOption('--school <code>')
    .option('--as-of <moment>', 'a past time or position')
    .action(async (month: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<VisitOptions>();
      await withCountersign(options, async ({ queries, printer, marked, parts: { records, texts } }) => {
        const { school = '', asOf, lang } = options;
        const answer: records.VisitSummary = await queries.execute(new records.SummariseVisits({ school, month, asOf }));
        printer.one(marked(answer), (one) => texts.visitsText(one, lang));
      });
    });
}

function agreement(visits: Program): void {
  visits
    .command('agreement <record>')
    .description('for every field, which of the three visits confirmed it, which differed and how | 三联访比对')
    .option('--as-of <moment>', 'a past time or position')
    .action(async (recordId: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<VisitOptions>();
      await withCountersign(options, async ({ queries, printer, marked, parts: { records, texts } }) => {
        const { asOf, clear, lang, as: userId } = options;
        const answer: records.VisitAgreement = await queries.execute(new records.GetVisitAgreement({ recordId, asOf, clear, userId }));
        printer.one(marked(answer), (one) => texts.agreementText(one, lang));
      });
    });
}

function matrix(visits: Program): void {
  withUnit(visits.command('matrix <month>'))
    .description('the same, summed over a school’s or a village’s records | 三联访比对汇总')
    .action(async (month: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<VisitOptions>();
      await withCountersign(options, async ({ queries, printer, marked, parts: { records, texts } }) => {
        const { school, village, asOf, lang, as: userId } = options;
        const question = { month, school, village, asOf, userId };
        const answer: records.AgreementSummary = await queries.execute(new records.SummariseAgreement(question));
        printer.one(marked(answer), (one) => texts.summaryText(one, lang));
      });
    });
}

function disagreements(visits: Program): void {
  withUnit(visits.command('disagreements'))
    .description('values that a visit contradicted before anybody had signed them | 走访所见不符')
    .option('--cycle <cycle>', 'school year, such as 2020-2021')
    .option('--status <status>', 'open, decided, signed, gone')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<DisagreementOptions>();
      await withCountersign(options, async ({ queries, printer, parts: { records, texts } }) => {
        const { school, village, cycle, status, asOf, lang, as: userId } = options;
        const question = { school, village, cycle, status, asOf, userId };
        for (let cursor: string | undefined, more = true; more;) {
          const page: records.DisagreementPage = await queries.execute(new records.ListDisagreements({ ...question, cursor, limit: 1000 }));
          for (const one of page.items) await printer.next(one, (found) => texts.disagreementText(found, lang));
          cursor = page.nextCursor;
          more = cursor !== undefined;
        }
      });
    });
}

function samples(visits: Program): void {
  visits
    .command('sample <month>')
    .description('whom a month’s spot checks are to look at, and who has been | 重点巡访名单')
    .option('--village <code>')
    .option('--mine', 'only villages in which the acting person holds an appointment')
    .option('--draw', 'draw it: once a village and month, for good')
    .option('--prove', 'draw it again from its seed, and compare')
    .option('--command-id <id>', 'the same id again does nothing twice')
    .option('--as-of <moment>', 'a past time or position')
    .action(async (month: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<SampleOptions>();
      await withCountersign(options, async (app) => {
        if (options.draw === true) return draw(app, month, options);
        if (options.prove === true) return prove(app, month, options);
        return printSamples(app, month, options);
      });
    });
}

async function draw({ commands, printer, marked, contextOf, parts }: Countersign, month: string, options: SampleOptions): Promise<void> {
  const { records, texts } = parts;
  const body = records.readBody(records.DrawSamplesBody, { month, ...(options.village !== undefined && { village: options.village }) });
  const answer: records.DrawAnswer = await commands.execute(new records.DrawSamples(body, contextOf(options)));
  printer.one(marked(answer), (one) => texts.drawText(one, options.lang));
}

async function prove(
  { queries, printer, marked, parts }: Countersign,
  month: string,
  { village = '', lang }: SampleOptions,
): Promise<void> {
  const { records, texts } = parts;
  const answer: records.SampleProof = await queries.execute(new records.ProveSample({ month, village }));
  printer.one(marked(answer), (one) => texts.proofText(one, lang));
}

async function printSamples({ queries, printer, actingPerson, parts }: Countersign, month: string, options: SampleOptions): Promise<void> {
  const { records, texts } = parts;
  const { village, asOf, lang } = options;
  const question = { month, village, asOf, ...(options.mine === true && { visitor: actingPerson() }) };
  for (let cursor: string | undefined, more = true; more;) {
    const page: records.SamplePage = await queries.execute(new records.GetSamples({ ...question, cursor, limit: 1000 }));
    for (const sample of page.items) await printer.next(sample, (one) => texts.sampleText(one, lang));
    cursor = page.nextCursor;
    more = cursor !== undefined;
  }
}
