import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { overlapping } from './overlapping.js';

describe('overlapping work', () => {
  it('works all items, no more at the same time than was said', async () => {
    const done: number[] = [];
    let under = 0;
    let most = 0;
    await overlapping([5, 1, 3, 2, 4], 2, async (item, index) => {
      most = Math.max(most, ++under);
      for (let turn = 0; turn < item; turn += 1) await nextTurn();
      under -= 1;
      done[index] = item;
    });
    expect(done).toEqual([5, 1, 3, 2, 4]);
    expect(most).toBe(2);
  });

  it('begins nothing after a failure, lets what is under way end, and throws the failure of the first item', async () => {
    const begun: number[] = [];
    let closed = false;
    async function* items() {
      try {
        yield* [0, 1, 2, 3];
      } finally {
        closed = true;
      }
    }
    const work = overlapping(items(), 2, async (item) => {
      begun.push(item);
      for (let turn = 0; turn < 3 - item; turn += 1) await nextTurn();
      throw new Error(`item ${item}`);
    });
    await expect(work).rejects.toThrow('item 0');
    expect(begun).toEqual([0, 1]);
    expect(closed).toBe(true);
  });
});
