import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import type { Runtime } from '#platform';
import { openReadStore } from '#projections';
import type { RostersImported, UnreadRows } from '#rosters';
import type { ImportJob } from './import-job.js';
import { ImportJobs } from './import-jobs.js';
import { IMPORTS_A_PERSON } from './open-imports.js';
import type { ImportThread } from './import-thread.js';

const ASKED: Omit<ImportJob, 'state'> = { importId: 'an-import', userId: 'officer', name: 'a.csv', cycle: '2020-2021', reconcile: true };
const ANSWER = { files: [], records: { opened: 0 } } as unknown as RostersImported;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-jobs-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Imports whose thread ends, one run after the other, as is said here: with what it throws, or well. */
async function jobsOf(...ends: readonly unknown[]) {
  const readStore = await openReadStore({ kind: 'sqlite' }, join(directory, 'views'));
  let runs = 0;
  const run = async () => {
    const end = ends[runs];
    runs += 1;
    if (end !== undefined) throw end;
    return ANSWER;
  };
  const runtime = { configuration: { dataDirectory: directory }, readStore } as unknown as Runtime;
  const jobs = new ImportJobs(runtime, { run } as unknown as ImportThread, {} as UnreadRows);
  const received = await jobs.receive(ASKED, { bytes: Readable.from([Buffer.from('a,b')]), offset: 0, complete: true });
  expect(received.job.state).toBe('running');
  const ended = async () => {
    for (;;) {
      const { job } = await jobs.get(ASKED.importId);
      if (job.state !== 'running') return job;
      await new Promise((turn) => setTimeout(turn, 20));
    }
  };
  const close = async () => {
    await jobs.beforeApplicationShutdown();
    await readStore.close();
  };
  return { ended, close, runs: () => runs };
}

it.each([
  ['the disk was full', Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })],
  ['a thread of its said that the disk was full', new Refusal('unavailable', 'disk-full')],
  ['a view could not be moved on', new Refusal('unavailable', 'view-behind')],
])('an import goes on by itself when %s', async (_why, thrown) => {
  const jobs = await jobsOf(thrown, undefined);
  expect(await jobs.ended()).toMatchObject({ state: 'done' });
  expect(jobs.runs()).toBe(2);
  await jobs.close();
});

it('an import that is refused for what it is has failed', async () => {
  const jobs = await jobsOf(new Refusal('forbidden', 'not-its-officer'));
  expect(await jobs.ended()).toMatchObject({ state: 'failed', refusal: { code: 'not-its-officer' } });
  expect(jobs.runs()).toBe(1);
  await jobs.close();
});

it('an import that waits for room lets the program stop', async () => {
  const full = new Refusal('unavailable', 'disk-full');
  const jobs = await jobsOf(...Array.from({ length: 1_000 }, () => full));
  await jobs.close();
  expect(jobs.runs()).toBeLessThan(1_000);
});

const part = (complete = true) => ({ bytes: Readable.from([Buffer.from('a,b')]), offset: 0, complete });
const fileOf = (importId: string) => join(directory, 'imports', importId, 'file', 'a.csv');

/** Imports of which none ends before it is let. */
async function heldJobs() {
  const readStore = await openReadStore({ kind: 'sqlite' }, join(directory, 'views'));
  const held: (() => void)[] = [];
  const run = () => new Promise<RostersImported>((end) => held.push(() => end(ANSWER)));
  const runtime = { configuration: { dataDirectory: directory }, readStore } as unknown as Runtime;
  const jobs = new ImportJobs(runtime, { run } as unknown as ImportThread, {} as UnreadRows);
  await jobs.onApplicationBootstrap();
  const hand = async (importId: string, { userId = 'officer', complete = true } = {}) =>
    jobs.receive({ ...ASKED, importId, userId }, part(complete)).then(
      ({ job }) => job.state,
      (error: unknown) => (error as Refusal).code,
    );
  const stateOf = async (importId: string) =>
    jobs.get(importId).then(
      ({ job }) => job.state,
      (error: unknown) => (error as Refusal).code,
    );
  const turn = () => new Promise((next) => setTimeout(next, 10));
  const endOne = async () => {
    while (held.length === 0) await turn();
    const waiting = jobs.waiting;
    held.shift()?.();
    while (jobs.waiting === waiting) await turn();
  };
  const close = async () => {
    while (jobs.waiting > 0) await endOne();
    await jobs.beforeApplicationShutdown();
    await readStore.close();
  };
  return { jobs, hand, stateOf, endOne, close };
}

