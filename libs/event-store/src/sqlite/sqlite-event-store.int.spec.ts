import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { anEvent, eventStoreContract, readEverything, type Place } from '../testing/event-store.contract.js';
import { CommitThread, type ThreadScript } from './commit-thread.js';
import { OwnRows } from './own-rows.js';
import { SqliteEventStore } from './sqlite-event-store.js';
import { SqliteWriter } from './sqlite-writer.js';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'countersign-log-')), 'log.db');

const HOOKS = ['--disable-warning=ExperimentalWarning', '--experimental-transform-types', '--import', resolve('test/support/ts-hooks.mjs')];

function writeElsewhere(file: string, streams: readonly string[], appends: number): ChildProcess {
  const script = resolve('libs/event-store/src/testing/append-elsewhere.ts');
  return spawn(process.execPath, [...HOOKS, script, file, String(appends), ...streams], { stdio: ['ignore', 'pipe', 'inherit'] });
}

function newPlace(): Place {
  return placeOf(newFile());
}

function placeOf(file: string): Place {
  return {
    open: async () => SqliteEventStore.open(file),
    async appendElsewhere(streams, appends) {
      const child = writeElsewhere(file, streams, appends);
      child.stdout?.resume();
      const [code] = (await once(child, 'exit')) as [number];
      if (code !== 0) throw new Error(`the other process ended with ${code}`);
    },
    remove: () => rm(join(file, '..'), { recursive: true }),
  };
}

eventStoreContract('SqliteEventStore', newPlace, { idsAreUniqueInTheLog: true });

const inThread: ThreadScript = {
  script: pathToFileURL(resolve('libs/event-store/src/sqlite/commit-in-thread.ts')),
  execArgv: HOOKS,
  from: 1,
};

/** A store to which every append is unhurried. */
function unhurriedly(file: string): SqliteEventStore {
  const store = SqliteEventStore.open(file, { thread: inThread });
  const append = store.append.bind(store);
  store.append = (stream, expected, events) => append(stream, expected, events, { unhurried: true });
  return store;
}

eventStoreContract(
  'SqliteEventStore with its thread',
  () => {
    const file = newFile();
    return { ...placeOf(file), open: async () => unhurriedly(file) };
  },
  { idsAreUniqueInTheLog: true },
);

/** A store that writes through the thread of another one, as the log of a job does beside a server's. */
function beside(file: string): SqliteEventStore {
  const owner = SqliteEventStore.open(file, { thread: inThread });
  const store = SqliteEventStore.open(file, { thread: inThread, writer: owner.shareWriter() });
  const close = store.close.bind(store);
  store.close = () => close().then(() => owner.close());
  return store;
}

eventStoreContract(
  'SqliteEventStore that shares the writer of another',
  () => {
    const file = newFile();
    return { ...placeOf(file), open: async () => beside(file) };
  },
  { idsAreUniqueInTheLog: true },
);

