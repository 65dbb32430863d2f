import { describe, expect, it } from '@jest/globals';
import { Remembered } from './remembered.js';

/** What was made, in order. */
let made: string[];
const making = (key: string) => () => {
  made.push(key);
  return Promise.resolve(key.toUpperCase());
};

describe('what is remembered', () => {
  it('is made once, and again when it was asked for longest ago and there are too many', async () => {
    made = [];
    const remembered = new Remembered<string>(2);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await remembered.of(key, making(key))).toBe(key.toUpperCase());
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('is not what could not be made', async () => {
    made = [];
    const remembered = new Remembered<string>(2);
    await expect(remembered.of('a', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
    expect(await remembered.of('a', making('a'))).toBe('A');
  });
});
