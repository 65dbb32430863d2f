import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import type { Runtime } from '#platform';
import { openReadStore } from '#projections';
import type { RostersImported, UnreadRows } from '#rosters';
import type { ImportJob } from './import-job.js';
import { ImportJobs } from './import-jobs.js';
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
