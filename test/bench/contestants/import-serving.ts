import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportDirectory } from '#directory';
import { percentile } from '../measure.js';
import { openApplication } from '../support/application.js';
import { again, contestant, inDirectory, mustBe, timed } from '../support/contestant.js';
import { OwnMemory } from '../support/own-memory.js';
import { countEvents } from '../support/pages.js';
import { ServerUnderLoad } from '../support/processes.js';
import { directoryFiles, rosterFiles } from '../support/roster-files.js';

interface Options {
  /** Holds `regions.csv`, `schools.csv`, `staff.csv` and the departments' rosters. */
  readonly rosters: string;
  /** Only the two without which there are no records. */
  readonly quick: boolean;
}

const CYCLE = '2020-2021';
/** Whose officer hands over a file, by the beginning of its name; the provincial list comes with the rolls. */
const HANDED_OVER: Readonly<Record<string, string>> = {
  扶贫办: 'poverty-alleviation',
  民政局: 'civil-affairs',
  残联: 'disabled-federation',
  省一单式: 'education',
  教育局: 'education',
};
/** Without these there are no records: the poor, and who is enrolled. */
const NEEDED = ['扶贫办', '教育局'];
/** Between two questions, and between two looks how an import stands, in milliseconds. */
const ASK_EVERY_MS = 20;
const LOOK_EVERY_MS = 200;

/**
 * A server imports a county's rosters, the last with reconciling, while somebody asks about a village and the county in turns: for how long its event
 * loop stood still at most. No question may be refused.
 */
await contestant<Options>(({ rosters, quick }) =>
  inDirectory(async (directory) => {
    const data = join(directory, 'data');
    await importDirectory(rosters, data);
    const server = await ServerUnderLoad.ours(data, { pauses: join(directory, 'pauses') });
    const { villages, officers } = staffOf(rosters);
    const questions = [
      ...villages.slice(0, 1).map((code) => `villages/${code}`),
      ...villages.slice(0, 1).map((code) => `counties/${code.slice(0, 6)}`),
    ];
    const ask = (turn: number) => answered(`${server.address}/api/${questions[turn % questions.length] ?? ''}?cycle=${CYCLE}`);
    // A server runs for months: that it learns who works in the county is no part of what it does.
    await Promise.all(questions.map((_question, turn) => ask(turn)));
    await server.longestPauseMs();
    const memory = new OwnMemory(server.pid);
    const asking = again(ASK_EVERY_MS, (turn) => timed(() => ask(turn)));
    const began = performance.now();
    let opened = 0;
    for (const name of inOrder(rosterFiles(rosters), quick)) opened += await handOver(server.address, join(rosters, name), name, officers);
    const seconds = (performance.now() - began) / 1000;
    const times = await asking();
    const longest = await server.longestPauseMs();
    const ownMb = memory.stop();
    await server.stop();
    const { runtime, close } = await openApplication(data);
    mustBe('records in the log', await countEvents(runtime.log, { types: ['record-opened'] }), opened);
    await close();
    return {
      value: longest,
      notes: {
        records: opened,
        seconds: Math.round(seconds),
        questions: times.length,
        p50: Math.round(percentile(times, 0.5)),
        p99: Math.round(percentile(times, 0.99)),
        ownMb,
      },
    };
  }),
);

async function importDirectory(rosters: string, data: string): Promise<void> {
  const { commands, close } = await openApplication(data);
  await commands.execute(new ImportDirectory(directoryFiles(rosters), { commandId: 'directory' }));
  await close();
}

/** Villages that have a collector, and the county's officers by what they answer for. */
function staffOf(rosters: string): { villages: readonly string[]; officers: ReadonlyMap<string, string> } {
  const rows = readFileSync(join(rosters, 'staff.csv'), 'utf8')
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const of = (role: string) => rows.filter(([, , has]) => has === role);
  return {
    villages: of('collector').flatMap(([, , , unit = '', line]) => (line === 'household' && unit.length === 12 ? [unit] : [])),
    officers: new Map(of('officer').map(([user = '', , , , department = '']) => [department, user])),
  };
}

/** The rolls last: with them everything is reconciled. */
function inOrder(names: readonly string[], quick: boolean): readonly string[] {
  const wanted = names.filter((name) => !quick || NEEDED.some((beginning) => name.startsWith(beginning)));
  return wanted.sort((one, other) => Number(one.startsWith('教育局')) - Number(other.startsWith('教育局')));
}

/** @returns how many records it has opened */
async function handOver(address: string, path: string, name: string, officers: ReadonlyMap<string, string>): Promise<number> {
  const department = Object.entries(HANDED_OVER).find(([beginning]) => name.startsWith(beginning))?.[1] ?? '';
  const query = new URLSearchParams({ cycle: CYCLE, name, reconcile: String(name.startsWith('教育局')) });
  const response = await fetch(`${address}/api/imports?${query.toString()}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'idempotency-key': randomUUID(),
      'x-countersign-as': officers.get(department) ?? '',
    },
    body: readFileSync(path),
  });
  const { importId } = (await response.json()) as { importId: string };
  for (;;) {
    const job = (await (await fetch(`${address}/api/imports/${importId}`)).json()) as {
      state: string;
      answer?: { records: { opened: number } };
    };
    if (job.state === 'done') return job.answer?.records.opened ?? 0;
    if (job.state !== 'running') throw new Error(`${name}: ${JSON.stringify(job)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** @throws Error if the question is not answered */
async function answered(url: string): Promise<void> {
  const response = await fetch(url);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${text}`);
}
