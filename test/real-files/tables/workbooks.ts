import { each, naming, type Case } from '../support/cases.js';
import { A, B, registered, registeredAndEnrolled } from '../support/people.js';

const TWO = { records: [registered(A), registered(B)] };

/** Workbooks as other programs write them: what a part is follows from its relationships. */
export const workbooks: readonly Case[] = [
  ...each(
    [
      '03-SharedStrings-case.xlsx',
      '03c-Styles-Workbook-case.xlsx',
      '04-rel-prefix.xlsx',
      '05-workbook22.xlsx',
      '05b-no-xl-folder.xlsx',
      '29c-utf16-part.xlsx',
      '29g-dotdot-targets.xlsx',
    ],
    { kind: 13, is: 'two', right: TWO },
  ),
  ...each(['29k-junk-before-zip.xlsx', '29l-junk-after-zip.xlsx'], {
    kind: 13,
    is: 'two; or refused as damaged on its way, to be fetched again',
    right: TWO,
    refused: { zh: [/损坏/, /重新/], en: [/damaged/, /again/] },
  }),
  {
    kind: 42,
    files: ['00-two-pov.csv', '02b-1904.xlsx'],
    is: 'days count from 1904',
    right: { records: [registeredAndEnrolled(A), registeredAndEnrolled(B)] },
  },
  ...each(['23b-first-hidden.xlsx', '23c-veryhidden-chart.xlsx'], {
    kind: 42,
    is: 'A: hidden sheets are left out',
    right: { records: [registered(A)] },
  }),
  { kind: 42, files: ['23d-filtered-rows.xlsx'], is: 'two: filtered rows are not left out', right: TWO },
  ...each(['29-bom-parts.xlsx', '29d-no-refs.xlsx', '29e-backslash-names.xlsx', '29f-abs-targets.xlsx', '29j-prefix-x.xlsx'], {
    kind: 43,
    is: 'two',
    right: TWO,
  }),
  {
    kind: 46,
    files: ['23-sheet-per-township.xlsx'],
    is: 'refused: several sheets are rosters',
    refused: { ...naming('柏坊镇', '烟洲镇'), code: 'several-rosters' },
  },
];
