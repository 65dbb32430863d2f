import { expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { digestOf, hmac, isDigest, sha256 } from './digest.js';

it('makes the HMAC-SHA-256 that everybody makes, for keys of any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }), (key, text) => {
      expect(hmac(key, text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
    }),
  );
});

it('makes it of a long text as well, and of a short one after it', () => {
  const key = Buffer.from('key');
  for (const text of ['常'.repeat(1_024), '常'.repeat(1_025), 'a'.repeat(100_000), '']) {
    expect(hmac(key, text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
  }
});

it('makes the HMAC of RFC 4231, test case 2', () => {
  const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(hmac(Buffer.from('Jefe'), 'what do ya want for nothing?')).toBe(expected);
});

it('digests a value by its canonical text, whatever the order of its keys', () => {
  expect(digestOf({ b: 1, a: '常宁' })).toBe(sha256('{"a":"常宁","b":1}'));
});

it('knows its digests from every other text', () => {
  const digest = sha256('常宁');
  expect(isDigest(digest)).toBe(true);
  expect(isDigest(hmac(Buffer.from('key'), ''))).toBe(true);
  const others = [
    digest.slice(1),
    `${digest}0`,
    digest.toUpperCase(),
    `${digest.slice(1)}g`,
    `g${digest.slice(1)}`,
    `${digest.slice(1)}０`,
    '',
  ];
  for (const other of others) expect([other, isDigest(other)]).toEqual([other, false]);
  fc.assert(fc.property(fc.string({ minLength: 64, maxLength: 64 }), (text) => isDigest(text) === /^[0-9a-f]{64}$/.test(text)));
});