describe('SqliteEventStore', () => {
  it('commits appends that arrive together in one transaction', async () => {
    const store = SqliteEventStore.open(newFile());
    await Promise.all(Array.from({ length: 50 }, (_, n) => store.append(`a-${n}`, 'no-stream', [anEvent()])));
    expect(store.writer.commits).toBe(1);
    await store.append('b-1', 'no-stream', [anEvent()]);
    expect(store.writer.commits).toBe(2);
    await store.close();
  });

  it('gathers appends that are not in a hurry, and lets one that is go first', async () => {
    const store = SqliteEventStore.open(newFile(), { thread: inThread });
    const order: string[] = [];
    const patient = Array.from({ length: 3_000 }, (_, n) =>
      store.append(`a-${n}`, 'no-stream', [anEvent()], { unhurried: true }).then(() => order.push('patient')),
    );
    await store.append('b-1', 'no-stream', [anEvent()]).then(() => order.push('hurried'));
    await Promise.all(patient);
    expect(order[0]).toBe('hurried');
    expect(store.writer.commits).toBe(1 + Math.ceil(3_000 / 512));
    await store.close();
  });

  it('leaves the disk to its thread once appends come together', async () => {
    const file = newFile();
    await SqliteEventStore.open(file).close();
    const database = new DatabaseSync(file);
    const thread = CommitThread.of(file, inThread) as CommitThread;
    const handedOver = jest.spyOn(thread, 'commit');
    const writer = new SqliteWriter(database, new OwnRows(), () => undefined, thread);
    const append = (stream: string) => writer.append(stream, 'no-stream', [anEvent()]);
    const counts: number[] = [];
    for (const together of [['a-1'], ['a-2', 'a-3'], ['a-4']]) {
      const answers = await Promise.all(together.map(append));
      expect(answers.map(({ revision, repeated }) => ({ revision, repeated }))).toEqual(
        together.map(() => ({ revision: 0, repeated: false })),
      );
      counts.push(handedOver.mock.calls.length);
    }
    expect(counts).toEqual([0, 1, 2]);
    await thread.close();
    database.close();
  });

  it('answers on closing what still gathers', async () => {
    const file = newFile();
    const store = SqliteEventStore.open(file, { thread: inThread });
    const appended = store.append('a-1', 'no-stream', [anEvent()], { unhurried: true });
    await store.close();
    expect((await appended).revision).toBe(0);
    const again = SqliteEventStore.open(file);
    expect(await again.readStream('a-1')).toHaveLength(1);
    await again.close();
  });

  it('refuses what its thread was to write when that cannot be started, and goes on', async () => {
    const broken = join(mkdtempSync(join(tmpdir(), 'countersign-thread-')), 'broken.mjs');
    writeFileSync(broken, 'process.exit(7)');
    const store = SqliteEventStore.open(newFile(), { thread: { script: pathToFileURL(broken), from: 1 } });
    await expect(store.append('a-1', 'no-stream', [anEvent()], { unhurried: true })).rejects.toMatchObject({
      code: 'log-unusable',
      params: { reason: 'stopped' },
    });
    expect((await store.append('a-1', 'no-stream', [anEvent()])).revision).toBe(0);
    await store.close();
  });

  it('writes in turn with another that shares its writer, while the other has much to write, and keeps nobody waiting for the lock', async () => {
    const file = newFile();
    const owner = SqliteEventStore.open(file, { thread: inThread });
    const job = SqliteEventStore.open(file, { thread: inThread, writer: owner.shareWriter() });
    const order: string[] = [];
    const much = Array.from({ length: 3_000 }, (_, n) =>
      job.append(`a-${n}`, 'no-stream', [anEvent()], { unhurried: true }).then(() => order.push('job')),
    );
    await much[0];
    await owner.append('b-1', 'no-stream', [anEvent()]).then(() => order.push('command'));
    await Promise.all(much);
    expect(order.indexOf('command')).toBeLessThan(3_000);
    expect(await readEverything(owner)).toHaveLength(3_001);
    await job.close();
    expect((await owner.append('b-1', 0, [anEvent()])).revision).toBe(1);
    await owner.close();
  });

  it('says what it cannot tell when the writer of another ends, and then writes by itself', async () => {
    const file = newFile();
    const owner = SqliteEventStore.open(file, { thread: inThread });
    const job = SqliteEventStore.open(file, { thread: inThread, writer: owner.shareWriter() });
    await job.append('a-1', 'no-stream', [anEvent()]);
    await owner.close();
    const further = await Promise.allSettled([job.append('a-1', 0, [anEvent()])]);
    const stopped = further.filter(({ status }) => status === 'rejected');
    expect(stopped.map((one) => (one as PromiseRejectedResult).reason)).toMatchObject(stopped.map(() => ({ code: 'log-unusable' })));
    const next = 1 + further.length - stopped.length;
    expect((await job.append('a-1', next - 1, [anEvent()])).revision).toBe(next);
    await job.close();
  });

  it('does not let anybody alter or delete an event, not even with SQL', async () => {
    const file = newFile();
    const store = SqliteEventStore.open(file);
    await store.append('a-1', 'no-stream', [anEvent()]);
    const database = new DatabaseSync(file);
    expect(() => database.exec("UPDATE event SET data = '{}'")).toThrow('never altered');
    expect(() => database.exec('DELETE FROM event')).toThrow('never deleted');
    database.close();
    await store.close();
  });

  it('reads streams and categories by index', async () => {
    const file = newFile();
    await SqliteEventStore.open(file).close();
    const database = new DatabaseSync(file);
    const plan = (sql: string) =>
      (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).join('; ');
    expect(plan('SELECT * FROM event WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT 9')).toMatch(
      /^SEARCH event USING INDEX event_in_stream[^;]*$/,
    );
    expect(plan('SELECT * FROM event WHERE category = ? AND position > ? AND position <= ? ORDER BY position LIMIT 9')).toMatch(
      /^SEARCH event USING INDEX event_in_category \(category=\? AND rowid>\? AND rowid<\?\)$/,
    );
    expect(plan('SELECT * FROM event WHERE position > ? AND position <= ? ORDER BY position LIMIT 9')).toMatch(
      /^SEARCH event USING INTEGER PRIMARY KEY[^;]*$/,
    );
    database.close();
  });

  it('loses nothing that was answered when its process is killed in the middle of writing', async () => {
    const file = newFile();
    const child = writeElsewhere(file, ['a-1', 'a-2', 'a-3'], 1_000_000);
    const answered: string[] = [];
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      answered.push(line);
      if (answered.length === 200) child.kill('SIGKILL');
    }
    const store = SqliteEventStore.open(file);
    const ids = new Set((await readEverything(store, 1000)).map(({ id }) => id));
    expect(answered.length).toBeGreaterThanOrEqual(200);
    expect(answered.filter((id) => id.length === 36 && !ids.has(id))).toEqual([]);
    const revisions = (await store.readStream('a-1')).map(({ revision }) => revision);
    expect(revisions).toEqual([...revisions.keys()]);
    await store.close();
  });

  it('refuses a file that is no log, and one that a newer program wrote', async () => {
    const junk = newFile();
    writeFileSync(junk, 'no database, but long enough to look like something'.repeat(40));
    expect(() => SqliteEventStore.open(junk)).toThrow('log-unusable');
    const newer = newFile();
    const database = new DatabaseSync(newer);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => SqliteEventStore.open(newer)).toThrow('log-newer');
  });
});
