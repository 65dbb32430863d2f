import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areTypeable, isTypeable, typedText, untypeable } from './typeable.js';

const HOSTILE = [
  '\0',
  'a\u0000b',
  '\u0001',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u009f',
  '\ud800',
  '\udfff',
  'a\udc00\ud800b',
  '\ufffe',
  'a\uffff',
  '\ufdd0',
  '\ufdef',
  '\u{1fffe}',
  '\u{10ffff}',
  `a${'\u0301'.repeat(9)}`,
  `a${'\u0334\u0301\u20dd'.repeat(100)}`,
];

describe('what no text of a command holds', () => {
  it.each(HOSTILE)('is %j', (text) => expect(isTypeable(text)).toBe(false));
  it.each(['', ' ', 'a\tb\r\nc', '张\u200b三', '𠮷', '\ue863', '\ufffd', '\ufeff', `a${'\u0301'.repeat(8)}`, 'ཧྐྵྨླྺྼྻྂ'])('is not %j', (text) =>
    expect(isTypeable(text)).toBe(true),
  );

  it('is found wherever it stands, and its name is not repeated', () => {
    const body = { a: ['x', '\0', { 'b/~': '\ud800' }], c: { '\u0001': 1, d: 'y' }, e: null, f: 7 };
    expect(untypeable(body)).toEqual(['/a/1', '/a/2/b~1~0', '/c']);
    expect(areTypeable(body)).toBe(false);
    expect(untypeable('\0')).toEqual(['']);
  });

  it('is found by the quick look exactly where it is found by the slow one', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', ...HOSTILE));
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), text, (value, more) => {
        expect(areTypeable([value, more])).toBe(untypeable([value, more]).length === 0);
      }),
    );
  });
});

describe('typedText', () => {
  it('is what was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\ufeff'));
        expect(typedText(Buffer.from(text))).toBe(text);
      }),
    );
  });

  it('knows a number beyond all bounds', () => {
    const read: unknown = JSON.parse('{"a":1e308,"b":[{"c":1e400}]}');
    expect(areTypeable(read)).toBe(false);
    expect(untypeable(read)).toEqual(['/b/0/c']);
  });

  it('says where bytes are no UTF-8', () => {
    const broken = Buffer.concat([Buffer.from('{"a":"x","b":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    expect(untypeable(JSON.parse(typedText(broken)))).toEqual(['/b']);
  });
});
