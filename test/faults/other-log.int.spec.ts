import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { LOG_STREAM } from '#event-store';
import { ProjectionRunner } from '#projections';
import { openCountersign } from '../../apps/composition/src/countersign.module.js';
import { everyProjection } from '../../apps/composition/src/every-projection.js';
import { readStoreOf } from '../../libs/projections/src/testing/read-store-of.js';
import { RunningServer } from '../http/support/running-server.js';
import { COUNTY, CYCLE, type SmallCounty } from '../http/support/small-county.js';
import { WorkedRecord } from '../http/support/worked-record.js';

let county: SmallCounty;
let source: string;
beforeEach(async () => {
  const server = await RunningServer.start();
  source = server.runtime.origin.storeId;
  const record = await WorkedRecord.open(server.client);
  await record.collect();
  await countsOf(server, (await server.runtime.log.head()) ?? '');
  county = await server.halt();
});
afterEach(() => county.remove());

const place = (file: string) => join(county.data, file);

async function countsOf(server: RunningServer, position: string): Promise<{ students: number }> {
  const { body } = await server.client.get<{ students: number }>(`/api/counties/${COUNTY}?cycle=${CYCLE}&minPosition=${position}`);
  return body;
}

/** The refusal with which the data directory is not opened. */
async function refusal(options: { renew?: string } = {}): Promise<string> {
  const configuration = { dataDirectory: county.data, port: 0, roles: ['api'] as const, readStore: readStoreOf(county.data) };
  try {
    const runtime = await openCountersign(configuration, options);
    await runtime.close();
    return 'opened';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

function removeAll(prefix: string): void {
  for (const file of readdirSync(county.data).filter((name) => name.startsWith(prefix))) rmSync(place(file), { recursive: true });
}

/** The log as it was so many events ago, as a restored backup is. */
function setBack(events: number): void {
  const log = new DatabaseSync(place('log.db'));
  const triggers = log.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all() as { name: string }[];
  for (const { name } of triggers) log.exec(`DROP TRIGGER "${name}"`);
  log.exec(`DELETE FROM event WHERE position > (SELECT max(position) - ${events} FROM event)`);
  log.close();
}

describe('a data directory is not opened', () => {
  it('on a log that is empty now, and nothing is written into it', async () => {
    removeAll('log.db');
    expect(await refusal()).toBe('log-replaced');
    const log = new DatabaseSync(place('log.db'), { readOnly: true });
    expect(log.prepare('SELECT count(*) AS events FROM event').get()).toEqual({ events: 0 });
    log.close();
    expect(await refusal({ renew: 'as it is' })).toBe('nothing-to-renew');
  });

  it('on another log', async () => {
    const other = await RunningServer.start();
    const theirs = await other.halt();
    removeAll('log.db');
    copyFileSync(join(theirs.data, 'log.db'), place('log.db'));
    theirs.remove();
    expect(await refusal()).toBe('log-replaced');
  });

  it('without the keys of its log, nor with others; and no other keys are made', async () => {
    removeAll('keys.db');
    expect(await refusal()).toBe('keys-lost');
    expect(readdirSync(county.data).filter((name) => name.startsWith('keys.db'))).toEqual([]);
    const other = await RunningServer.start();
    const theirs = await other.halt();
    copyFileSync(join(theirs.data, 'keys.db'), place('keys.db'));
    theirs.remove();
    expect(await refusal()).toBe('keys-of-another-log');
  });
});

describe('a log that was begun before logs knew their keys', () => {
  beforeEach(() => {
    const log = new DatabaseSync(place('log.db'));
    const triggers = log.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all() as { name: string }[];
    for (const { name } of triggers) log.exec(`DROP TRIGGER "${name}"`);
    log.exec(`UPDATE event SET version = 1, data = json_remove(data, '$.keyStoreId') WHERE type = 'log-created'`);
    log.close();
  });

  it('adopts the keys that its values are sealed with, by one event', async () => {
    for (let times = 0; times < 2; times += 1) {
      const server = await RunningServer.start({ county });
      const origin = await server.runtime.log.readStream(LOG_STREAM);
      expect(origin.filter(({ type }) => type === 'key-store-adopted')).toHaveLength(1);
      await server.halt();
    }
  });

  it('takes no others', async () => {
    removeAll('keys.db');
    expect(await refusal()).toBe('keys-lost');
    const other = await RunningServer.start();
    const theirs = await other.halt();
    copyFileSync(join(theirs.data, 'keys.db'), place('keys.db'));
    theirs.remove();
    expect(await refusal()).toBe('keys-of-another-log');
  });
});

describe('a log that was set back', () => {
  it('is refused until it is renewed, and goes on under a new name with views made anew', async () => {
    setBack(3);
    expect(await refusal()).toBe('log-behind-views');
    const configuration = { dataDirectory: county.data, port: 0, roles: ['api'] as const, readStore: readStoreOf(county.data) };
    const renewed = await openCountersign(configuration, { renew: 'restored from a backup' });
    expect(renewed.origin.storeId).not.toBe(source);
    expect(renewed.origin.formerly).toEqual([source]);
    // In this thread: what makes views anew elsewhere is built first.
    const runner = new ProjectionRunner(renewed.log, renewed.readStore);
    everyProjection((projection) => void runner.view(projection));
    await expect(runner.catchUp('records')).rejects.toMatchObject({ code: 'view-of-another-log' });
    await runner.rebuild();
    await runner.stop();
    await renewed.close();
    const server = await RunningServer.start({ county });
    const feed = await server.client.get<readonly { source: string }[]>('/api/feed');
    expect(new Set(feed.body.map((event) => event.source))).toEqual(new Set([`/countersign/${renewed.origin.storeId}`]));
    expect(await countsOf(server, await server.runtime.log.head())).toMatchObject({ students: 1 });
    await server.halt();
  }, 60_000);
});
