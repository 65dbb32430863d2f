import { describe, expect, it } from '@jest/globals';
import { decodedPart } from './address-part.js';
import { Refusal } from './refusal.js';

const refused = (reason: string): never => {
  throw new Refusal('invalid', 'wrong-read-store', { params: { reason } });
};

describe('a part of an address', () => {
  it('is read, whatever was written in it', () => {
    expect(decodedPart('p%40ss%25%20%E4%BC%9A', refused)).toBe('p@ss% 会');
    expect(decodedPart('', refused)).toBe('');
  });

  it.each(['%', 'secret%2', '%zz', '%E4%BC'])('is refused as its reader refuses, without being shown: %s', (part) => {
    const reason = 'a % must be written %25';
    expect(() => decodedPart(part, refused)).toThrow(expect.objectContaining({ code: 'wrong-read-store', params: { reason } }));
  });
});
