import { describe, expect, it } from '@jest/globals';
import { Pace } from './pace.js';

/** A pace on a clock that is set by hand. */
function paceAt() {
  let time = 1_000;
  const pace = new Pace(() => time);
  return { pace, wait: (ms: number) => (time += ms) };
}

const reading = (rows: number, total?: number, file = 'a.csv') =>
  ({ phase: 'reading', file, rows, ...(total !== undefined && { total }) }) as const;

describe('the pace of an import', () => {
  it('is rows a second, and the time left is what remains at that pace', () => {
    const { pace, wait } = paceAt();
    pace.of(reading(0, 10_000));
    wait(2_000);
    expect(pace.of(reading(4_000, 10_000))).toEqual({ rate: 2_000, secondsLeft: 3 });
  });

  it('says no time left while nobody knows how many rows there are, or none has come', () => {
    const { pace, wait } = paceAt();
    pace.of(reading(0));
    wait(1_000);
    expect(pace.of(reading(500))).toEqual({ rate: 500 });
    expect(pace.of(reading(0, 10))).toEqual({ rate: 0 });
  });

  it('is never below nothing where there are more rows than were expected', () => {
    const { pace, wait } = paceAt();
    pace.of(reading(0, 10));
    wait(1_000);
    expect(pace.of(reading(20, 10))?.secondsLeft).toBe(0);
  });

  it('is counted for each file and phase from its own beginning', () => {
    const { pace, wait } = paceAt();
    pace.of(reading(0, 100));
    wait(10_000);
    pace.of({ phase: 'reconciling', people: 0, records: 0, rows: 0, total: 100 });
    wait(1_000);
    expect(pace.of({ phase: 'reconciling', people: 50, records: 5, rows: 50, total: 100 })).toEqual({ rate: 50, secondsLeft: 1 });
    expect(pace.of({ phase: 'findings', findings: 3 })).toBeUndefined();
  });
});
