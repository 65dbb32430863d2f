import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Region, RegionLevel } from '../model.js';
import { region } from '../testing/directory-events.js';
import { directoryOf } from '../testing/directory-of.js';
import { findTownship, findVillage, villageByAddress } from './find-village.js';

/** All regions of Changning, from the national statistics. */
const regions: readonly Region[] = readFileSync(join(import.meta.dirname, '../testing/changning-regions.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => {
    const [code = '', name = '', level = '', parent = ''] = row.split(',');
    return { code, name, level: level as RegionLevel, parent };
  });
const directory = directoryOf({ regions });
const villages = regions.filter(({ level }) => level === 'village');
const townshipOf = (village: Region) => directory.region(village.parent)?.name ?? '';
const codeOf = (township: string, village: string) => findVillage(directory, { township, village })?.code;

/** What nobody sees, between any two characters. */
const invisible = (text: string) => [...text].join('\u200b');

const fullWidth = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** The ways in which one village is written. */
function writings(name: string): readonly string[] {
  const rural = /^(.+)村委会$/.exec(name)?.[1];
  if (rural !== undefined) return [name, `${rural}村`, `${rural}村民委员会`, ` ${rural} 村\u3000`, `'${invisible(rural)}村\ufeff`];
  const urban = name.replace(/(社区|居委会)$/, '');
  return [
    name,
    `${urban}社区`,
    `${urban}居委会`,
    `${urban}社区居委会`,
    `${urban}居民委员会`,
    `${urban}社区居民委员会`,
    `${urban}\u3000社区`,
  ];
}

describe('the villages of a whole county', () => {
  it('are all there', () => {
    expect(villages).toHaveLength(410);
  });

  it('are found in every way that people write them', () => {
    const wrong = villages.flatMap((village) =>
      writings(village.name)
        .filter((written) => codeOf(townshipOf(village), written) !== village.code)
        .map((written) => `${townshipOf(village)} ${written}`),
    );
    expect(wrong).toEqual([]);
  });

  it('are found by their bare name exactly where only one place of the township bears it', () => {
    const bare = (name: string) => name.replace(/(村委会|社区|居委会)$/, '');
    for (const village of villages) {
      const namesakes = directory.childrenOf(village.parent).filter(({ name }) => bare(name) === bare(village.name));
      expect([village.name, codeOf(townshipOf(village), bare(village.name))]).toEqual([
        village.name,
        namesakes.length === 1 ? village.code : undefined,
      ]);
    }
  });

  it('are found by their address, with the names above or without, and with what follows', () => {
    for (const village of villages) {
      const written = village.name.replace(/委会$/, (ending) => (village.name.endsWith('居委会') ? ending : ''));
      const address = `${townshipOf(village)}${written}`;
      const all = [
        address,
        `湖南省衡阳市常宁市${address}`,
        `常宁市${address}`,
        `湖南省衡阳市常宁市${address}9组`,
        fullWidth(`${address}12号`),
        `="${invisible(address)}12号"`,
      ];
      expect(all.map((one) => [one, villageByAddress(directory, one)?.code])).toEqual(all.map((one) => [one, village.code]));
    }
  });
});

describe('names that tell places apart', () => {
  it('does not take the community for the village of the same name', () => {
    const [village, community] = [codeOf('烟洲镇', '烟洲村'), codeOf('烟洲镇', '烟洲社区')];
    expect(village).toBeDefined();
    expect(community).toBeDefined();
    expect(village).not.toBe(community);
    expect(codeOf('烟洲镇', '烟洲')).toBeUndefined();
  });

  it('does not take a village for a community that is not there', () => {
    expect(codeOf('烟洲镇', '民主社区')).toBeUndefined();
  });

  it('looks inside the township only', () => {
    expect(codeOf('烟洲镇', '民主村')).toBeDefined();
    expect(codeOf('柏坊镇', '民主村')).toBeUndefined();
    const namesakes = villages.filter(({ name }) => name === '新建村委会');
    expect(namesakes.map((village) => codeOf(townshipOf(village), '新建村'))).toEqual(namesakes.map(({ code }) => code));
  });

  it.each(['', '村', '社区', '村委会', '不存在村'])('finds nothing under %p', (name) => {
    expect(codeOf('烟洲镇', name)).toBeUndefined();
  });

  it('reads a name that ends twice, and one whose community is called a village', () => {
    const odd = directoryOf({
      regions: [
        region('430482101', '柏坊镇', 'township', '430482'),
        region('430482101201', '李家村村委会', 'village', '430482101'),
        region('430482101001', '杏花村社区', 'village', '430482101'),
      ],
    });
    const code = (village: string) => findVillage(odd, { township: '柏坊', village })?.code;
    expect(['李家村村委会', '李家村村', '李家村', '李家'].map(code)).toEqual(Array(4).fill('430482101201'));
    expect(['杏花村社区', '杏花村居委会', '杏花村'].map(code)).toEqual(Array(3).fill('430482101001'));
  });
});

describe('townships', () => {
  it('are found with their ending or without', () => {
    for (const township of regions.filter(({ level }) => level === 'township')) {
      const bare = township.name.replace(/(街道|镇|乡)$/, '');
      expect([township.name, findTownship(directory, township.name)?.code]).toEqual([township.name, township.code]);
      if (township.name !== '塔山瑶族乡') expect([bare, findTownship(directory, bare)?.code]).toEqual([bare, township.code]);
    }
    expect(findTownship(directory, '宜阳街道办事处')?.name).toBe('宜阳街道');
    expect(['塔山乡', '塔山'].map((name) => findTownship(directory, name)?.name)).toEqual(['塔山瑶族乡', '塔山瑶族乡']);
  });

  it('are not found with another ending', () => {
    expect(findTownship(directory, '柏坊乡')).toBeUndefined();
  });

  it('of one name: none is taken, but a village that only one of them has is found', () => {
    const twice = directoryOf({
      regions: [
        region('430482101', '城关镇', 'township', '430482'),
        region('430421100', '城关镇', 'township', '430421'),
        region('430482101201', '东村村委会', 'village', '430482101'),
        region('430482101202', '西村村委会', 'village', '430482101'),
        region('430421100202', '西村村委会', 'village', '430421100'),
      ],
    });
    expect(findTownship(twice, '城关镇')).toBeUndefined();
    expect(findVillage(twice, { township: '城关镇', village: '东村' })?.code).toBe('430482101201');
    expect(findVillage(twice, { township: '城关镇', village: '西村' })).toBeUndefined();
  });
});

describe('addresses', () => {
  it.each([
    '湖南省永州市冷水滩区',
    '湖南省衡阳市衡阳县',
    '广东省深圳市宝安区',
    '湖南省永州市烟洲镇民主村',
    '湖南省衡阳市常宁市',
    '湖南省衡阳市常宁市烟洲镇',
    '湖南省衡阳市常宁市烟洲镇民主路12号',
    '湖南省衡阳市常宁市烟洲镇烟洲',
    '',
  ])('finds no village in %p', (address) => {
    expect(villageByAddress(directory, address)).toBeUndefined();
  });
});
