import { describe, expect, it } from '@jest/globals';
import { errorOf, failureOf } from './failure.js';
import { Refusal } from './refusal.js';

const failed = (reason: string) => new Error(`failed: ${reason}`);
/** As the other thread gets it. */
const sent = (error: unknown) => errorOf(structuredClone(failureOf(error)), failed);

describe('a failure of a thread', () => {
  it('is the same refusal in another one', () => {
    expect(sent(new Refusal('unreadable', 'roster-csv', { params: { line: 7 } }))).toMatchObject({
      kind: 'unreadable',
      code: 'roster-csv',
      params: { line: 7 },
    });
  });

  it('that is no refusal is told without its message', () => {
    expect(sent(new RangeError('张小花')).message).toBe('failed: RangeError');
    expect(sent('张小花').message).toBe('failed: error');
  });
});
