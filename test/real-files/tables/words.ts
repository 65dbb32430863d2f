import { reported, reportedAt, type Case, type RightValues } from '../support/cases.js';
import { A, anyOf, B, registeredAndEnrolled, supported } from '../support/people.js';

const POVERTY = '30-national-values-pov.csv';
const ROLL = '30-national-values-edu.csv';
const GRADES = '30c-grades-edu.csv';
const STAGES = '30d-stages-edu.csv';
const CATEGORIES = '30e-categories-civ.csv';

type Boards = boolean | null;

/**
 * Name, ID number, whether they board, and whether they do under the county's own words (null: reported) of the rows of 30. All are boys by
 * their numbers; of 学己 the roll says 女, and what counts is not said here: the poverty office goes first, whose column is empty.
 */
const PUPILS: readonly (readonly [string, string, Boards, Boards])[] = [
  ['学甲', '430482201201010115', true, true],
  ['学乙', '430482201202020139', true, true],
  ['学丙', '430482201203030152', null, null],
  ['学丁', '430482201204040176', true, true],
  ['学戊', '43048220120505019X', null, true],
  ['学己', '430482201206060218', false, false],
  ['学庚', '430482201207070231', null, null],
  ['学辛', '430482201208080255', true, true],
  ['学壬', '430482201209090279', null, true],
];

const pupil = (name: string, idNumber: string, boarding: Boards): RightValues =>
  registeredAndEnrolled({ name, idNumber }, { headName: '刘雨娟', boarding, ...(name === '学己' && { sex: anyOf('male', 'female') }) });

const GRADES_REPORTED = [8, 9, 10, 11, 12, 13, 15, 16, 20, 21, 22, 24];

const category = (name: string, idNumber: string, code: string) => supported({ name, idNumber }, { categories: [code] });

/** Words for codes: those that are known, those of the national roll, those that a county adds; no other is guessed. */
export const words: readonly Case[] = [
  {
    kind: 24,
    files: [POVERTY, ROLL],
    is: 'the national roll’s own words for boarding and sex; digits, signs and others are reported',
    right: {
      records: PUPILS.map(([name, idNumber, boarding]) => pupil(name, idNumber, boarding)),
      findings: [...reportedAt(ROLL, '性别', 4, 9, 10), ...reportedAt(ROLL, '是否住校', 4, 6, 8, 10)],
    },
  },
  {
    kind: 24,
    files: [POVERTY, ROLL],
    mapping: '30-mapping.yaml',
    is: 'with the county’s own words only 4 and 8 are reported',
    right: {
      records: PUPILS.map(([name, idNumber, , boarding]) => pupil(name, idNumber, boarding)),
      findings: [...reported(ROLL, 4, '性别', '是否住校'), ...reported(ROLL, 8, '是否住校')],
    },
  },
  {
    kind: 24,
    files: ['00-two-pov.csv', '30b-jiudu-edu.csv'],
    is: '就读方式: A boards, B does not',
    right: { records: [registeredAndEnrolled(A, { boarding: true }), registeredAndEnrolled(B, { boarding: false })] },
  },
  {
    kind: 24,
    files: [GRADES],
    is: 'grades that nobody told us are reported, 初四 too; nobody of this roll is poor',
    right: { records: [], findings: reportedAt(GRADES, '年级', ...GRADES_REPORTED) },
    // 大班 says that there is no grade; who takes nothing from it may tell of it.
    or: [{ records: [], findings: reportedAt(GRADES, '年级', ...GRADES_REPORTED, 17) }],
  },
  {
    kind: 24,
    files: [STAGES],
    is: 'stages that nobody told us are reported',
    right: { records: [], findings: reportedAt(STAGES, '学段', 4, 5, 6, 7, 8, 11, 12, 16, 17) },
  },
  {
    kind: 24,
    files: [CATEGORIES],
    is: 'a record of each category that is known; others are reported',
    right: {
      records: [
        category('类0', '430482201201010115', 'minimum-living'),
        category('类1', '430482201202020139', 'minimum-living'),
        category('类6', '430482201207070231', 'destitute'),
        category('类7', '430482201208080255', 'destitute'),
        category('类11', '430482201212120336', 'orphan'),
        category('类15', '430482201204160418', 'minimum-living'),
      ],
      findings: reportedAt(CATEGORIES, '救助类别', 4, 5, 6, 7, 10, 11, 12, 14, 15, 16, 18, 19, 20),
    },
  },
];
