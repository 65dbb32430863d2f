import { countyTime, type Language, type Text } from '#kernel';
import type { Part } from '../parts.js';
import type { UnitCountsAnswer } from '../unit-counts.js';
import { categoryLabel, labelOf, stageLabel } from './labels.js';
import type { Cell, Table } from './table.js';

type Row = readonly Cell[];

const COLUMNS: readonly Text[] = [
  { zh: '项目', en: 'count' },
  { zh: '代码', en: 'code' },
  { zh: '名称', en: 'name' },
  { zh: '数量', en: 'number' },
];

/** The counts of a unit as a table for people: one line a number, with what it counts, the code and its name. */
export function unitTable(answer: UnitCountsAnswer, language: Language): Table {
  return { name: answer.unit.name, columns: COLUMNS.map((heading) => heading[language]), rows: rowsOf(answer, language) };
}

function* rowsOf(answer: UnitCountsAnswer, language: Language): Generator<Row> {
  const { unit, cycle, asOf, compulsoryAge } = answer;
  const say = (zh: string, en: string) => ({ zh, en })[language];
  const category = (code: string) => categoryLabel(code, cycle, language);
  const label = (code: string) => labelOf(code, language);
  const compulsory = say('义务教育阶段', 'compulsory age');
  yield [say('单位', 'unit'), unit.code, unit.name, null];
  yield [say('学年', 'school year'), cycle, null, null];
  yield [say('时点', 'as of'), countyTime(asOf.time), asOf.position, null];
  yield [say('学生', 'students'), null, null, answer.students];
  yield* coded(say('状态', 'status'), answer.byStatus, label);
  yield* coded(say('贫困类型', 'category'), answer.byCategory, category);
  yield* coded(say('学段', 'stage'), answer.byStage, (code) => stageLabel(code, cycle, language));
  yield* coded(say('性别', 'sex'), answer.bySex, label);
  yield [say('寄宿', 'boarding'), null, null, answer.boarding];
  yield [compulsory, null, null, compulsoryAge.students];
  yield* coded(`${compulsory} · ${say('贫困类型', 'category')}`, compulsoryAge.byCategory, category);
  yield* parts(`${compulsory} · ${say('学校', 'school')}`, compulsoryAge.bySchool, label);
  yield [`${compulsory} · ${say('未在学', 'not enrolled')}`, null, null, compulsoryAge.notEnrolled];
  yield* parts(say('乡镇', 'township'), answer.byTownship ?? [], label);
  yield* parts(say('村', 'village'), answer.byVillage ?? [], label);
  yield* parts(say('学校', 'school'), answer.bySchool ?? [], label);
  if (answer.notEnrolled !== undefined) yield [say('未在学', 'not enrolled'), null, null, answer.notEnrolled];
  if (answer.unassigned !== undefined) yield [label('unassigned'), null, null, answer.unassigned];
  yield [say('超期', 'overdue'), null, null, answer.overdue];
  yield [say('无人可审', 'unstaffed'), null, null, answer.unstaffed];
  yield [say('差错', 'errors'), null, null, answer.errors];
  yield [say('走访', 'visits'), null, null, answer.visits];
  for (const { department, asOf: date } of answer.rosters) yield [say('部门名册', 'roster'), department, date, null];
}

function* coded(what: string, counts: Readonly<Record<string, number>>, label: (code: string) => string): Generator<Row> {
  for (const [code, n] of Object.entries(counts)) yield [what, code, label(code), n];
}

function* parts(what: string, units: readonly Part[], label: (code: string) => string): Generator<Row> {
  for (const { code, name, students } of units) yield [what, code, name === '' ? label(code) : name, students];
}
