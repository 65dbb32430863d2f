import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { extended, readExtension } from './extension.js';
import { mappings } from './index.js';

/** Code, pointer and place of each mistake. */
function mistakesIn(text: string): readonly unknown[] {
  try {
    readExtension(text, mappings);
  } catch (error) {
    if (error instanceof Refusal)
      return error.errors.map(({ code, pointer, params }) => [code, pointer, params?.['line'], params?.['column']]);
    throw error;
  }
  return [];
}

const wording = `# 常宁市
civil-affairs:
  columns:
    name: [困难群众姓名]
    category: ["类 别"]
  words:
    category:
      低保户: minimum-living
education:
  words:
    stage: { 幼教: preschool }
`;

describe("a county's own wording", () => {
  it('adds names of columns and words, and leaves what the program knows', () => {
    const [, civil, , education] = extended(mappings, readExtension(wording, mappings));
    expect(civil?.columns.find(({ fact }) => fact === 'name')?.headers).toEqual(['姓名', '救助对象姓名', '对象姓名', '困难群众姓名']);
    expect(civil?.words.category).toMatchObject({ 低保: 'minimum-living', 低保户: 'minimum-living' });
    expect(education?.words.stage).toMatchObject({ 小学: 'primary', 幼教: 'preschool' });
  });

  it('that says nothing adds nothing', () => {
    for (const text of ['', '# nothing\n', 'education:\n', 'education: { columns: , words: }\n'])
      expect(extended(mappings, readExtension(text, mappings))).toEqual(mappings);
  });

  it.each([
    ['a department that there is not', 'weather:\n  columns: {}\n', ['mapping-unknown-department', '/weather', 1, 1]],
    ['a part that there is not', 'education:\n  rows: {}\n', ['mapping-unknown-part', '/education/rows', 2, 3]],
    ['a fact that there is not', 'education:\n  columns:\n    shoe: [鞋]\n', ['mapping-unknown-fact', '/education/columns/shoe', 3, 5]],
    ['a column for two facts', 'education:\n  columns:\n    name: [年 级]\n', ['mapping-header-taken', '/education/columns/name/0', 3, 12]],
    [
      'a name that is a number',
      'education:\n  columns:\n    name: [学生, 7]\n',
      ['mapping-not-a-word', '/education/columns/name/1', 3, 16],
    ],
    ['names that are no list', 'education:\n  columns:\n    name: 学生\n', ['mapping-not-a-list', '/education/columns/name', 3, 11]],
    [
      'words of another kind',
      'education:\n  words:\n    grade: { 一年: x }\n',
      ['mapping-unknown-reading', '/education/words/grade', 3, 5],
    ],
    [
      'a code that there is not',
      'education:\n  words:\n    stage:\n      博士: doctor\n',
      ['mapping-unknown-code', '/education/words/stage/博士', 4, 11],
    ],
    [
      'another meaning',
      'education:\n  words:\n    stage:\n      小学: junior\n',
      ['mapping-word-taken', '/education/words/stage/小学', 4, 7],
    ],
    ['the same key twice', 'education: {}\neducation: {}\n', ['mapping-not-yaml', '', 2, 1]],
    ['an alias', 'education: &a {}\ncivil-affairs: *a\n', ['mapping-not-a-map', '/civil-affairs', 2, 16]],
    ['a list', '- education\n', ['mapping-not-a-map', '', 1, 1]],
  ])('is refused with %s, at its line and column', (_name, text, mistake) => {
    expect(mistakesIn(text)).toEqual([mistake]);
  });

  it('is refused with every mistake at once', () => {
    expect(mistakesIn('weather: {}\neducation:\n  words:\n    stage: { 博士: doctor, 小学: junior }\n')).toHaveLength(3);
  });

  it('that is too long is refused', () => {
    expect(mistakesIn(`# ${'长'.repeat(300_000)}`)).toEqual([['mapping-too-long', '', undefined, undefined]]);
  });

  it('is read or refused, whatever it is', () => {
    const piece = fc.constantFrom(
      'education',
      'columns',
      'name',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '"',
      '!!str',
      '|',
      '1',
      '名',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        mistakesIn(pieces.join(''));
      }),
      { numRuns: 300 },
    );
  });
});
