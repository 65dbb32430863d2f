import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterEnd, afterSign, LAPSE_MS, LIFE_STEP_MS, measured, openView, timeAfter, type OnScreen, type Viewing } from './viewing.js';

const START = Date.parse('2020-09-10T02:00:00.000Z');
const at = (milliseconds: number) => new Date(START + milliseconds).toISOString();
const screen = (digest: string, documents: readonly string[] = []): OnScreen => {
  return { recordId: `record-${digest}`, line: 'household', digest, documents };
};

/** A person's stream, written as the server writes it. */
class Stream {
  readonly events: Viewing[] = [];

  sign(now: number, digest: string, documents?: readonly string[]): void {
    this.add(afterSign(this.events.at(-1), screen(digest, documents), this.at(now)));
  }

  end(now: number, cause: 'hidden' | 'decided' = 'hidden'): void {
    this.add(afterEnd(this.events.at(-1), cause, this.at(now)));
  }

  /** How long views of a digest were in all. */
  of(digest: string, now: number): number {
    return this.begun(digest).reduce((sum, view) => sum + this.view(view, now).milliseconds, 0);
  }

  documents(digest: string): readonly string[] {
    return this.begun(digest).flatMap((view) => this.view(view, 0).documents);
  }

  private begun(digest: string): readonly Viewing[] {
    return this.events.filter(({ type, data }) => type === 'view-begun' && (data as OnScreen).digest === digest);
  }

  private view(begun: Viewing, now: number) {
    return measured([begun, ...this.events.slice(begun.revision + 1)], at(now));
  }

  private at(now: number): string {
    return timeAfter(this.events.at(-1), at(now));
  }

  private add(event: Pick<Viewing, 'type' | 'data'> | undefined): void {
    if (event !== undefined) this.events.push({ ...event, revision: this.events.length });
  }
}

describe('a view', () => {
  it('lasts as long as it is looked at, and two minutes after its last sign of life at most', () => {
    const stream = new Stream();
    stream.sign(0, 'a');
    expect(stream.of('a', 50_000)).toBe(50_000);
    expect(stream.of('a', 500_000)).toBe(LAPSE_MS);
    stream.sign(100_000, 'a');
    expect(stream.of('a', 500_000)).toBe(100_000 + LAPSE_MS);
    stream.sign(900_000, 'a');
    expect(stream.of('a', 930_000)).toBe(100_000 + LAPSE_MS + 30_000);
  });

  it('ends with the next one, when it is hidden, and with a decision', () => {
    const stream = new Stream();
    stream.sign(0, 'a');
    stream.sign(30_000, 'b');
    expect([stream.of('a', 60_000), stream.of('b', 60_000)]).toEqual([30_000, 30_000]);
    stream.end(60_000);
    expect(openView(stream.events.at(-1), at(60_000))).toBeUndefined();
    stream.sign(90_000, 'a');
    stream.end(95_000, 'decided');
    expect([stream.of('a', 600_000), stream.of('b', 600_000)]).toEqual([35_000, 30_000]);
  });

  it('is a few events: signs of life that come fast add none, unless another document is named', () => {
    const stream = new Stream();
    for (let now = 0; now < 60_000; now += 500) stream.sign(now, 'a', ['id-card']);
    expect(stream.events).toHaveLength(60_000 / LIFE_STEP_MS);
    stream.sign(59_900, 'a', ['household-book']);
    stream.sign(59_950, 'a', []);
    expect(stream.events).toHaveLength(60_000 / LIFE_STEP_MS + 1);
    expect(stream.documents('a')).toEqual(['household-book', 'id-card']);
  });

  it('that has ended is not ended again, and nothing is open before the first', () => {
    const stream = new Stream();
    stream.end(0);
    stream.sign(0, 'a');
    stream.end(10);
    stream.end(20);
    expect(stream.events).toHaveLength(2);
  });
});

const digests = ['a', 'b', 'c'] as const;
const act = fc.record({
  /** Since the act before; a share of them sets the clock of one process back. */
  passed: fc.oneof({ arbitrary: fc.nat(40_000), weight: 6 }, { arbitrary: fc.nat(300_000), weight: 1 }),
  skew: fc.oneof({ arbitrary: fc.constant(0), weight: 4 }, { arbitrary: fc.integer({ min: -90_000, max: 0 }), weight: 1 }),
  digest: fc.constantFrom(...digests),
  kind: fc.oneof({ arbitrary: fc.constant('sign' as const), weight: 5 }, fc.constantFrom('hidden' as const, 'decided' as const)),
});

describe('whatever somebody does', () => {
  it('their views together are never longer than the time that passed, also if clocks are set back', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), fc.nat(300_000), (acts, rest) => {
        const stream = new Stream();
        let now = 0;
        // Of the process whose clock is furthest behind.
        let earliest = 0;
        for (const { passed, skew, digest, kind } of acts) {
          now += passed;
          earliest = Math.min(earliest, now + skew);
          if (kind === 'sign') stream.sign(now + skew, digest);
          else stream.end(now + skew, kind);
          const sum = digests.reduce((all, one) => all + stream.of(one, now), 0);
          expect(sum).toBeLessThanOrEqual(now - earliest);
        }
        expect(digests.reduce((all, one) => all + stream.of(one, now + rest), 0)).toBeLessThanOrEqual(now + rest - earliest);
      }),
    );
  });

  it('each moment belongs to what was said last, up to two minutes after it', () => {
    const honest = act.map((one) => ({ ...one, skew: 0, passed: Math.max(LIFE_STEP_MS, one.passed) }));
    fc.assert(
      fc.property(fc.array(honest, { maxLength: 40 }), (acts) => {
        const stream = new Stream();
        const expected = { a: 0, b: 0, c: 0 };
        let now = 0;
        let open: (typeof digests)[number] | undefined;
        for (const { passed, digest, kind } of acts) {
          if (open !== undefined) expected[open] += Math.min(passed, LAPSE_MS);
          now += passed;
          open = kind === 'sign' ? digest : undefined;
          if (kind === 'sign') stream.sign(now, digest);
          else stream.end(now, kind);
        }
        expect({ a: stream.of('a', now), b: stream.of('b', now), c: stream.of('c', now) }).toEqual(expected);
      }),
    );
  });
});
