import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { asDiskFull, isDiskFull } from './full.js';

describe('what says that the disk is full', () => {
  it.each([
    ['the system', { code: 'ENOSPC' }],
    ['a quota', { code: 'EDQUOT' }],
    ['SQLite', { code: 'ERR_SQLITE_ERROR', errcode: 13 }],
    ['SQLite about its log', { code: 'ERR_SQLITE_ERROR', errcode: 4874 }],
  ])('is known from %s', (_who, members) => {
    const error = Object.assign(new Error('a path, or a row'), members);
    expect(isDiskFull(error)).toBe(true);
    expect(asDiskFull(error)).toMatchObject({ kind: 'unavailable', code: 'disk-full' });
    expect(String((asDiskFull(error) as Error).message)).not.toContain('row');
  });

  it('is known again, and nothing else is taken for it', () => {
    const full = new Refusal('unavailable', 'disk-full');
    expect([asDiskFull(full), isDiskFull(full)]).toEqual([full, true]);
    for (const other of [new Error('x'), Object.assign(new Error('x'), { code: 'EACCES', errcode: 5 }), undefined, null, 'ENOSPC']) {
      expect(isDiskFull(other)).toBe(false);
      expect(asDiskFull(other)).toBe(other);
    }
  });
});
