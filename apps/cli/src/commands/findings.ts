import { randomUUID } from 'node:crypto';
import type { Command as Program } from 'commander';
import { derivedId, Refusal } from '#kernel';
import { readBody } from '#records';
import { DecideFinding, DecideFindingBody, findingsOf, FINDING_KINDS, type FindingAnswer } from '#rosters';
import { withCountersign } from '../countersign.js';
import { readInput } from '../input.js';
import type { CommonOptions } from '../options.js';
import { rosterWords } from '../roster-words.js';

interface ListOptions extends CommonOptions {
  readonly kind?: string;
  readonly cycle?: string;
  readonly status?: string;
}

interface DecideOptions extends CommonOptions {
  readonly accept?: string;
  readonly reject?: boolean;
  readonly reason?: string;
  readonly input?: string;
  readonly commandId?: string;
}

/** What people must decide about rosters. */
export function findingCommands(program: Program): void {
  program
    .command('findings')
    .description('what people must decide about rosters | 疑点')
    .option('--kind <kind>', FINDING_KINDS.join(', '))
    .option('--cycle <cycle>', 'school year, such as 2020-2021')
    .option('--status <status>', 'open, accepted, rejected or closed; default: all but closed')
    .action(async (_flags, command: Program) => {
      const options = command.optsWithGlobals<ListOptions>();
      const { kind, cycle, status, clear } = options;
      await withCountersign(options, async ({ queries, printer }) => {
        for await (const finding of findingsOf(queries, { kind, cycle, status, clear })) {
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
      await withCountersign(options, async ({ commands, printer, marked }) => {
        const answer: FindingAnswer = await commands.execute(new DecideFinding(findingId, await bodyOf(options), contextOf(options)));
        printer.one(marked(answer), rosterWords(options.lang).decided);
      });
    });
}

async function bodyOf({ accept, reject, reason, input }: DecideOptions): Promise<DecideFindingBody> {
  const flags = { accept: accept === undefined ? undefined : Number(accept), reject, reason };
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  return readBody(DecideFindingBody, { ...(await readInput(input)), ...given });
}

/** @throws Refusal `forbidden`/`no-acting-person` */
function contextOf({ as, commandId }: DecideOptions): { userId: string; commandId: string } {
  if (as === undefined) throw new Refusal('forbidden', 'no-acting-person');
  return { userId: as, commandId: commandId === undefined ? randomUUID() : derivedId(as, commandId) };
}
