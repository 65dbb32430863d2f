import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Actor } from '#kernel';
import { simulatedClock } from '../clocks.js';
import { createEventLog } from '../event-log.js';
import { eventsIn } from '../pages.js';
import { commandMetadata, type CommandMetadata, type EventLog } from '../log.js';
import type { EventStore } from '../port.js';
import { EventRegistry } from '../registry.js';
import { commandReserved, reserveCommand } from '../reserved-commands.js';
import type { Place } from './event-store.contract.js';

const ACTOR: Actor = { userId: 'u1', name: '甲', role: 'collector', unit: '1', unitName: '一村', line: 'household' };
const REGISTRY = new EventRegistry([{ type: 'visit-noted', version: 1, schema: z.strictObject({ place: z.string() }) }, commandReserved]);
const NOTED = [{ type: 'visit-noted', data: { place: '村' } }];
const REUSED = { kind: 'invalid', code: 'command-reused' };

const logOver = (store: EventStore) => createEventLog(store, REGISTRY, simulatedClock('2020-09-01T00:00:00.000Z'));
const keyed = (commandId: string, commandHash = 'h'): CommandMetadata => commandMetadata({ commandId, keyed: true }, ACTOR, commandHash);

/** A log whose process dies before it writes to a stream. */
function dying(store: EventStore, before: string): EventLog {
  const append: EventStore['append'] = async (stream, ...rest) => {
    if (stream === before) throw new Error('killed');
    return store.append(stream, ...rest);
  };
  return logOver(Object.assign(Object.create(store) as EventStore, { append }));
}

/** What every log must do with the ids of commands that come from keys, whatever its store knows. */
export function commandsFromKeysContract(newPlace: () => Place): void {
  describe('a command from a key', () => {
    let place: Place;
    let stores: readonly EventStore[];
    let log: EventLog;
    let other: EventLog;
    beforeEach(async () => {
      place = newPlace();
      stores = [await place.open(), await place.open()];
      [log, other] = stores.map(logOver) as [EventLog, EventLog];
    });
    afterEach(async () => {
      for (const store of stores) await store.close();
      await place.remove();
    });

    const streams = async () => {
      const found: string[] = [];
      for await (const { stream } of eventsIn(log)) found.push(stream);
      return found;
    };
    const written = async () => (await streams()).filter((stream) => !stream.startsWith('command-'));

    it('is refused for another stream, whatever it expects of it, and writes nothing there', async () => {
      await log.append('a-1', 'no-stream', NOTED, keyed('k1'));
      await other.append('b-1', 'no-stream', NOTED, keyed('k2'));
      for (const [stream, expected] of [
        ['c-1', 'no-stream'],
        ['c-1', 'any'],
        ['b-1', 0],
      ] as const) {
        await expect(other.append(stream, expected, NOTED, keyed('k1'))).rejects.toMatchObject(REUSED);
        await expect(log.append(stream, expected, NOTED, keyed('k1', 'other'))).rejects.toMatchObject(REUSED);
      }
      expect(await written()).toEqual(['a-1', 'b-1']);
    });

    it('that is the same again is answered as the first time', async () => {
      const first = await log.append('a-1', 'no-stream', NOTED, keyed('k1'));
      await log.append('a-1', 0, NOTED, keyed('k2'));
      const before = await log.head();
      expect(await other.append('a-1', 'no-stream', NOTED, keyed('k1'))).toMatchObject({ revision: 0, position: first.position });
      expect(await log.head()).toBe(before);
    });

    it('goes through when it comes again after its process died, and is refused for everything else', async () => {
      const [store] = stores as [EventStore];
      await expect(dying(store, 'a-1').append('a-1', 'no-stream', NOTED, keyed('k1'))).rejects.toThrow('killed');
      await other.append('a-1', 'no-stream', NOTED, keyed('k1'));
      await expect(log.append('b-1', 'no-stream', NOTED, keyed('k1'))).rejects.toMatchObject(REUSED);
      expect(await written()).toEqual(['a-1']);
    });

    it('that lost its place to somebody else may be tried at the next', async () => {
      await log.append('a-1', 'no-stream', NOTED, keyed('k1'));
      await expect(log.append('a-1', 'no-stream', NOTED, keyed('k2'))).rejects.toMatchObject({ code: 'wrong-expected-revision' });
      expect(await log.append('a-1', 0, NOTED, keyed('k2'))).toMatchObject({ revision: 1 });
    });

    it('goes to exactly one of two streams that it is sent to at the same moment', async () => {
      const ways = [log, other];
      const races = Array.from({ length: 12 }, (_, n) =>
        ['a', 'b'].map((side, way) => (ways[(way + n) % 2] as EventLog).append(`${side}-${n}`, 'no-stream', NOTED, keyed(`k${n}`))),
      );
      for (const race of races) {
        const outcomes = await Promise.allSettled(race);
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: REUSED });
      }
      expect(await written()).toHaveLength(races.length);
    });

    it('that appends nothing by itself takes its id, once, and meets every other', async () => {
      await reserveCommand(log, keyed('k1'));
      const before = await log.head();
      await reserveCommand(other, keyed('k1'));
      expect(await log.head()).toBe(before);
      await expect(reserveCommand(other, keyed('k1', 'other'))).rejects.toMatchObject(REUSED);
      await expect(log.append('a-1', 'no-stream', NOTED, keyed('k1'))).rejects.toMatchObject(REUSED);
      await log.append('a-1', 'no-stream', NOTED, keyed('k2'));
      await expect(reserveCommand(other, keyed('k2'))).rejects.toMatchObject(REUSED);
      expect(await written()).toEqual(['a-1']);
    });

    it('meets one that appends nothing by itself also at the same moment', async () => {
      for (let n = 0; n < 6; n += 1) {
        const race = [reserveCommand(other, keyed(`k${n}`)), log.append(`a-${n}`, 'no-stream', NOTED, keyed(`k${n}`, 'other'))];
        const outcomes = await Promise.allSettled(race);
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: REUSED });
      }
    });

    it('costs nothing where there is no key, and says nothing of people where there is one', async () => {
      await log.append('a-1', 'no-stream', NOTED, commandMetadata({ commandId: 'c1' }, ACTOR, 'h'));
      expect(await streams()).toEqual(['a-1']);
      await log.append('b-1', 'no-stream', NOTED, keyed('k1'));
      await reserveCommand(log, keyed('k2'));
      const { events } = await log.readAll({ limit: 100, filter: { types: [commandReserved.type] } });
      for (const { data, stream } of events) {
        expect(stream).toMatch(/^command-k[12]$/);
        expect([{}, { stream: 'b-1' }]).toContainEqual(data);
      }
    });
  });
}
