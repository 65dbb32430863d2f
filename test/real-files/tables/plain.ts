import { each, type Case } from '../support/cases.js';
import { A, B, C, D, registered, registeredAndEnrolled, supported } from '../support/people.js';

const TWO = { records: [registered(A), registered(B)] };
const SIGNED = { name: '阿依古丽·买买提', idNumber: A.idNumber };

/** Rosters in which nothing is wrong, and old habits of programs that were always read. */
export const plain: readonly Case[] = [
  { kind: 0, files: ['00-base-pov.csv'], is: 'A', right: { records: [registered(A)] } },
  { kind: 0, files: ['00-two-pov.csv'], is: 'two', right: TWO },
  { kind: 0, files: ['00-four-pov.csv'], is: 'A to D', right: { records: [...TWO.records, registered(C), registered(D)] } },
  { kind: 0, files: ['00-base-pov.csv', '00-base-edu.csv'], is: 'A on the roll', right: { records: [registeredAndEnrolled(A)] } },
  {
    kind: 5,
    files: ['31-signed-1-pov.csv', '31-signed-1-edu.csv'],
    is: 'as it stands, before anybody has signed',
    right: { records: [registeredAndEnrolled(SIGNED, { ethnicity: '维吾尔族', headName: '买买提·吐尔逊' })] },
  },
  {
    kind: 35,
    files: ['24-twins-pov.csv', '24-twins-edu.csv'],
    is: 'two records, both on the roll, though rows stand twice',
    right: {
      records: [
        registeredAndEnrolled({ name: '罗大双', idNumber: '430482201207041019' }),
        registeredAndEnrolled({ name: '罗小双', idNumber: '430482201207041035' }),
      ],
    },
  },
  ...each(['12b-utf16le-bom.txt', '13g-tsv.xls'], {
    kind: 44,
    is: 'A, line 2',
    right: { records: [supported(A)] },
    lines: { [A.idNumber]: 2 },
  }),
  ...each(['12d-utf8-semicolon-sep.csv', '12f-sep-comma-bom.csv'], {
    kind: 44,
    is: 'A, line 3',
    right: { records: [supported(A)] },
    lines: { [A.idNumber]: 3 },
  }),
  {
    kind: 44,
    files: ['12e-cr-only.csv'],
    is: 'A on line 2, B on line 3',
    right: { records: [supported(A), supported(B)] },
    lines: { [A.idNumber]: 2, [B.idNumber]: 3 },
  },
  {
    kind: 44,
    files: ['00-two-pov.csv', '10d-tab-suffix.csv'],
    is: 'A and B on the roll',
    right: { records: [registeredAndEnrolled(A), registeredAndEnrolled(B)] },
  },
];
