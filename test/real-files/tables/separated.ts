import { each, found, reported, type Case } from '../support/cases.js';
import { A, anyOf, B, C, registeredAndEnrolled, supported } from '../support/people.js';

const STRAY = '10f-stray-quote.csv';
const BACKSLASH = '25c-backslash-quote.csv';
const UNCLOSED = '25e-unclosed-last.csv';

const OTHERS = [supported(A), supported(C)];
const ON_THE_ROLL = [registeredAndEnrolled(A), registeredAndEnrolled(B)];
const WITHOUT_VILLAGE = (written: string) => supported(B, { region: null, address: anyOf(null, '柏坊镇', `柏坊镇${written}`) });

/** Text files: quotes, delimiters, ends of lines, byte order. */
export const separated: readonly Case[] = [
  ...['10-equals-quoted.csv', '10b-equals-quoted-escaped.csv'].map((file) => ({
    kind: 11,
    files: ['00-two-pov.csv', file],
    is: 'A and B on the roll with student number and phone',
    right: { records: ON_THE_ROLL },
  })),
  {
    kind: 11,
    files: [STRAY],
    is: 'a quote inside a cell is a sign like any other',
    right: {
      records: [...OTHERS, WITHOUT_VILLAGE('斗岭村"大屋"组')],
      findings: [found('unknown-village', STRAY, 3, '村（居）', '斗岭村"大屋"组')],
    },
  },
  { kind: 11, files: ['25-space-before-quote.csv'], is: 'A, B', right: { records: [supported(A), supported(B)] } },
  {
    kind: 11,
    files: [BACKSLASH],
    is: 'A, C; line 3 is reported, as a row or at its village; B without village if at all',
    right: { records: OTHERS, findings: reported(BACKSLASH, 3) },
    or: ['斗岭\\"村', '斗岭\\村', '斗岭\\村"', '斗岭"村'].map((written) => ({
      records: [...OTHERS, WITHOUT_VILLAGE(written)],
      findings: reported(BACKSLASH, 3, '村（居）'),
    })),
  },
  {
    kind: 11,
    files: [UNCLOSED],
    is: 'A, C: a quote that is never closed ends with its line; line 3 is reported',
    right: { records: OTHERS, findings: reported(UNCLOSED, 3) },
    or: ['斗岭村,2016-01,在享', '"斗岭村,2016-01,在享', '"斗岭村'].map((written) => ({
      records: [...OTHERS, WITHOUT_VILLAGE(written)],
      findings: reported(UNCLOSED, 3),
    })),
  },
  {
    kind: 21,
    files: ['12n-title-semicolons.csv'],
    is: 'A, line 3: a title line says nothing of the delimiter below it',
    right: { records: [supported(A)] },
    lines: { [A.idNumber]: 3 },
    day: { asOf: '2020-09-01' },
  },
  { kind: 21, files: ['12-utf16be-bom.txt'], is: 'A', right: { records: [supported(A)] } },
  {
    kind: 21,
    files: ['12j-mixed-eol.csv'],
    is: 'A on line 2, B on line 3',
    right: { records: [supported(A), supported(B)] },
    lines: { [A.idNumber]: 2, [B.idNumber]: 3 },
  },
  { kind: 21, files: ['12i-ctrl-z.csv'], is: 'A, and nothing reported', right: { records: [supported(A)] } },
  {
    kind: 21,
    files: ['12c-utf16le-nobom.txt'],
    is: 'A, or refused as UTF-16 without a mark',
    right: { records: [supported(A)] },
    refused: { zh: [/UTF-16/, /UTF-8/, /另存/], en: [/UTF-16/, /UTF-8/, /save/i] },
  },
  ...each(['12g-fullwidth-comma.csv', '12h-pipe.csv', '25d-single-quotes.csv'], {
    kind: 21,
    is: 'refused: the header is not recognised',
    refused: { code: 'no-roster', zh: [/表头/], en: [/header/] },
  }),
];
