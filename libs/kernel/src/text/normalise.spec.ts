import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasReadable, hasVisible, isErrorValue, normaliseName, normaliseNumber, normaliseText } from './normalise.js';

const text = (written: string) => normaliseText(written).text;
const name = (written: string) => normaliseName(written).text;

describe('normaliseText', () => {
  it.each([
    ['斗岭村', '斗岭村', []],
    ['a  b', 'a b', ['spaces']],
    [' 斗岭村\t', '斗岭村', ['spaces']],
    ['斗岭\r\n村', '斗岭 村', ['spaces']],
    ['斗\u200b岭\ufeff村\u3164\u180e\u2066\u00ad\u0001\u007f\u200e', '斗岭村', ['invisible']],
    ['周吉\ufe00', '周吉', ['invisible']],
    ['\u3000（ＡＢ１）', '(AB1)', ['spaces', 'full-width']],
    ['⻢晓⻓', '马晓长', ['radicals']],
    ['⾼⽂⽅', '高文方', ['full-width']],
    ['曾\ue863', '曾䶮', ['radicals']],
    ['\ue815', '厂', ['radicals']],
    ['李\ue15d', '李\ue15d', []],
    ["'430482", '430482', ['apostrophe']],
    ['’430482', '430482', ['apostrophe']],
    ['="430482"', '430482', ['formula-text']],
    ['="a""b"', 'a"b', ['formula-text']],
    ['=1+1', '=1+1', []],
    ["'", "'", []],
    ['_x0041_', '_x0041_', []],
    ['周\ufffe\u{1fffe}吉\ufdd0', '周吉', ['invisible']],
    ['\u{e0041}周\u{e007f}吉\u{13430}', '周吉', ['invisible']],
    ['\u202e周吉\u202c', '周吉', ['invisible']],
    ['周\u{13441}吉\u{1d159}', '周 吉', ['spaces']],
    ['', '', []],
    [' ', '', ['spaces']],
  ])('makes %j %j', (written, normalised, notes) => {
    expect(normaliseText(written)).toEqual({ text: normalised, notes });
  });

  it('leaves what it has made as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        const once = text(written);
        fc.pre(!/^['\u2018\u2019\u201b\u2032`\u00b4=]/u.test(once));
        expect(text(once)).toBe(once);
      }),
    );
  });

  it('agrees with itself about what is plain', () => {
    const plain = fc.string({ unit: fc.constantFrom(..." !&a0Z~(<>='`斗岭") });
    fc.assert(fc.property(plain, (written) => expect(normaliseText(` ${written}`).text).toBe(normaliseText(written).text)));
  });
});

describe('normaliseName', () => {
  it('gives the dot one form, whatever people write', () => {
    for (const dot of [...'·•．.・･‧∙●․。·᛫˙⬝ᐧ｡﹒⋅∘◦⚫'])
      expect([dot, name(`买买提${dot}艾力`), name(`买买提 ${dot} 艾力`)]).toEqual([dot, '买买提·艾力', '买买提·艾力']);
  });

  it.each(['买买提-艾力', '买买提﹅艾力', 'J. Smith', '张ヶ', '女﨎', '𫚕明'])('leaves %s', (written) => {
    expect(normaliseName(written)).toEqual({ text: written, notes: [] });
  });

  it.each([
    ['张 三', '张三'],
    ['张\u3000三', '张三'],
    ['王玥\u{e0101}', '王玥'],
    ['吕漏', '吕漏'],
    ['Anna  Li', 'Anna Li'],
  ])('makes %j %j', (written, normalised) => {
    expect(name(written)).toBe(normalised);
  });
});

describe('normaliseNumber', () => {
  it('has no white space', () => {
    expect(normaliseNumber(' G 4304\u00a082 ')).toEqual({ text: 'G430482', notes: ['spaces'] });
    expect(normaliseNumber('Ｇ１')).toEqual({ text: 'G1', notes: ['full-width'] });
  });
});

describe('hasVisible', () => {
  it.each([
    '',
    ' ',
    '\u3000',
    '\t',
    '\u0000',
    '\u200b\u2060',
    '\u3164',
    '\u2800',
    '\ufe0f',
    '\u115f\u1160\uffa0',
    '\u{e0041}\u{e007f}',
    '\u202e\u202c',
    '\u2066\u2069',
    '\u0301\u0302',
    '\u20dd',
    '\u{16fe4}',
    '\ufffe\ufdd0',
    '\u{13430}\u{13441}',
    '\u{1d159}',
    '\u{e0100}',
  ])('sees nothing in %j', (nothing) => {
    expect(hasVisible(nothing)).toBe(false);
  });

  it.each(['a', ' 一 ', '\u200b.'])('sees something in %j', (something) => {
    expect(hasVisible(something)).toBe(true);
  });
});

describe('hasReadable', () => {
  it.each([
    '',
    ' \u200b',
    '\ufffd',
    '\ufffc \ufffd',
    "'",
    '’',
    ' ` ',
    "''''",
    '=""',
    ' = " " ',
    '="\u3164"',
    `="'"`,
    `'=""`,
    '＝""',
    "\u200b'",
  ])('finds nothing in %j', (nothing) => expect(hasReadable(nothing)).toBe(false));
  it.each(['a', '\ufffd一', "'a", '="a"', '.', '=', '"', "a'", '=1', '李\ue15d', '\ue15d'])('finds something in %j', (something) =>
    expect(hasReadable(something)).toBe(true),
  );
});

describe('isErrorValue', () => {
  it.each(['#N/A', '#n/a', '#REF!', '#DIV/0!', '####'])('is %s', (shown) => expect(isErrorValue(shown)).toBe(true));
  it.each(['', 'N/A', '#', '#1', '3#N/A'])('is not %j', (written) => expect(isErrorValue(written)).toBe(false));
});
