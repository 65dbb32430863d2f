import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type Json } from './canonical-json.js';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 code unit, as the example of RFC 8785 section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Dalet',
      '1': 'One',
      '\ud83d\ude00': 'Grinning',
      '\u0080': 'Control',
      ö: 'o',
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"o","€":"Euro Sign","😀":"Grinning","\ufb33":"Dalet"}',
    );
  });

  it('writes numbers as RFC 8785 has them', () => {
    expect(canonicalJson([333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
  });

  it('leaves absent members out and keeps null', () => {
    expect(canonicalJson({ b: undefined, a: null })).toBe('{"a":null}');
  });

  it('refuses what JSON cannot carry', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson([undefined] as unknown as Json)).toThrow(TypeError);
    expect(() => canonicalJson({ a: { b: [1, Number.POSITIVE_INFINITY] } })).toThrow(TypeError);
    expect(() => canonicalJson(Array.from({ length: 1 }) as Json)).toThrow(TypeError);
    expect(() => canonicalJson({ a: () => 1 } as unknown as Json)).toThrow(TypeError);
  });

  it('orders what lies deep within what is in order, and numbers among keys as the texts that they are', () => {
    expect(canonicalJson({ a: [{ b: { c: [{ e: 1, d: [{ g: 2, f: 3 }] }] } }] })).toBe('{"a":[{"b":{"c":[{"d":[{"f":3,"g":2}],"e":1}]}}]}');
    expect(canonicalJson({ a: { 9: 1, 10: 2 } })).toBe('{"a":{"10":2,"9":1}}');
  });

  it('gives the same text whatever the order of the keys, and the value back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        const text = canonicalJson(plain);
        expect(canonicalJson(reversed(plain) as Json)).toBe(text);
        expect(JSON.parse(text)).toEqual(plain);
      }),
    );
  });
});
