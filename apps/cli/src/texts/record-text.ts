import type { Json, Language } from '#kernel';
import type { ShownLine, ShownRecord, ShownRecordError } from '#records';
import { rowsText } from '../table.js';
import { actorText } from './actor-text.js';
import { answerersRows, errorStatusText } from './error-text.js';
import { called, calledIn, fieldLabel, localTime } from './vocabulary.js';

const TITLES = {
  revision: { zh: '修订', en: 'revision' },
  definition: { zh: '流程版本', en: 'definition' },
  asOf: { zh: '截至', en: 'as of' },
  waiting: { zh: '等待', en: 'waiting for' },
  visits: { zh: '走访', en: 'visits' },
  disagreements: { zh: '走访所见不符', en: 'disagreements' },
  errors: { zh: '差错', en: 'errors' },
  allowed: { zh: '现在可以', en: 'allowed now' },
  due: { zh: '期限', en: 'due' },
  payable: { zh: '可打款', en: 'payable' },
  notPayable: { zh: '不打款', en: 'not payable' },
} as const;

/** A record for people: what is known, where each line stands, what waits, what may be done. */
export function recordText(record: ShownRecord, language: Language): string {
  const title = (name: keyof typeof TITLES) => TITLES[name][language];
  const payable = record.payable === undefined ? '' : `  ${title(record.payable ? 'payable' : 'notPayable')}`;
  const head = `${record.recordId}  ${called(record.status, language)}${payable}  ${title('revision')} ${record.revision}  ${title('definition')} ${record.definition}  ${title('asOf')} ${localTime(record.asOf.time)}`;
  const fields = Object.values(record.sections).flatMap((section) =>
    Object.entries(section).map(([name, value]): [string, string] => [fieldLabel(name, language), shown(value, record.cycle, language)]),
  );
  const lines = Object.entries(record.lines).flatMap(([name, line]) => lineRows(name, line, language));
  const joint = record.joint.signOff;
  const waiting = record.waiting.map(
    ({ line, level, dueAt }) =>
      `${called(line, language)} ${called(level, language)}${dueAt === undefined ? '' : ` (${title('due')} ${localTime(dueAt)})`}`,
  );
  const rows = [
    ...fields,
    ...lines,
    ...(joint === undefined ? [] : [[called('joint', language), `${localTime(joint.time)}  ${actorText(joint.by, language)}`] as const]),
    ...(waiting.length === 0 ? [] : [[title('waiting'), waiting.join('; ')] as const]),
    [title('visits'), String(record.visits.length)],
    ...record.disagreements
      .filter(({ status }) => status === 'open')
      .map(
        ({ field, kind, by }) =>
          [title('disagreements'), `${fieldLabel(field, language)} ${called(kind, language)}  ${actorText(by, language)}`] as const,
      ),
    ...record.errors.flatMap((error) => errorRows(error, language)),
    [title('allowed'), record.allowed.join(' ') || '–'],
  ];
  return `${head}\n${rowsText(rows)}`;
}

function errorRows(error: ShownRecordError, language: Language): [string, string][] {
  const { errorId, field } = error;
  const people = answerersRows({ answerers: error.answerers, caught: [] }, language);
  return [
    [TITLES.errors[language], `${fieldLabel(field, language)} ${errorStatusText(error, language)} ${errorId}`],
    ...people.map(([title, text]): [string, string] => [`  ${title}`, text]),
  ];
}

function lineRows(name: string, line: ShownLine, language: Language): [string, string][] {
  const rows: [string, string][] = [[called(name, language), called(line.state, language)]];
  for (const signOff of line.signOffs) {
    rows.push([`  ${called(signOff.level, language)}`, `${localTime(signOff.time)}  ${actorText(signOff.by, language)}`]);
  }
  for (const { field, reason } of line.returned?.reasons ?? []) rows.push([`  ${fieldLabel(field, language)}`, reason]);
  return rows;
}

function shown(value: Json, cycle: string, language: Language): string {
  if (value === null) return '–';
  if (Array.isArray(value)) return value.map((item: Json) => calledIn(String(item), cycle, language)).join('、');
  if (typeof value === 'boolean') return { zh: value ? '是' : '否', en: value ? 'yes' : 'no' }[language];
  return calledIn(String(value), cycle, language);
}
