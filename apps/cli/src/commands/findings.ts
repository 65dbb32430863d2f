import type { Command as Program } from 'commander';
import type * as rosters from '#rosters';
import type { Countersign } from '../countersign.js';
import type { CommonOptions, DecisionOptions } from '../options.js';
import { withCountersign } from '../with-countersign.js';

interface ListOptions extends CommonOptions {
  readonly kind?: string;
  readonly cycle?: string;
  readonly status?: string;
  readonly record?: string;
}

interface DecideOptions extends DecisionOptions {
  readonly accept?: string;
  readonly reject?: boolean;
  readonly reason?: string;
}

/** Each kind once, as help lists them: the compiler sees that none is missing, and no room is loaded for it. */
const KINDS: Readonly<Record<rosters.ListedKind, true>> = {
  'registered-not-enrolled': true,
  'name-differs': true,
  'bad-checksum': true,
  'number-cell': true,
  'missing-name': true,
  'enrolled-twice': true,
  'same-name-same-village': true,
  'unreadable-row': true,
  'unknown-school': true,
  'unknown-village': true,
  'category-ended': true,
  'same-student': true,
  'visit-differs': true,
};

/** What people must decide about rosters, and about what visits found otherwise. */
export function findingCommands(program: Program): void {
  program
    .command('findings')
    .description('what people must decide about rosters and visits | 疑点')
    .option('--kind <kind>', Object.keys(KINDS).join(', '))
    .option('--cycle <cycle>', 'school year, such as 2020-2021')
    .option('--status <status>', 'open, accepted, rejected or closed; default: all but closed')
    .option('--record <id>', 'only findings about this record')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<ListOptions>();
      const { kind, cycle, status, clear, record: recordId, as: userId } = options;
      await withCountersign(options, async ({ queries, printer, parts: { rosters, rosterWords } }) => {
        for await (const finding of rosters.findingsOf(queries, { kind, cycle, status, clear, recordId, userId })) {
          await printer.next(finding, rosterWords(options.lang).finding);
        }
      });
    });

  program
    .command('finding')
    .description('work a finding | 处理疑点')
    .command('decide <finding>')
    .description('accept one of its proposals by number, or reject them | 采纳或驳回')
    .option('--accept <n>', 'number of the proposal')
    .option('--reject')
    .option('--reason <text>')
    .option('--input <file>', 'the body as JSON (the HTTP body), - for standard input')
    .option('--command-id <id>', 'the same id again does nothing twice')
    .action(async (findingId: string, _flags, command: Program) => {
      const options = command.optsWithGlobals<DecideOptions>();
      await withCountersign(options, async (app) => {
        const { rosters, rosterWords } = app.parts;
        const decide = new rosters.DecideFinding(findingId, await bodyOf(app, options), app.contextOf(options));
        const answer: rosters.FindingAnswer = await app.commands.execute(decide);
        app.printer.one(app.marked(answer), rosterWords(options.lang).decided);
      });
    });
}

async function bodyOf({ parts }: Countersign, { accept, reject, reason, input }: DecideOptions): Promise<rosters.DecideFindingBody> {
  const flags = { accept: accept === undefined ? undefined : (parts.kernel.wholeNumber(accept) ?? accept), reject, reason };
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  return parts.records.readBody(parts.rosters.DecideFindingBody, { ...(await parts.input.readInput(input)), ...given });
}
