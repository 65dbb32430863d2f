import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { workbook } from '../../libs/rosters/src/testing/zip.js';
import { RealCounty, realFile, realText } from './support/county.js';
import { outcomeOf, refusalOf, told } from './support/outcome.js';
import { A, B, registered } from './support/people.js';

/** A sheet of texts, in which cells may be merged. */
function sheet(rows: readonly (readonly string[])[], merged: string): string {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const lines = rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`);
  return `<sheetData>${lines.join('')}</sheetData><mergeCells count="1"><mergeCell ref="${merged}"/></mergeCells>`;
}

const rows = (text: string) =>
  text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','));

describe('a header of two rows in which names stand twice (16)', () => {
  const MAPPING = `poverty-alleviation:
  columns:
    name: [家庭成员信息姓名]
    idNumber: [家庭成员信息证件号码]
    headName: [户主信息姓名]
`;

  it('is read once the county has said whose each is: the joined name goes first', async () => {
    await RealCounty.with(async (county) => {
      await refusalOf(county.import(['08b-two-row-duplicates.xlsx']));
      await county.takeMapping(MAPPING);
      await county.import(['08b-two-row-duplicates.xlsx']);
      expect(await outcomeOf(county)).toEqual({
        records: [registered(A, { headName: '刘雨娟', address: '柏坊镇斗岭村' })],
        findings: [],
      });
    });
  });
});

describe('a column that no mapping knows', () => {
  it('may stand twice (1)', async () => {
    await RealCounty.with(async (county) => {
      const doubled = realText('00-two-pov.csv')
        .split('\r\n')
        .map((line, index) => (line === '' ? '' : `${line},${index === 0 ? '备注,备注' : '甲,乙'}`))
        .join('\r\n');
      await county.import([county.write('remarks.csv', doubled)]);
      expect(await outcomeOf(county)).toEqual({ records: [registered(B), registered(A)], findings: [] });
    });
  });
});

describe('household cells that are merged over their members (17)', () => {
  it('stay refused, with the cells', async () => {
    await RealCounty.with(async (county) => {
      const content = workbook([{ xml: sheet(rows(realText('00-two-pov.csv')), 'A2:A3') }]);
      const refusal = await refusalOf(county.import([county.write('merged.xlsx', content)]));
      expect(refusal).toMatchObject({ kind: 'unreadable', code: 'merged-cells' });
      expect(told(refusal).zh).toContain('A2:A3');
    });
  });
});

describe('what a file is', () => {
  it('the bytes decide, and not its name', async () => {
    await RealCounty.with(async (county) => {
      await county.import([county.write('名册.pdf', readFileSync(realFile('00-two-pov.csv')))]);
      expect((await outcomeOf(county)).records).toEqual([registered(B), registered(A)]);
    });
  });
});
