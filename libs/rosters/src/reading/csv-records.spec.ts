import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvSplitter, type CsvRecord } from './csv-records.js';

const LONGEST = 200;

function split(text: string, delimiter = ',', pieces: readonly number[] = []): readonly CsvRecord[] {
  const splitter = new CsvSplitter(delimiter, LONGEST);
  const records: CsvRecord[] = [];
  let from = 0;
  for (const length of pieces) {
    records.push(...splitter.feed(text.slice(from, from + length)));
    from += length;
  }
  return [...records, ...splitter.feed(text.slice(from)), ...splitter.end()];
}

const cells = (text: string, delimiter?: string) => split(text, delimiter).map((record) => record.cells);

describe('CsvSplitter', () => {
  it.each([
    [
      'a,b\r\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d\r\ne,f\ng,h',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    [
      'a,\n,b',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['\n\na', [[''], [''], ['a']]],
    ['"a,b","c""d"\n', [['a,b', 'c"d']]],
    [
      '"a\r\nb",c\nd,e',
      [
        ['a\r\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    [
      '"a" , "b"\n "c",d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['斗岭村"大屋"组,b', [['斗岭村"大屋"组', 'b']]],
    [
      'a,"斗岭\\"村",b\nc,d,e',
      [
        ['a', '斗岭\\"村', 'b'],
        ['c', 'd', 'e'],
      ],
    ],
    ['="4304",="a,b",x', [['="4304"', '="a,b"', 'x']]],
    ['"=""4304""",x', [['="4304"', 'x']]],
    [
      'a,"b,c\nd,e,f',
      [
        ['a', '"b', 'c'],
        ['d', 'e', 'f'],
      ],
    ],
    [
      'a,"b,c\n"d",e\n',
      [
        ['a', '"b', 'c'],
        ['d', 'e'],
      ],
    ],
    ['"a', [['"a']]],
    ['""', [['']]],
    ['"""', [['"""']]],
    ['', []],
  ])('splits %j', (text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it('numbers rows as a spreadsheet does', () => {
    expect(split('a\n"b\nc"\n\nd').map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  it('does not take tabs for blanks where they separate', () => {
    expect(cells('"a"\t"b"\t\t"c"', '\t')).toEqual([['a', 'b', '', 'c']]);
  });

  it('closes a quote that goes on for too long with its line', () => {
    const long = `${'x'.repeat(LONGEST)}\n`;
    expect(cells(`"a,b\n${long}"c",d\n`)).toEqual([['"a', 'b'], ['x'.repeat(LONGEST)], ['c', 'd']]);
  });

  it('reads what a program writes, in whatever pieces it comes', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab ,";\t\r\n=斗') });
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    const pieces = fc.array(fc.nat(7), { maxLength: 12 });
    const end = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(rows, pieces, end, (table, lengths, lineEnd) => {
        const text = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',') + lineEnd).join('');
        expect(split(text, ',', lengths).map((record) => record.cells)).toEqual(table);
      }),
    );
  });

  it('splits alike in whatever pieces any text comes', () => {
    const text = fc.string({ unit: fc.constantFrom(...'a,"\r\n =') });
    fc.assert(
      fc.property(text, fc.array(fc.nat(5), { maxLength: 10 }), (any, lengths) => expect(split(any, ',', lengths)).toEqual(split(any))),
    );
  });
});
