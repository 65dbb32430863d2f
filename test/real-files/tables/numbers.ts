import { foundTogether, held, type Case } from '../support/cases.js';
import { anyOf, registered } from '../support/people.js';

const FUTURE = ['16b-future-pov.csv', '16b-future-edu.csv'] as const;
const IDS = '16-ids.csv';

const CHILD = registered({ name: '幼儿', idNumber: '430482202003010012' });

/** Name, ID number and group of the rows of 16 that are taken as they stand. */
const TAKEN: readonly (readonly [string, string, string])[] = [
  ['学生甲甲', '810000201203040013', '81'],
  ['学生乙甲', '820000201203040023', '82'],
  ['学生丙甲', '830000201203040033', '83'],
  ['学生丁甲', '710000201203040044', '71'],
  ['学生戊甲', '911124201203040057', '9-foreign'],
  ['学生己乙', '000000201203040012', 'region000000'],
  ['学生庚乙', '42220120120304001X', 'abolished422201'],
];

/** One number, however its X is written; whose name counts is to be decided. */
const NAMES = ['学生乙丙', '学生丙丙', '学生乙丁', '学生丙丁'];
const GROUPS = ['X-lower', 'romanX', 'fullX', 'smallroman'];
const ONE_OF_FOUR = registered(
  { name: '', idNumber: '43048220120704018X' },
  { name: anyOf(...NAMES), headName: anyOf(...NAMES), address: anyOf(...GROUPS.map((group) => `柏坊镇斗岭村${group}`)) },
);

/** ID numbers that cannot be, and those that can. */
export const numbers: readonly Case[] = [
  {
    kind: 8,
    files: FUTURE,
    is: 'born in 2031 and in 1850: held, in both files; half a year old: a record',
    right: { records: [CHILD], findings: FUTURE.flatMap((file) => held(file, 2, 3)) },
    // One cause may make one finding over both files.
    or: [
      {
        records: [CHILD],
        findings: [2, 3].map((line) => ({ as: 'held', at: FUTURE.map((file) => ({ file, line })) })),
      },
    ],
  },
  {
    kind: 40,
    files: [IDS],
    is: 'eight records; what cannot be is held, grown-ups on no roll are nobody’s business',
    right: {
      records: [
        ...TAKEN.map(([name, idNumber, group]) => registered({ name, idNumber }, { address: `柏坊镇斗岭村${group}` })),
        ONE_OF_FOUR,
      ],
      findings: [
        ...held(IDS, 7, 8, 9, 10, 11, 12, 17, 18, 19, 20, 23, 24, 25, 26, 27, 28, 29, 30, 33),
        foundTogether('name-differs', IDS, 21, 22, 31, 32),
      ],
    },
  },
];
