import { found, held, reported, reportedAt, type Case, type RightValues } from '../support/cases.js';
import { A, anyOf, B, disabled, enrolled, registered, registeredAndEnrolled, supported, type Pupil } from '../support/people.js';

const ERRORS = ['06-error-cells-pov.xlsx', '06b-error-cells-edu.xlsx'] as const;
const FORMULA = '09-formula-no-value.xlsx';
const NUMBERS = '19-student-number-edu.csv';
const HOUSEHOLD = '21-household-number-cell.xlsx';
const CERTIFICATE = '21d-certificate-sci.csv';
const SCHOOL = '21f-student-sci.csv';
const STATES = '30f-states-civ.csv';
const DISABLED = '17-dis.csv';

/** Without a village nothing says what is left of an address. */
const NO_VILLAGE = { region: null, address: anyOf(null, '柏坊镇', '柏坊镇5组') };

/** Name, ID number, class and student number (null: reported) of the rows of 19. */
const STUDENT_NUMBERS: readonly (readonly [string, string, string, string | null])[] = [
  ['学甲', '43048220120704018X', 'G-x', 'G43048220120704018X'],
  ['学丙', '430482201207040155', 'space', 'G430482201207040155'],
  ['学丁', '430482201309160086', 'fullwidth', 'G430482201309160086'],
  ['学己', '430482201201150433', 'bad-check', null],
  ['学庚', '430482201202150451', 'no-G', null],
  ['学辛', '43048220120315047X', 'wu', null],
  ['学壬', '430482201204150498', 'L17', null],
  ['学癸', '430482201205150510', 'L18', 'L430482012070000123'],
  ['学子', '430482201206150539', 'J', 'J430482201207040016'],
  ['学丑', '430482201207150557', 'tail', null],
  ['学寅', '430482201208150575', 'apos', 'G430482201208150575'],
];

const state = (name: string, idNumber: string): RightValues => supported({ name, idNumber });
const STATES_RECORDS = [
  state('态0', '430482201201010115'),
  state('态1', '430482201202020139'),
  state('态2', '430482201203030152'),
  state('态3', '430482201204040176'),
  state('态4', '43048220120505019X'),
  state('态9', '430482201210100294'),
  state('态11', '430482201212120336'),
  state('态12', '430482201201130352'),
];
/** 停发, 注销 and 停保 are ends; 暂停 and 1 are nothing that anybody told us; 享受中 (5) and 正常享受 (6) may be known as running. */
const stateFindings = (...more: readonly number[]) => [
  ...[7, 8, 10].map((line) => found('category-ended', STATES, line)),
  ...[...more, 11, 12].map((line) => found('unknown-value', STATES, line, '状态')),
];

/** Name, ID number and certificate (undefined: reported). */
const CERTIFICATES: readonly (readonly [string, string, string | undefined])[] = [
  ['残甲', '430482201206015011', '43048220120601501143'],
  ['残乙', '430482201206025033', '43048220120602503343B1'],
  ['残丙', '430482201206035055', '43048220120603505543B1'],
  ['残丁', '430482201206045077', '43048220120604507743B2'],
  ['残戊', '430482201206055099', undefined],
  ['残己', '430482201206065115', undefined],
  ['残庚', '430482201206075137', undefined],
  ['残辛', '43048220120704026X', '43048220120704026X43'],
  ['残壬', '43048220120704034X', '43048220120704034X43B1'],
  ['残癸', '430482201206105199', undefined],
  ['残丑', '430482201206125237', '43048220120612523743B1'],
  ['残寅', '430482201206135259', undefined],
  ['残卯', '430482201206145270', '43048220120614527043B0'],
];

