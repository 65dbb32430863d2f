import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openReadStore, type ReadStore } from '#projections';
import { inTurn } from './in-turn.js';

let directory: string;
let stores: ReadStore[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-turn-'));
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  rmSync(directory, { recursive: true });
});

/** The same lease as another process has it. */
async function lease() {
  const store = await openReadStore({ kind: 'sqlite' }, directory);
  stores.push(store);
  return store.lease('imports');
}

it('of several processes one works at a time, and each has its turn', async () => {
  let working = 0;
  const done: number[] = [];
  const stopping = new AbortController().signal;
  const turn = async (n: number) =>
    inTurn(await lease(), stopping, async () => {
      working += 1;
      expect(working).toBe(1);
      for (let others = 0; others < 20; others += 1) await new Promise((next) => setImmediate(next));
      working -= 1;
      done.push(n);
    });
  await Promise.all([1, 2, 3].map(turn));
  expect(done.sort()).toEqual([1, 2, 3]);
});

it('whoever is told to stop while it waits does nothing', async () => {
  const first = await lease();
  const leave = first.want();
  while (first.epoch === undefined) await new Promise((next) => setImmediate(next));
  const stopping = new AbortController();
  let worked = false;
  const waiting = inTurn(await lease(), stopping.signal, async () => {
    worked = true;
  });
  stopping.abort();
  await waiting;
  await leave();
  expect(worked).toBe(false);
});
