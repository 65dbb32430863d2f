import { each, found, foundTogether, reported, type Case, type RightValues } from '../support/cases.js';
import { A, B, C, D, registered, registeredAndEnrolled, supported } from '../support/people.js';

const PHONES = '11y-phone.csv';
const DOTS = '14-dots.csv';
const BAD_BYTE = '12m-gbk-one-bad-byte.csv';
const BAD_FIRST = '15d-gbk-FF.csv';
const VILLAGES = '22-villages.csv';
const ZENG = '曾䶮';

/** ID numbers of the rows of 14 and 15, from line 2 on. */
const NUMBERS = [
  '430482201201010115',
  '430482201202020139',
  '430482201203030152',
  '430482201204040176',
  '43048220120505019X',
  '430482201206060218',
  '430482201207070231',
  '430482201208080255',
  '430482201209090279',
  '430482201210100294',
  '430482201211110312',
  '430482201212120336',
  '430482201201130352',
  '430482201202140376',
  '43048220120315039X',
  '430482201204160418',
  '430482201205170431',
] as const;

/** ID number, group (the code point of the dot) and name, where it is not the usual one, of the rows of 14. */
const DOTTED: readonly (readonly [string, string, string?])[] = [
  ['430482201201010115', '00B7'],
  ['430482201202020139', '2022'],
  ['430482201203030152', 'FF0E'],
  ['430482201204040176', '2E-ascii'],
  ['43048220120505019X', '30FB'],
  ['430482201206060218', 'FF65'],
  ['430482201207070231', '2027'],
  ['430482201208080255', '2219'],
  ['430482201210100294', '25CF'],
  ['430482201211110312', '2024'],
  ['430482201201130352', '3002'],
  ['430482201202140376', '0387'],
  ['43048220120315039X', '16EB'],
  ['430482201204160418', '02D9'],
  ['430482201205170431', '2D-hyphen', '买买提-艾力'],
  ['430482201207190479', '2B1D'],
  ['430482201208200499', '1427'],
  ['430482201209210517', 'FE45', '买买提﹅艾力'],
  ['430482201210220536', 'spaces'],
];
const ALIKE = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 20];

/** Names of 15 by line, from 2 on. */
const RARE = [
  ZENG,
  ZENG,
  '李㛃',
  '李\ue15d',
  '周𠮷',
  '周吉',
  '马晓长',
  '马晓长',
  '高文方',
  '王民',
  '龴雨',
  '龴雨',
  '𫚕明',
  '王玥',
  '张ヶ',
  '吕漏',
  '女﨎',
];

/** Names of 15c by line, from 2 on: what has no character keeps its user-defined one. */
const RAW = [ZENG, '曾龴', '曾\ue000', '曾\ue234', '曾\ue4c6', '曾€', '曾', '曾\u{20087}'];

/** What 15d writes behind 曾 in the name of A. */
const BYTES: Readonly<Record<string, string>> = {
  '80': '€',
  A140: '\ue4c6',
  A2AB: '\ue766',
  A3A0: '',
  AAA1: '\ue000',
  F8A1: '\ue234',
};

const named = (names: readonly string[]) => names.map((name, index) => registered({ name, idNumber: NUMBERS[index] ?? '' }));
const threeAlike = NUMBERS.slice(0, 3).map((idNumber) => registeredAndEnrolled({ name: '阿依古丽·买买提', idNumber }));

const onTheRoll = [
  registeredAndEnrolled(A),
  registeredAndEnrolled(C, { guardianPhone: '07347221234' }),
  registeredAndEnrolled(D, { guardianPhone: null }),
];

/** Name, ID number and village as written of the rows of 22. */
const WRITTEN: readonly (readonly [string, string, string])[] = [
  ['村甲', '430482201201013017', '斗岭村'],
  ['村乙', '430482201202023030', '斗岭'],
  ['村丙', '430482201203033054', '斗岭村委会'],
  ['村丁', '430482201204043078', '斗岭村民委员会'],
  ['村戊', '430482201205053091', '斗岭行政村'],
  ['村己', '43048220120606311X', '斗嶺村'],
  ['村庚', '430482201207073133', '斗岭村'],
  ['村辛', '430482201208083157', '斗岭村1组'],
  ['村壬', '430482201209093170', '柏坊镇斗岭村'],
  ['村癸', '430482201210103196', '常宁市柏坊镇斗岭村'],
  ['村子', '430482201211113214', '斗岭村(并入)'],
  ['村丑', '430482201212123238', '斗岭(原大屋村)'],
  ['村寅', '430482201201133254', '430482101201'],
  ['村卯', '430482201202143278', '430482101201斗岭村'],
  ['村辰', '430482201203153291', '斗岭村'],
  ['村巳', '43048220120416331X', '斗岭居委会'],
];
const KNOWN = [2, 3, 4, 5, 8, 16];

