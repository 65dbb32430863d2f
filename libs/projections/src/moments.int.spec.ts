import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventLog, EventRegistry } from '#event-store';
import { Refusal, type Position } from '#kernel';
import { logTimesProjection, MARK_EVERY } from './log-times.projection.js';
import { MarkedMoments } from './marked-moments.js';
import { Moments, timeOf, type Reached } from './moments.js';
import { BEGINNING } from './view-home.js';
import { counted, OpenedLog } from './testing/open-log.js';

let opened: OpenedLog;
beforeEach(() => {
  opened = new OpenedLog();
});
afterEach(() => opened.close());

const moments = () => new Moments(opened.runner(), opened.log, opened.clock);
const at = (time: string) => opened.append('count-a', 'counted', { by: 1 }, { time });

describe('timeOf', () => {
  it.each([
    ['2020-09-01T08:00:00+08:00', '2020-09-01T00:00:00.000Z'],
    ['2020-09-01T00:00:00Z', '2020-09-01T00:00:00.000Z'],
    ['2020-09-01T08:00', '2020-09-01T00:00:00.000Z'],
    ['2020-09-01', '2020-09-01T15:59:59.999Z'],
  ])('reads %s as %s', (text, time) => expect(timeOf(text)).toBe(time));

  it.each([
    '2020-13-01',
    '2020-02-30',
    '2019-02-29T08:00',
    '2020-04-31T08:00:00Z',
    '2020-09-01 08:00',
    '2020-9-1',
    '2020-09-01T08:00:00+8',
  ])('refuses %s', (text) => {
    expect(() => timeOf(text)).toThrow('wrong-as-of');
  });
});

/** A view that has come to a position and comes no further. */
function standingAt(position: Position): Reached {
  const upTo = async (target: Position = '9') => {
    if (target > position) throw new Refusal('unavailable', 'view-behind');
    return position;
  };
  return { upTo, towards: async (target) => (target < position ? target : position) };
}

describe('the moment that views answer for', () => {
  const time = '2020-09-02T00:00:00.000Z';
  let [first, second, third]: Position[] = [];
  beforeEach(async () => {
    [first, second, third] = [await at('2020-09-01T08:00:00.000Z'), await at('2020-09-01T09:00:00.000Z'), await at(time)];
  });
  const [behind, further] = [() => standingAt(first ?? ''), () => standingAt(second ?? '')];

  it('is now where all have come so far, else where the one that is furthest behind stands', async () => {
    expect(await moments().in([standingAt(third ?? '')])).toEqual({ position: third, time });
    expect(await moments().in([further(), behind()])).toEqual({ position: first, time });
  });

  it('is none if they have not come to what is needed, or to the past that is asked for', async () => {
    expect(await moments().in([further(), behind()], { minPosition: first })).toEqual({ position: first, time });
    await expect(moments().in([further(), behind()], { minPosition: second })).rejects.toMatchObject({ code: 'view-behind' });
    await expect(moments().in([further(), behind()], { asOf: second })).rejects.toMatchObject({ code: 'view-behind' });
    await expect(moments().in([behind()], { asOf: first, minPosition: second })).rejects.toMatchObject({ code: 'view-behind' });
    await expect(moments().in([behind()], { minPosition: 'soon' })).rejects.toMatchObject({ code: 'wrong-as-of' });
  });
});

