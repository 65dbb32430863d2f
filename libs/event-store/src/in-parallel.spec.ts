import { describe, expect, it } from '@jest/globals';
import { inParallel } from './in-parallel.js';

describe('inParallel', () => {
  it('answers in the order of items and has never more under way than it may', async () => {
    let under = 0;
    let most = 0;
    const results = await inParallel([5, 1, 4, 2, 3], 2, async (turns) => {
      most = Math.max(most, (under += 1));
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      under -= 1;
      return turns * 10;
    });
    expect([results, most]).toEqual([[50, 10, 40, 20, 30], 2]);
  });

  it('begins nothing more after a failure, and ends what has begun before it is thrown', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = inParallel([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('broken');
      for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('broken');
    expect([begun, ended]).toEqual([[1, 2], [2]]);
  });

  it('of nothing is nothing', async () => {
    expect(await inParallel([], 4, () => Promise.reject(new Error('never')))).toEqual([]);
  });
});