/** Cells that give no value: each is reported where it stands, and harms nothing beside it. */
export const cells: readonly Case[] = [
  {
    kind: 2,
    files: ERRORS,
    is: 'error values are reported, fifteen findings in all',
    right: {
      records: [
        {
          ...registered(A, { headName: null, ethnicity: null, cause: null, ...NO_VILLAGE }),
          ...enrolled(A, { class: null, studentNumber: null, guardian: null, guardianPhone: null }),
        },
        registeredAndEnrolled(B, { householdNumber: null, school: null }),
      ],
      findings: [
        ...reported(ERRORS[0], 2, '户主姓名', '民族', '行政村', '村民小组', '主要致贫原因'),
        ...reported(ERRORS[0], 3, '户编号', '姓名'),
        found('missing-name', ERRORS[0], 3),
        ...reported(ERRORS[1], 2, '学校名称', '班级', '全国学籍号', '监护人', '监护人电话'),
        ...reported(ERRORS[1], 3, '学校标识码', '出生日期'),
      ],
    },
  },
  {
    kind: 3,
    files: [FORMULA],
    is: 'a formula that was never computed is reported as one; without a number the whole row is',
    right: {
      records: [registered(A, { headName: null, ...NO_VILLAGE })],
      findings: [...reported(FORMULA, 2, '户主姓名', '性别', '行政村'), ...reported(FORMULA, 3, '证件号码')],
    },
    reason: { zh: [/公式/, /保存/], en: [/formula/i, /save/i] },
  },
  {
    kind: 4,
    files: ['19-student-number-pov.csv', NUMBERS],
    is: 'eleven records; numbers of another shape are reported, and none is completed',
    right: {
      records: STUDENT_NUMBERS.map(([name, idNumber, inClass, studentNumber]) =>
        registeredAndEnrolled({ name, idNumber }, { class: inClass, studentNumber }),
      ),
      findings: reportedAt(NUMBERS, '全国学籍号', 5, 6, 7, 8, 11),
    },
  },
  {
    kind: 9,
    files: [HOUSEHOLD],
    is: 'two without householdNumber, reported as number-cell',
    right: {
      records: [registered(A, { householdNumber: null }), registered(B, { householdNumber: null })],
      findings: [found('number-cell', HOUSEHOLD, 2, '户编号'), found('number-cell', HOUSEHOLD, 3, '户编号')],
    },
  },
  {
    kind: 9,
    files: [CERTIFICATE],
    is: 'two without certificateNumbers',
    right: {
      records: [supported(A, { certificateNumbers: null }), supported(B, { certificateNumbers: null })],
      findings: [...reportedAt(CERTIFICATE, '救助证号', 2, 3), ...reported(CERTIFICATE, 3, '户主身份证号')],
    },
  },
  {
    kind: 9,
    files: ['00-base-pov.csv', SCHOOL],
    is: 'no school, reported once as number-cell',
    right: { records: [registeredAndEnrolled(A, { school: null })], findings: [found('number-cell', SCHOOL, 2, '学校标识码')] },
  },
  {
    kind: 9,
    files: ['00-two-pov.csv', '21c-number-cells-edu.xlsx'],
    is: 'number cells of at most fifteen digits are what they show',
    right: { records: [registeredAndEnrolled(A, { class: '2' }), registeredAndEnrolled(B)] },
  },
  {
    kind: 10,
    files: [STATES],
    is: 'eight records; 停发 注销 停保 end, 暂停 and 1 are unknown values',
    right: { records: STATES_RECORDS, findings: stateFindings() },
    or: [[5], [6], [5, 6]].map((lines) => ({ records: STATES_RECORDS, findings: stateFindings(...lines) })),
  },
  {
    kind: 12,
    files: ['00-two-pov.csv', '10c-apostrophe.csv'],
    is: 'A and B on the roll with student number and phone',
    right: { records: [registeredAndEnrolled(A), registeredAndEnrolled(B)] },
  },
  { kind: 12, files: ['10h-apostrophe-literal.xlsx'], is: 'two', right: { records: [registered(A), registered(B)] } },
  { kind: 14, files: ['01-x000D.xlsx'], is: 'two', right: { records: [registered(A), registered(B)] } },
  {
    kind: 14,
    files: ['01c-x005F-literal.xlsx'],
    is: 'decoded once',
    right: { records: [registered(A, { address: '柏坊镇斗岭村_x0041_组' })] },
  },
  {
    kind: 30,
    files: [DISABLED],
    is: 'thirteen records; certificates of another shape are reported, 12 is held',
    right: {
      records: CERTIFICATES.map(([name, idNumber, certificate]) => disabled({ name, idNumber } satisfies Pupil, certificate)),
      findings: [...reportedAt(DISABLED, '残疾人证号', 6, 7, 8, 11, 14), ...held(DISABLED, 12)],
    },
  },
];
