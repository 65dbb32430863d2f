import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

/** Keeps the processor busy for some milliseconds. */
function busy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

describe('pieces of work', () => {
  it('begin in the order in which they were asked for, and give their results in it', async () => {
    const begun: number[] = [];
    const doubled = await new Turns().each([3, 1, 2], (item) => {
      begun.push(item);
      return item * 2;
    });
    expect(begun).toEqual([3, 1, 2]);
    expect(doubled).toEqual([6, 2, 4]);
  });

  it('leave turns of the event loop to others', async () => {
    let others = 0;
    let done = false;
    const other = () => {
      others += 1;
      if (!done) setImmediate(other);
    };
    setImmediate(other);
    await new Turns().each([1, 2, 3, 4, 5, 6], () => busy(10));
    done = true;
    expect(others).toBeGreaterThanOrEqual(5);
  });

  it('leave nobody out who asks while others have their turns', async () => {
    const turns = new Turns();
    const begun: string[] = [];
    const piece = (item: string) => void begun.push(item);
    const first = turns.each(['a', 'b'], (item) => {
      piece(item);
      if (item === 'a') busy(10);
    });
    await Promise.all([first, turns.run(() => piece('c')), turns.each([], piece), turns.each(['d'], piece)]);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('have all ended when the failure of one is thrown', async () => {
    const ended: number[] = [];
    const work = new Turns().each([1, 2, 3], async (item) => {
      if (item === 1) throw new Error('first');
      await Promise.resolve();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('first');
    expect(ended).toEqual([2, 3]);
  });
});
