import type { Directory } from '#directory';
import type { Language, Text } from '#kernel';
import type { ListedStudent } from '#records';
import { categoryLabel, labelOf, stageLabel } from './labels.js';
import type { Cell, Table } from './table.js';

/** `2020-2021`, with which a record's id ends. */
const CYCLE = -9;

interface Column {
  readonly heading: Text;
  cell(student: ListedStudent, language: Language, directory: Directory): Cell;
}

const COLUMNS: readonly Column[] = [
  { heading: { zh: '姓名', en: 'name' }, cell: ({ name }) => name },
  { heading: { zh: '身份证号', en: 'ID number' }, cell: ({ idNumber }) => idNumber },
  { heading: { zh: '性别', en: 'sex' }, cell: ({ sex }, language) => sex && labelOf(sex, language) },
  { heading: { zh: '出生日期', en: 'date of birth' }, cell: ({ birthDate }) => birthDate },
  { heading: { zh: '村代码', en: 'village code' }, cell: ({ village }) => village },
  {
    heading: { zh: '村', en: 'village' },
    cell: ({ village }, _language, directory) => (village === null ? null : (directory.region(village)?.name ?? null)),
  },
  { heading: { zh: '学校代码', en: 'school code' }, cell: ({ school }) => school },
  {
    heading: { zh: '学校', en: 'school' },
    cell: ({ school }, _language, directory) => (school === null ? null : (directory.school(school)?.name ?? null)),
  },
  {
    heading: { zh: '学段', en: 'stage' },
    cell: ({ stage, recordId }, language) => stage && stageLabel(stage, recordId.slice(CYCLE), language),
  },
  { heading: { zh: '年级', en: 'grade' }, cell: ({ grade }) => grade },
  {
    heading: { zh: '贫困类型', en: 'categories' },
    cell: ({ categories, recordId }, language) =>
      categories.map((code) => categoryLabel(code, recordId.slice(CYCLE), language)).join(language === 'zh' ? '、' : ', '),
  },
  { heading: { zh: '状态', en: 'status' }, cell: ({ status }, language) => labelOf(status, language) },
  { heading: { zh: '户籍线', en: 'household line' }, cell: ({ line }, language) => labelOf(line.household ?? '', language) },
  { heading: { zh: '学籍线', en: 'enrolment line' }, cell: ({ line }, language) => labelOf(line.enrolment ?? '', language) },
  { heading: { zh: '档案编号', en: 'record' }, cell: ({ recordId }) => recordId },
];

/** A list of students as a table for people; personal numbers are as masked as they come. */
export function studentTable(students: AsyncIterable<ListedStudent>, directory: Directory, language: Language): Table {
  return {
    name: language === 'zh' ? '学生名单' : 'students',
    columns: COLUMNS.map(({ heading }) => heading[language]),
    rows: rowsOf(students, directory, language),
  };
}

async function* rowsOf(students: AsyncIterable<ListedStudent>, directory: Directory, language: Language): AsyncGenerator<Cell[]> {
  for await (const student of students) yield COLUMNS.map((column) => column.cell(student, language, directory));
}
