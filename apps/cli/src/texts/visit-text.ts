import type { Language } from '#kernel';
import type {
  AgreementSummary,
  DrawAnswer,
  ListedDisagreement,
  Sample,
  SampleProof,
  ShownCheck,
  VisitAgreement,
  VisitSummary,
} from '#records';
import { rowsText } from '../table.js';
import { called, fieldLabel, localTime } from './vocabulary.js';

const WORDS = {
  confirmed: { zh: '相符', en: 'confirmed' },
  differs: { zh: '不符', en: 'differs' },
  hidden: { zh: '（本人走访后可见）', en: '(shown once your own visit is in)' },
  agree: { zh: '一致', en: 'agree' },
  disagree: { zh: '不一致', en: 'disagree' },
  single: { zh: '仅一访', en: 'one visit only' },
  'not-asked': { zh: '未核', en: 'not asked' },
  records: { zh: '走访档案', en: 'records looked at' },
  open: { zh: '待核定', en: 'to be decided' },
  decided: { zh: '已核定', en: 'decided' },
  signed: { zh: '已审，转差错', en: 'signed, now an error' },
  gone: { zh: '已消除', en: 'gone' },
  visits: { zh: '走访', en: 'visits' },
  byMethod: { zh: '方式', en: 'by method' },
  byPurpose: { zh: '目的', en: 'by purpose' },
  byRole: { zh: '身份', en: 'by role' },
  students: { zh: '走访学生', en: 'students' },
  teachers: { zh: '参与教师', en: 'teachers taking part' },
  seed: { zh: '种子', en: 'seed' },
  population: { zh: '总体', en: 'population' },
  checked: { zh: '已巡访', en: 'checked' },
  unchecked: { zh: '未巡访', en: 'not yet' },
  drawn: { zh: '已抽取', en: 'drawn' },
  'drawn-before': { zh: '此前已抽取', en: 'drawn before' },
  matches: { zh: '与日志一致', en: 'as the log has it' },
  mismatch: { zh: '与日志不一致', en: 'NOT as the log has it' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

const PERCENT = 100;

function word(name: keyof typeof WORDS, language: Language): string {
  return WORDS[name][language];
}

/** How a school's students were visited in a month. */
export function visitsText(summary: VisitSummary, language: Language): string {
  const { school, month, asOf, visits, students, teachers } = summary;
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([code, count]) => `${called(code, language)} ${count}`)
      .join('  ') || '–';
  const share = teachers.share === undefined ? '' : `  ${Math.round(teachers.share * PERCENT)} %`;
  return `${school.name} ${school.code}  ${month}  ${localTime(asOf.time)}\n${rowsText([
    [word('visits', language), String(visits)],
    [word('byMethod', language), list(summary.byMethod)],
    [word('byPurpose', language), list(summary.byPurpose)],
    [word('byRole', language), list(summary.byRole)],
    [word('students', language), String(students)],
    [word('teachers', language), `${teachers.taking} / ${teachers.all}${share}`],
  ])}`;
}

/** The agreement matrix of a record: a row for each field, a column for each kind of visit. */
export function agreementText({ recordId, asOf, kinds, fields }: VisitAgreement, language: Language): string {
  const head = ['', ...kinds.map((kind) => called(kind, language)), ''];
  const rows = fields.map(({ field, verdict, checks, disagreement }) => [
    fieldLabel(field, language),
    ...kinds.map((kind) => checkText(checks[kind], language)),
    `${word(verdict, language)}${disagreement === undefined ? '' : `  ${word(disagreement.status, language)}`}`,
  ]);
  return `${recordId}  ${localTime(asOf.time)}\n${rowsText([head, ...rows])}`;
}

function checkText(check: ShownCheck | null | undefined, language: Language): string {
  if (check === undefined) return '–';
  if (check === null) return word('hidden', language);
  const value = check.value === undefined ? '' : ` ${typeof check.value === 'string' ? check.value : JSON.stringify(check.value)}`;
  return `${word(check.outcome, language)}${value}`;
}

/** The matrix summed: for each field and kind how often confirmed and how often not. */
export function summaryText({ unit, month, asOf, records, fields, openDisagreements }: AgreementSummary, language: Language): string {
  const kinds = Object.keys(fields[0]?.kinds ?? {});
  const columns = ['agree', 'disagree', 'single', 'not-asked'] as const;
  const head = ['', ...kinds.map((kind) => called(kind, language)), ...columns.map((name) => word(name, language))];
  const rows = fields.map(({ field, kinds: byKind, agree, disagree, single, notAsked }) => [
    fieldLabel(field, language),
    ...kinds.map((kind) => `${byKind[kind]?.confirmed ?? 0} / ${byKind[kind]?.differs ?? 0}`),
    ...[agree, disagree, single, notAsked].map(String),
  ]);
  const counted = `${word('records', language)} ${records}  ${word('open', language)} ${openDisagreements}`;
  return `${unit.name} ${unit.code}  ${month}  ${localTime(asOf.time)}  ${counted}\n${rowsText([head, ...rows])}`;
}

/** One value that a visit found otherwise. */
export function disagreementText({ recordId, field, kind, status, time }: ListedDisagreement, language: Language): string {
  return `${localTime(time)}  ${recordId}  ${fieldLabel(field, language)}  ${called(kind, language)}  ${word(status, language)}`;
}

/** One village's sample: a row for each record. */
export function sampleText({ unit, month, seed, population, records, checked }: Sample, language: Language): string {
  const head = `${unit.name} ${unit.code}  ${month}  ${word('population', language)} ${population.size}  ${word('checked', language)} ${checked} / ${records.length}  ${word('seed', language)} ${seed}`;
  const rows = records.map((record) => `  ${record.recordId}  ${word(record.checked ? 'checked' : 'unchecked', language)}`);
  return [head, ...rows].join('\n');
}

/** What was drawn. */
export function drawText({ month, outcomes }: DrawAnswer, language: Language): string {
  return rowsText(outcomes.map(({ unit, outcome, records }) => [month, unit, word(outcome, language), String(records)]));
}

/** Whether drawing again gives the same. */
export function proofText({ unit, month, seed, population, matches }: SampleProof, language: Language): string {
  const verdict = word(matches ? 'matches' : 'mismatch', language);
  return `${unit.name} ${unit.code}  ${month}  ${word('population', language)} ${population.size}  ${word('seed', language)} ${seed}  ${verdict}`;
}
