import { each, naming, reported, type Case } from '../support/cases.js';
import { A, B, registered } from '../support/people.js';

const TWO = [registered(A), registered(B)];
const REPEATED = '08i-header-repeated-per-page.xlsx';
const FOOTER = '08f-footer-merged-two-rows.xlsx';
const FOOTERS = '08h-footer-rows.xlsx';

/** Headers: what stands twice, in two rows, with marks; and what stands around a table. */
export const columns: readonly Case[] = [
  {
    kind: 1,
    files: ['08c-duplicate-columns.csv'],
    is: 'refused: 姓名 in B and E, 证件号码 in C and G',
    refused: naming('姓名', 'B', 'E', '证件号码', 'C', 'G'),
  },
  {
    kind: 1,
    files: ['08d-duplicate-civil.csv'],
    is: 'refused: 姓名 in A and E, 身份证号 in B and F',
    refused: naming('姓名', 'A', 'E', '身份证号', 'B', 'F'),
  },
  {
    kind: 1,
    files: ['08k-two-synonyms-pov.csv'],
    is: 'refused: 身份证号码 (E) and 证件号码 (F) are one fact',
    refused: naming('身份证号码', 'E', '证件号码', 'F'),
  },
  {
    kind: 1,
    files: ['00-base-pov.csv', '08c-duplicate-columns.csv'],
    is: 'refused, and the other file of the import is not taken either',
    refused: naming('08c-duplicate-columns\\.csv', '姓名', 'B', 'E'),
  },
  {
    kind: 16,
    files: ['08-two-row-header.xlsx'],
    is: 'two, lines 3 and 4',
    right: { records: TWO },
    lines: { [A.idNumber]: 3, [B.idNumber]: 4 },
  },
  {
    kind: 16,
    files: ['08b-two-row-duplicates.xlsx'],
    is: 'refused: 姓名 in B (户主信息) and D (家庭成员信息), 证件号码 in C and F',
    refused: naming('姓名', 'B', 'D', '证件号码', 'C', 'F'),
  },
  {
    kind: 16,
    files: [REPEATED],
    is: 'A, B; the title and the header of the next page are left out or reported as rows',
    right: { records: TWO },
    or: [
      { records: TWO, findings: [...reported(REPEATED, 4), ...reported(REPEATED, 5)] },
      { records: TWO, findings: reported(REPEATED, 4) },
      { records: TWO, findings: reported(REPEATED, 5) },
    ],
  },
  {
    kind: 17,
    files: [FOOTER],
    is: 'A, B; the signature block below may be reported',
    right: { records: TWO },
    or: [{ records: TWO, findings: reported(FOOTER, 5) }],
  },
  // Each of the two rows has no number: it is reported as a row.
  {
    kind: 17,
    files: [FOOTERS],
    is: 'A, B; 5 and 6 reported',
    right: { records: TWO, findings: [...reported(FOOTERS, 5), ...reported(FOOTERS, 6)] },
  },
  { kind: 18, files: ['07-styled-to-600.xlsx'], is: 'A', right: { records: [registered(A)] } },
  ...each(
    [
      '26-header-star-after.xlsx',
      '26-header-star-before.xlsx',
      '26-header-red-star-full.xlsx',
      '26-header-colon.xlsx',
      '26-header-newline.xlsx',
      '26-header-spaces.xlsx',
    ],
    { kind: 23, is: 'A', right: { records: [registered(A)] } },
  ),
];
