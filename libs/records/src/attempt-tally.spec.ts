import { describe, expect, it } from '@jest/globals';
import { AttemptTally, KEPT_A_MINUTE } from './attempt-tally.js';

const at = (minute: number, second = 0) => new Date(Date.UTC(2020, 8, 10, 2, minute, second)).toISOString();
const times = (count: number, work: () => boolean) => Array.from({ length: count }, work).filter(Boolean).length;

describe('AttemptTally', () => {
  it('lets so many of a person through in a minute, and counts the others', () => {
    const tally = new AttemptTally();
    expect(times(100, () => tally.lets('a', at(5, 3)))).toBe(KEPT_A_MINUTE);
    expect(tally.lets('b', at(5, 59))).toBe(true);
    expect(tally.ended(at(5, 59))).toEqual([]);
    expect(tally.ended(at(6))).toMatchObject([{ userId: 'a', minute: at(5), count: 100 - KEPT_A_MINUTE }]);
    expect(tally.ended(at(6))).toEqual([]);
  });

  it('begins anew with each minute', () => {
    const tally = new AttemptTally();
    times(KEPT_A_MINUTE, () => tally.lets('a', at(5)));
    expect(tally.lets('a', at(5))).toBe(false);
    tally.ended(at(6));
    expect(times(100, () => tally.lets('a', at(6)))).toBe(KEPT_A_MINUTE);
  });

  it('tells what it has not told when it is asked for all', () => {
    const tally = new AttemptTally();
    times(KEPT_A_MINUTE + 1, () => tally.lets('a', at(5)));
    expect(tally.all()).toMatchObject([{ userId: 'a', count: 1 }]);
    expect(tally.all()).toEqual([]);
  });

  it('knows no more people than a county has', () => {
    const tally = new AttemptTally();
    for (let person = 0; person < 20_000; person += 1) tally.lets(`p${person}`, at(5));
    expect((tally as unknown as { attempts: ReadonlyMap<string, number> }).attempts.size).toBe(10_000);
  });
});