describe('a moment', () => {
  it('is now if none is asked for', async () => {
    const position = await at('2020-09-01T08:00:00.000Z');
    opened.clock.set('2020-09-02T00:00:00.000Z');
    expect(await moments().at()).toEqual({ position, time: '2020-09-02T00:00:00.000Z' });
  });

  it('of a time is the last position that is not after it', async () => {
    await at('2020-09-01T08:00:00.000Z');
    const second = await at('2020-09-01T08:00:00.500Z');
    await at('2020-09-01T08:00:01.000Z');
    expect(await moments().at('2020-09-01T08:00:00.999Z')).toEqual({ position: second, time: '2020-09-01T08:00:00.999Z' });
    expect((await moments().at('2020-08-31T00:00:00Z')).position).toBe(BEGINNING);
  });

  it('of a position has the time that the log had reached there', async () => {
    await at('2020-09-01T08:00:00.000Z');
    const position = await at('2020-09-01T08:00:00.250Z');
    await at('2020-09-03T08:00:00.000Z');
    expect(await moments().at(position)).toEqual({ position, time: '2020-09-01T08:00:00.250Z' });
    expect((await moments().at(position.replace(/^0+/, ''))).position).toBe(position);
  });

  it('that the log has not reached, or that is none, is refused', async () => {
    await at('2020-09-01T08:00:00.000Z');
    await expect(moments().at('99')).rejects.toMatchObject({ code: 'as-of-ahead' });
    await expect(moments().at('yesterday')).rejects.toMatchObject({ code: 'wrong-as-of' });
  });

  it('that lies ahead is refused; today is as of its end, and the end of a period may lie ahead', async () => {
    const position = await at('2020-09-01T08:00:00.000Z');
    opened.clock.set('2020-09-01T09:00:00.000Z');
    const time = '2020-09-01T15:59:59.999Z';
    expect(await moments().at('2020-09-01')).toEqual({ position, time });
    for (const ahead of ['2020-09-01T09:00:00.001Z', '2020-09-02', '2020-09-01T17:01:00+08:00', '9999-12-31'])
      await expect(moments().at(ahead)).rejects.toMatchObject({ code: 'as-of-in-future' });
    expect((await moments().until('2020-09-30')).position).toBe(position);
    await expect(moments().until('2020-09-31')).rejects.toMatchObject({ code: 'wrong-as-of' });
  });

  it('that another process has written already is not ahead', async () => {
    const position = await at('2020-09-01T08:00:01.000Z');
    opened.clock.set('2020-09-01T08:00:00.000Z');
    expect((await moments().at('2020-09-01T08:00:01.000Z')).position).toBe(position);
  });

  it('agrees with a search through the whole log, also where clocks of several processes disagree and many events share a time', async () => {
    // Seconds from a start, in log order: two processes' clocks, one behind the other, and a crowd within one millisecond.
    const offsets = [0, 0.2, 5, 3, 5.1, ...Array.from({ length: MARK_EVERY + 40 }, () => 6), 4, 7, 6.5, 60];
    const start = Date.parse('2020-09-01T00:00:00.000Z');
    const times = offsets.map((offset) => new Date(start + offset * 1000).toISOString());
    const positions: string[] = [];
    for (const time of times) {
      const log = createEventLog(opened.store, new EventRegistry([counted]), { now: () => time });
      const commandId = `c${positions.length}`;
      const actor = { userId: 'u', name: '甲', role: '', unit: '', unitName: '', line: '' };
      const metadata = { actor, commandId, commandHash: '', correlationId: commandId, causationId: commandId };
      positions.push((await log.append('count-a', 'any', [{ type: 'counted', data: { by: 1 } }], metadata)).position);
    }
    const asked = moments();
    const expected = (time: string) => {
      const first = times.findIndex((eventTime) => eventTime > time);
      return first === -1 ? positions.at(-1) : (positions[first - 1] ?? BEGINNING);
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -10, max: 610 }), async (tenths) => {
        const time = new Date(start + tenths * 100).toISOString();
        expect(await asked.positionAt(time)).toBe(expected(time));
      }),
      { numRuns: 60 },
    );
    // While the log is away: the same, or nothing.
    const marked = new MarkedMoments(opened.runner().view(logTimesProjection));
    const told = async (tenths: number) => {
      const time = new Date(start + tenths * 100).toISOString();
      const moment = await marked.atTime(time);
      if (moment !== undefined) expect(moment).toEqual({ position: expected(time), time });
      return moment;
    };
    for (let tenths = -10; tenths <= 610; tenths += 1) await told(tenths);
    // At the end of each second before that of the last event it is known.
    for (let second = -1; second < 60; second += 1) expect(await told(second * 10 + 9)).toBeDefined();
    expect(await told(600)).toBeUndefined();
    for (const position of positions) {
      const moment = await marked.at(position);
      if (moment !== undefined) expect(moment).toEqual(await asked.at(position));
    }
    expect(await marked.at(positions.at(-1) ?? '')).toBeDefined();
    expect(await marked.at('9'.repeat(positions[0]?.length ?? 0))).toBeUndefined();
  });
});
