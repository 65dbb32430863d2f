import { expect, it } from '@jest/globals';
import { OneAtATime } from './one-at-a-time.js';

it('does what one key has in the order of asking, also after a failure, and does not wait for other keys', async () => {
  const turns = new OneAtATime();
  const done: string[] = [];
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const first = turns.run('a', async () => {
    await held;
    done.push('a1');
    throw new Error('failed');
  });
  const second = turns.run('a', () => Promise.resolve(done.push('a2')));
  await turns.run('b', () => Promise.resolve(done.push('b1')));
  expect(done).toEqual(['b1']);
  release();
  await expect(first).rejects.toThrow('failed');
  expect(await second).toBe(3);
  expect(done).toEqual(['b1', 'a1', 'a2']);
});
