import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Actor } from '#kernel';
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore, systemClock } from './index.js';

const actor: Actor = { userId: 'u1', name: '甲', role: 'collector', unit: '1', unitName: '一村', line: 'household' };
const metadata = { actor, commandId: 'c1', commandHash: 'h', correlationId: 'c1', causationId: 'c1' };
const version1 = { type: 'visit-noted', version: 1, schema: z.strictObject({ place: z.string() }) };
const version2 = {
  type: 'visit-noted',
  version: 2,
  schema: z.strictObject({ place: z.string(), method: z.string() }),
  upcasters: { 1: (data: unknown) => ({ ...(data as object), method: 'home' }) },
};
const clock = () => simulatedClock('2020-09-01T00:00:00.000Z');

describe('the event log', () => {
  it('stores canonical JSON, whatever the order of the keys was', async () => {
    const { log, store, close } = await openLog([{ ...version2, version: 1 }]);
    await log.append('a-1', 'no-stream', [{ type: 'visit-noted', data: { place: '村', method: 'home' } }], metadata);
    expect((await store.readStream('a-1'))[0]?.data).toBe('{"method":"home","place":"村"}');
    await close();
  });

  it('gives the same command the same ids, so that a retry writes nothing', async () => {
    const { log, close } = await openLog([version1]);
    const first = await log.append('a-1', 'no-stream', [{ type: 'visit-noted', data: { place: '村' } }], metadata);
    const again = await log.append('a-1', 'no-stream', [{ type: 'visit-noted', data: { place: '村' } }], metadata);
    expect(again).toMatchObject({ revision: first.revision, position: first.position, repeated: true });
    expect(again.events()).toEqual([]);
    const [event] = await log.readStream('a-1');
    expect(event).toMatchObject({
      type: 'visit-noted',
      version: 1,
      actor,
      commandId: 'c1',
      time: '2020-09-01T00:00:00.000Z',
      data: { place: '村' },
    });
    await close();
  });

  it('refuses a command that was used for another stream, where the store knows all ids', async () => {
    const { log, close } = await openLog([version1]);
    const noted = { type: 'visit-noted', data: { place: '村' } };
    await log.append('a-1', 'no-stream', [noted], metadata);
    await expect(log.append('b-1', 'no-stream', [noted], metadata)).rejects.toMatchObject({ kind: 'invalid', code: 'command-reused' });
    await expect(log.append('b-1', 'any', [noted], metadata)).rejects.toMatchObject({ code: 'command-reused' });
    expect(await log.readStream('b-1')).toEqual([]);
    await close();
  });

  it('answers an append with its events as a reader finds them', async () => {
    const { log, close } = await openLog([version1]);
    const noted = (place: string) => ({ type: 'visit-noted', data: { place } });
    await log.append('a-1', 'no-stream', [noted('村')], metadata);
    const appended = await log.append('a-1', 0, [noted('镇'), noted('县')], { ...metadata, commandId: 'c2' });
    const read = await log.readStream('a-1', { from: 1 });
    expect(appended.events()).toStrictEqual(
      read.map(({ id, type, time, actor: by, revision, data }) => ({ id, type, time, actor: by, revision, data })),
    );
    await close();
  });

  it('refuses to write what is not registered or has another shape, without telling the data', async () => {
    const { log, close } = await openLog([version1]);
    await expect(log.append('a-1', 'no-stream', [{ type: 'unheard-of', data: {} }], metadata)).rejects.toThrow('not registered');
    const wrong = log.append('a-1', 'no-stream', [{ type: 'visit-noted', data: { place: 7, secret: '姓名' } }], metadata);
    await expect(wrong).rejects.toThrow(/^event visit-noted has a wrong shape: (?!.*姓名)/);
    await close();
  });

  it('makes an event once for several readers, as long as it keeps it', async () => {
    const { log, store, close } = await openLog([version1]);
    for (const place of ['村', '镇', '县'])
      await log.append(`a-${place}`, 'no-stream', [{ type: 'visit-noted', data: { place } }], { ...metadata, commandId: place });
    const keeping = createEventLog(store, new EventRegistry([version1]), clock(), { kept: 2 });
    const [first] = (await keeping.readAll({ limit: 1 })).events;
    expect((await keeping.readStream('a-村'))[0]).toBe(first);
    expect((await keeping.readAll({ limit: 3 })).events.map(({ data }) => data)).toEqual(['村', '镇', '县'].map((place) => ({ place })));
    const [again] = await keeping.readStream('a-村');
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
    await close();
  });

  it('reads an old event in the current shape through its upcasters', async () => {
    const { log, store, close } = await openLog([version1]);
    await log.append('a-1', 'no-stream', [{ type: 'visit-noted', data: { place: '村' } }], metadata);
    const newer = createEventLog(store, new EventRegistry([version2]), clock());
    expect((await newer.readStream('a-1'))[0]).toMatchObject({ version: 2, data: { place: '村', method: 'home' } });
    await close();
  });

  it('stops at an unknown type and at a newer version, naming type, version and position', async () => {
    const { log, store, close } = await openLog([version2]);
    await log.append('a-1', 'no-stream', [{ type: 'visit-noted', data: { place: '村', method: 'phone' } }], metadata);
    const older = createEventLog(store, new EventRegistry([version1]), clock());
    await expect(older.readStream('a-1')).rejects.toMatchObject({
      code: 'unknown-event-type',
      params: { type: 'visit-noted', version: 2 },
    });
    const other = createEventLog(store, new EventRegistry([]), clock());
    await expect(other.subscribe({}, () => undefined).done).rejects.toMatchObject({ code: 'unknown-event-type' });
    await close();
  });

  it('does not start with an upcaster missing or a type defined twice', () => {
    expect(() => new EventRegistry([{ ...version2, upcasters: {} }])).toThrow('no upcaster from version 1');
    expect(() => new EventRegistry([version1, version1])).toThrow('defined twice');
  });
});

describe('clocks', () => {
  it('never go back', () => {
    const simulated = clock();
    simulated.set('2020-08-01T00:00:00.000Z');
    expect(simulated.now()).toBe('2020-09-01T00:00:00.000Z');
    simulated.set('2020-10-01T00:00:00.000Z');
    expect(simulated.now()).toBe('2020-10-01T00:00:00.000Z');
    const real = systemClock();
    const times = Array.from({ length: 100 }, () => real.now());
    expect(times).toEqual([...times].sort());
  });
});

async function openLog(definitions: ConstructorParameters<typeof EventRegistry>[0]) {
  const store = SqliteEventStore.open(join(mkdtempSync(join(tmpdir(), 'countersign-log-')), 'log.db'));
  return { store, log: createEventLog(store, new EventRegistry(definitions), clock()), close: () => store.close() };
}
