import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandBus } from '@nestjs/cqrs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '#event-store';
import type { RostersImported } from '#rosters';
import { TYPESCRIPT } from '../../../../test/support/eventstoredb/test-server.js';
import type { JobProgress } from './import-job.js';
import { ImportThread, type ImportMessage } from './import-thread.js';

const home = mkdtempSync(join(tmpdir(), 'countersign-import-'));
const store = SqliteEventStore.open(join(home, 'log.db'), {
  thread: { script: pathToFileURL(resolve('libs/event-store/src/sqlite/commit-in-thread.ts')), execArgv: TYPESCRIPT },
});
afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true });
});

const configuration = { dataDirectory: home, port: 0, roles: ['api'] as const };
const order = { body: { files: ['名册.csv'], cycle: '2020-2021' }, context: { commandId: 'c-1' } };
const ANSWER: RostersImported = {
  files: [],
  records: { opened: 1, completed: 0, unchanged: 0 },
  findings: { opened: 0, closed: 0 },
  events: 3,
};

const commands = { execute: () => Promise.resolve(ANSWER) } as unknown as CommandBus;

/** Runs an import in a thread of a script. */
async function running(name: string, script: string): Promise<{ answer: RostersImported; told: readonly JobProgress[] }> {
  const file = join(home, `${name}.mjs`);
  writeFileSync(file, script);
  const told: JobProgress[] = [];
  const thread = new ImportThread({ configuration, store }, commands, pathToFileURL(file));
  return { answer: await thread.run(order, (progress) => told.push(progress)), told };
}

/** A script that only says what a real one would. */
function saying(...messages: readonly ImportMessage[]): string {
  return `import { parentPort } from 'node:worker_threads'; for (const one of ${JSON.stringify(messages)}) parentPort.postMessage(one);`;
}

describe('an import in a thread', () => {
  it('is what the thread says, which tells how far it is; what it refuses is refused', async () => {
    const some = { rows: 5, unread: 1, people: 0, findings: 0 };
    const all = { ...some, rows: 9, rate: 100 };
    expect(await running('done', saying({ progress: some }, { progress: all }, { answer: ANSWER }))).toEqual({
      answer: ANSWER,
      told: [some, all],
    });
    const refused = { kind: 'unreadable' as const, code: 'roster-csv', params: { line: 7 } };
    await expect(running('refused', saying({ refused }))).rejects.toMatchObject(refused);
  });

  it('has failed when the thread says so, throws or ends, and nobody quotes what it was at', async () => {
    await expect(running('failed', saying({ failed: 'RangeError' }))).rejects.toMatchObject({ name: 'ImportFailed (RangeError)' });
    await expect(running('throws', `throw new TypeError('张小花')`)).rejects.toMatchObject({ message: 'TypeError' });
    await expect(running('ends', 'process.exit(7)')).rejects.toMatchObject({ reason: 'stopped' });
  });

  it('is given everything that it is made for, and a way to append in turn with the server', async () => {
    const script = `
      import { parentPort, workerData, MessagePort } from 'node:worker_threads';
      const { configuration, order, writer } = workerData;
      parentPort.postMessage({ answer: { configuration, order, writes: writer instanceof MessagePort } });
      writer?.close();
    `;
    expect((await running('given', script)).answer).toEqual({ configuration, order, writes: true });
  });

  it('runs here where there is no script', async () => {
    const thread = new ImportThread({ configuration, store }, commands, pathToFileURL(join(home, 'none.js')));
    expect(await thread.run(order, () => undefined)).toBe(ANSWER);
  });
});