describe('imports of one person', () => {
  it('are so many at a time that wait or run, also if they come at one moment; others have theirs', async () => {
    const { hand, endOne, close } = await heldJobs();
    const answers = await Promise.all(Array.from({ length: IMPORTS_A_PERSON + 3 }, (_, n) => hand(`i-${n}`)));
    expect(answers.filter((state) => state === 'running')).toHaveLength(IMPORTS_A_PERSON);
    expect(answers.filter((code) => code === 'too-many-imports')).toHaveLength(3);
    const refused = `i-${answers.indexOf('too-many-imports')}`;
    expect(existsSync(join(directory, 'imports', refused))).toBe(false);
    // What stands is answered, whoever has how many.
    expect(await hand(`i-${answers.indexOf('running')}`)).toBe('running');
    expect(await hand('another', { userId: 'other-officer' })).toBe('running');
    await endOne();
    expect(await hand(refused)).toBe('running');
    await close();
  });

  it('whose rest nobody sends go for new ones, the one first that was left longest ago', async () => {
    const { hand, stateOf, close } = await heldJobs();
    for (let n = 0; n < IMPORTS_A_PERSON; n += 1) expect(await hand(`left-${n}`, { complete: false })).toBe('receiving');
    expect(await hand('left-0', { complete: false })).toBe('receiving');
    expect(await hand('new')).toBe('running');
    expect([await stateOf('left-0'), await stateOf('left-1'), await stateOf('left-2')]).toEqual([
      'receiving',
      'unknown-import',
      'receiving',
    ]);
    expect(existsSync(fileOf('left-1'))).toBe(false);
    expect(await hand('left-1')).toBe('running');
    await close();
  });

  it('that are not let in leave nothing, and take no place', async () => {
    const { jobs, hand, close } = await heldJobs();
    for (let n = 0; n <= IMPORTS_A_PERSON; n += 1) {
      const refused = jobs.receive({ ...ASKED, importId: `r-${n}` }, part(), () =>
        Promise.reject(new Refusal('forbidden', 'not-its-officer')),
      );
      await expect(refused).rejects.toMatchObject({ code: 'not-its-officer' });
    }
    expect(existsSync(join(directory, 'imports'))).toBe(false);
    expect(await hand('let-in')).toBe('running');
    await close();
  });
});

describe('the file of an import', () => {
  it.each([
    ['done', undefined],
    ['failed', new Refusal('unreadable', 'no-roster')],
  ])('is gone when it is %s', async (_state, thrown) => {
    const jobs = await jobsOf(thrown);
    await jobs.ended();
    await jobs.close();
    expect(existsSync(fileOf(ASKED.importId))).toBe(false);
    expect(readdirSync(join(directory, 'imports', ASKED.importId)).sort()).toEqual(['file', 'job.json']);
  });

  it.each(['done', 'failed'])('that a process left which died when it was %s is gone at the start', async (state) => {
    leave('left', state);
    const { hand, stateOf, close } = await heldJobs();
    expect(existsSync(fileOf('left'))).toBe(false);
    expect([await stateOf('left'), await hand('left')]).toEqual([state, state]);
    await close();
  });

  it('that came in part waits for its rest a day, then goes at the start', async () => {
    leave('today', 'receiving');
    leave('long-ago', 'receiving');
    const long = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(fileOf('long-ago'), long, long);
    const { stateOf, hand, close } = await heldJobs();
    expect([await stateOf('today'), await stateOf('long-ago')]).toEqual(['receiving', 'unknown-import']);
    expect(existsSync(join(directory, 'imports', 'long-ago'))).toBe(false);
    expect(await hand('today')).toBe('running');
    await close();
  });

  function leave(importId: string, state: string): void {
    mkdirSync(join(directory, 'imports', importId, 'file'), { recursive: true });
    writeFileSync(fileOf(importId), 'a,b');
    writeFileSync(join(directory, 'imports', importId, 'job.json'), JSON.stringify({ ...ASKED, importId, state }));
  }
});
