import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog } from '#event-store';
import { systemActor } from '#platform';
import { LogDirectoryReader } from './log-directory-reader.js';
import { envelope, region } from './testing/directory-events.js';
import { openDirectory, type OpenedDirectory } from './testing/opened-directory.js';
import type { DirectoryEvent } from './events.js';

let opened: OpenedDirectory;
let runs = 0;

beforeEach(async () => {
  opened = await openDirectory();
});

afterEach(() => opened.close());

const append = (stream: string, event: DirectoryEvent) => {
  const commandId = `command-${(runs += 1)}`;
  return opened.log.append(stream, 'any', [event], {
    actor: systemActor,
    commandId,
    commandHash: '',
    correlationId: commandId,
    causationId: commandId,
  });
};
const name = (value: string) => append('person-a', { type: 'person-changed', data: { name: envelope(value) } });

/** Counts how often the log is read. */
function counting(log: EventLog): { log: EventLog; reads: () => number } {
  let reads = 0;
  const readAll: EventLog['readAll'] = (options) => {
    reads += 1;
    return log.readAll(options);
  };
  return { log: { ...log, readAll }, reads: () => reads };
}

describe('the directory as it is now', () => {
  it('has everything that was appended before the question, by whomever', async () => {
    const reader = new LogDirectoryReader(opened.log);
    expect((await reader.current()).regions()).toEqual([]);
    await append('region-43', { type: 'region-registered', data: region('43', '湖南省', 'province') });
    expect((await reader.current()).region('43')?.name).toBe('湖南省');
  });

  it('is never stale for any of many who append and ask at once', async () => {
    const reader = new LogDirectoryReader(opened.log);
    const codes = Array.from({ length: 200 }, (_, index) => String(100 + index));
    const seen = await Promise.all(
      codes.map(async (code) => {
        await append(`region-${code}`, { type: 'region-registered', data: region(code, `区${code}`, 'province') });
        return (await reader.current()).region(code)?.code;
      }),
    );
    expect(seen).toEqual(codes);
  });

  it('is read once for all who ask at the same time, and is the same snapshot while nothing is new', async () => {
    await append('region-43', { type: 'region-registered', data: region('43', '湖南省', 'province') });
    const { log, reads } = counting(opened.log);
    const reader = new LogDirectoryReader(log);
    const answers = await Promise.all(Array.from({ length: 50 }, () => reader.current()));
    expect(new Set(answers).size).toBe(1);
    expect(reads()).toBe(1);
    expect(await reader.current()).toBe(answers[0]);
  });

  it('is answered again after the log could not be read', async () => {
    let broken = true;
    const log: EventLog = {
      ...opened.log,
      readAll: async (options) => (broken ? Promise.reject(new Error('no log')) : opened.log.readAll(options)),
    };
    const reader = new LogDirectoryReader(log);
    await expect(reader.current()).rejects.toThrow('no log');
    broken = false;
    expect((await reader.current()).regions()).toEqual([]);
  });

  it('goes on over many pages', async () => {
    const codes = Array.from({ length: 2500 }, (_, index) => String(1000 + index));
    await Promise.all(codes.map((code) => append(`region-${code}`, { type: 'region-registered', data: region(code, code, 'province') })));
    expect((await new LogDirectoryReader(opened.log).current()).regions().map(({ code }) => code)).toEqual(codes);
  });
});

describe('the directory as it was', () => {
  it('has every event up to the position and none after', async () => {
    const reader = new LogDirectoryReader(opened.log);
    const before = await opened.log.head();
    const registered = await append('person-a', { type: 'person-registered', data: { username: 'a', name: envelope('甲') } });
    const changed = await name('乙');
    const last = await name('丙');
    const nameAt = async (position: string) => (await reader.asOf(position)).person('a')?.name;
    expect(await nameAt(before)).toBeUndefined();
    expect(await nameAt(registered.position)).toBe('甲');
    expect(await nameAt(changed.position)).toBe('乙');
    expect(await nameAt(last.position)).toBe('丙');
    expect(await reader.asOf(last.position)).toBe(await reader.current());
  });

  it('is the same for all positions between two changes, and folded once', async () => {
    await append('person-a', { type: 'person-registered', data: { username: 'a', name: envelope('甲') } });
    await append('region-43', { type: 'region-registered', data: region('43', '湖南省', 'province') });
    const past = await opened.log.head();
    await name('乙');
    const { log, reads } = counting(opened.log);
    const reader = new LogDirectoryReader(log);
    const first = await reader.asOf(past);
    const readsBefore = reads();
    const [second, third] = await Promise.all([reader.asOf(past), reader.asOf(past)]);
    expect([second === first, third === first]).toEqual([true, true]);
    // Only to see whether anything is new.
    expect(reads() - readsBefore).toBe(1);
  });

  it('is right for more past moments than are kept', async () => {
    const reader = new LogDirectoryReader(opened.log);
    await append('person-a', { type: 'person-registered', data: { username: 'a', name: envelope('0') } });
    const positions: string[] = [];
    for (let index = 1; index <= 20; index += 1) positions.push((await name(String(index))).position);
    for (let round = 0; round < 2; round += 1) {
      const names = await Promise.all(positions.map(async (position) => (await reader.asOf(position)).person('a')?.name));
      expect(names).toEqual(positions.map((_, index) => String(index + 1)));
    }
  });
});
