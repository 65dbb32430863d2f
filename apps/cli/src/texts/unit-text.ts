import type { Language } from '#kernel';
import type { Part, UnitCountsAnswer } from '#statistics';
import { rowsText } from '../table.js';
import { called, calledIn, localTime } from './vocabulary.js';

type Texts = Readonly<Record<Language, string>>;

const TITLES = {
  students: { zh: '学生', en: 'students' },
  asOf: { zh: '截至', en: 'as of' },
  byStatus: { zh: '按状态', en: 'by status' },
  byCategory: { zh: '按类型', en: 'by category' },
  byStage: { zh: '按学段', en: 'by stage' },
  bySex: { zh: '按性别', en: 'by sex' },
  boarding: { zh: '寄宿', en: 'boarding' },
  compulsory: { zh: '义务教育适龄', en: 'of compulsory-education age' },
  notEnrolled: { zh: '不在学籍', en: 'on no roll' },
  overdue: { zh: '超期', en: 'overdue' },
  unstaffed: { zh: '无人可审', en: 'unstaffed' },
  errors: { zh: '差错', en: 'errors' },
  visits: { zh: '走访', en: 'visits' },
  unknown: { zh: '村或学校待定', en: 'village or school unknown' },
  byTownship: { zh: '按乡镇', en: 'by township' },
  byVillage: { zh: '按村', en: 'by village' },
  bySchool: { zh: '按学校', en: 'by school' },
  rosters: { zh: '部门数据截至', en: 'rosters as of' },
  unassigned: { zh: '学校待定', en: 'school unknown' },
} satisfies Record<string, Texts>;

/** The units below, one row each, so that somebody can go on there. */
function partRows(title: string, parts: readonly Part[] | undefined): [string, string][] {
  if (parts === undefined || parts.length === 0) return [];
  return [[title, ''], ...parts.map(({ code, name, students }): [string, string] => [`  ${code}`, `${name} ${students}`.trim()])];
}

/** The counts of a unit for people: one row a count. */
export function unitText(counts: UnitCountsAnswer, language: Language): string {
  const title = (name: keyof typeof TITLES) => TITLES[name][language];
  const { unit, cycle, asOf, compulsoryAge: age } = counts;
  const list = (entries: Readonly<Record<string, number>>) =>
    Object.entries(entries)
      .map(([code, n]) => `${calledIn(code, cycle, language)} ${n}`)
      .join('  ') || '–';
  const head = `${unit.name} ${unit.code}  ${cycle}  ${title('asOf')} ${localTime(asOf.time)} (${asOf.position})`;
  const rows: [string, string][] = [
    [title('students'), String(counts.students)],
    [title('byStatus'), list(counts.byStatus)],
    [title('byCategory'), list(counts.byCategory)],
    [title('byStage'), list(counts.byStage)],
    [title('bySex'), list(counts.bySex)],
    [title('boarding'), String(counts.boarding)],
    [title('compulsory'), `${age.students}  (${list(age.byCategory)})`],
    ...age.bySchool.map((school): [string, string] => [
      `  ${school.code}`,
      `${school.name || (school.code === 'unassigned' ? title('unassigned') : '')} ${school.students}`.trim(),
    ]),
    [`  ${title('notEnrolled')}`, String(age.notEnrolled)],
    [title('overdue'), String(counts.overdue)],
    [title('unstaffed'), String(counts.unstaffed)],
    [title('errors'), String(counts.errors)],
    [title('visits'), String(counts.visits)],
    ...(counts.unassigned === undefined ? [] : [[title('unknown'), String(counts.unassigned)] as [string, string]]),
    ...partRows(title('byTownship'), counts.byTownship),
    ...partRows(title('byVillage'), counts.byVillage),
    ...partRows(title('bySchool'), counts.bySchool),
    [title('rosters'), counts.rosters.map(({ department, asOf: date }) => `${called(department, language)} ${date}`).join('  ') || '–'],
  ];
  return `${head}\n${rowsText(rows)}`;
}