const village = ([name, idNumber, written]: readonly [string, string, string], index: number): RightValues =>
  registered({ name, idNumber }, { address: `柏坊镇${written}5组`, ...(!KNOWN.includes(index + 2) && { region: null }) });

/** Invisible characters, dots, radicals, code points of old code pages, broken bytes: names and places are what people see. */
export const texts: readonly Case[] = [
  ...each(
    [
      '11-0000-ctl.csv',
      '11-007F.csv',
      '11-00AD-shy.csv',
      '11-180E.csv',
      '11-200B-zwsp.csv',
      '11-200C.csv',
      '11-200E-lrm.csv',
      '11-2060.csv',
      '11-2069.csv',
      '11-3164-hangul-filler.csv',
      '11-FEFF-bom.csv',
    ],
    { kind: 5, is: 'A, B, C without the sign', right: { records: [supported(A), supported(B), supported(C)] } },
  ),
  {
    kind: 5,
    files: ['11z-pov.csv', '11z-edu.csv'],
    is: 'B on the roll, with a name of three code points',
    right: { records: [registeredAndEnrolled(B, { headName: '刘雨娟' })] },
  },
  {
    kind: 5,
    files: ['00-four-pov.csv', PHONES],
    is: 'phones of A and C; two numbers in a cell are reported, +86 is or is left out',
    right: {
      records: [...onTheRoll, registeredAndEnrolled(B, { guardianPhone: null })],
      findings: [3, 5].flatMap((line) => reported(PHONES, line, '监护人电话')),
    },
    or: [{ records: [...onTheRoll, registeredAndEnrolled(B)], findings: reported(PHONES, 5, '监护人电话') }],
  },
  {
    kind: 6,
    files: [DOTS],
    is: 'nineteen records, of which seventeen bear one name',
    right: {
      records: DOTTED.map(([idNumber, group, name = '买买提·艾力']) =>
        registered({ name, idNumber }, { ethnicity: '维吾尔族', address: `柏坊镇斗岭村${group}` }),
      ),
      findings: [foundTogether('same-name-same-village', DOTS, ...ALIKE)],
    },
  },
  {
    kind: 6,
    files: ['14p-pov.csv', '14p-edu.csv'],
    is: 'three of one name, all on the roll, and no name-differs',
    right: { records: threeAlike, findings: [foundTogether('same-name-same-village', undefined, 2, 3, 4)] },
  },
  {
    kind: 20,
    files: ['15f-pua-pov.csv', '15f-pua-edu.csv'],
    is: '曾䶮 (U+66FE U+4DAE) on the roll',
    right: { records: [registeredAndEnrolled({ name: ZENG, idNumber: A.idNumber })] },
  },
  ...['15-rare.csv', '15b-rare-gb18030.csv'].map((file) => ({
    kind: 20,
    files: [file],
    is: 'seventeen names as people read them; three are borne twice',
    right: {
      records: named(RARE),
      findings: [
        [2, 3],
        [8, 9],
        [12, 13],
      ].map((lines) => foundTogether('same-name-same-village', file, ...lines)),
    },
  })),
  { kind: 20, files: ['15c-gbk-raw.csv'], is: 'eight names, what is user-defined is kept', right: { records: named(RAW) } },
  ...Object.entries(BYTES).map(([bytes, character]) => ({
    kind: 20,
    files: [`15d-gbk-${bytes}.csv`],
    is: 'two records',
    right: { records: [registered({ name: `曾${character}`, idNumber: A.idNumber }), registered(B)] },
  })),
  {
    kind: 22,
    files: [BAD_BYTE],
    is: 'A; a broken character in a name makes it missing, whatever is left of it',
    right: { records: [supported(A)], findings: [...reported(BAD_BYTE, 3, '姓名', '户主姓名'), found('missing-name', BAD_BYTE, 3)] },
  },
  {
    kind: 22,
    files: [BAD_FIRST],
    is: 'B; a broken character in a name makes it missing, whatever is left of it',
    right: { records: [registered(B)], findings: [...reported(BAD_FIRST, 2, '姓名', '户主姓名'), found('missing-name', BAD_FIRST, 2)] },
  },
  { kind: 22, files: ['12l-nul-pad.csv'], is: 'A', right: { records: [supported(A)] } },
  {
    kind: 22,
    files: ['29b-control-entity.xlsx'],
    is: 'two: the control character goes',
    right: { records: [registered(A), registered(B)] },
  },
  {
    kind: 22,
    files: [VILLAGES],
    is: 'six are 斗岭村, ten are unknown villages and not guessed',
    right: {
      records: WRITTEN.map(village),
      findings: WRITTEN.flatMap((_row, index) =>
        KNOWN.includes(index + 2) ? [] : [found('unknown-village', VILLAGES, index + 2, '行政村')],
      ),
    },
  },
];
