import type { Actor, Language } from '#kernel';
import type { ShownAct, ShownAnswerer, ShownError } from '#records';
import type { ErrorAnswer, ListedError } from '#responsibility';
import { alignedRow, rowsText } from '../table.js';
import { actorText } from './actor-text.js';
import { called, fieldLabel, localTime } from './vocabulary.js';

const WORDS = {
  zh: {
    answers: '责任人',
    answered: '原责任人',
    nobody: '无人负责',
    reported: '报告',
    decided: '认定',
    corrected: '更正',
    alreadyChanged: '此前已改动',
    outdated: '因情况变化过时',
    since: '自',
    introduced: '录入',
    missing: '缺项送审',
    submitted: '送审',
    signed: '审核',
    caught: '发现',
    voided: '已作废',
    in: '见',
    separator: '、',
    columns: ['差错', '状态', '字段', '报告时间', '认定月', '责任人'],
  },
  en: {
    answers: 'answers',
    answered: 'answered once',
    nobody: 'nobody answers',
    reported: 'reported',
    decided: 'decided',
    corrected: 'corrected',
    alreadyChanged: 'already changed',
    outdated: 'outdated',
    since: 'since',
    introduced: 'introduced',
    missing: 'submitted without it',
    submitted: 'submitted',
    signed: 'signed',
    caught: 'caught',
    voided: 'void',
    in: 'in',
    separator: ', ',
    columns: ['error', 'status', 'field', 'reported', 'month', 'who answers'],
  },
} as const;

/** What somebody did that they answer for. */
function actText({ act, how, department, recordId, level, voided }: ShownAct, language: Language): string {
  const words = WORDS[language];
  const end = voided ? ` (${words.voided})` : '';
  if (act === 'signed') return `${words.signed} ${called(level ?? '', language)}${end}`;
  if (act === 'submitted') return `${words.submitted}${end}`;
  if (how === 'missing') return words.missing;
  const from = [how === undefined ? undefined : called(`source-${how}`, language), department && called(department, language)];
  const place = recordId === undefined ? '' : ` ${words.in} ${recordId}`;
  return `${words.introduced} (${from.filter((part) => part !== undefined).join(' ')})${place}`;
}

/** Somebody who answers for an error: name, role and unit as of then, what they did, and how their appeal stands. */
export function answererText({ acts, appeal, ...who }: ShownAnswerer, language: Language): string {
  const did = acts.map((act) => actText(act, language)).join(WORDS[language].separator);
  const appealed = appeal === undefined ? '' : `  [${called(`appeal-${appeal.status}`, language)}]`;
  return `${actorText(who, language)}  ${did}${appealed}`;
}

/** Lines that say who answers for an error and who caught it, each with a title. */
export function answerersRows({ answerers, caught }: Pick<ShownError, 'answerers' | 'caught'>, language: Language): [string, string][] {
  const words = WORDS[language];
  return [
    ...answerers.map((one): [string, string] => [one.answers ? words.answers : words.answered, answererText(one, language)]),
    ...caught.map(({ by, level }): [string, string] => [words.caught, `${actorText(by, language)}  ${called(level, language)}`]),
  ];
}

/** How an error stands, in words: also that it was outdated, or done without a correction. */
export function errorStatusText(
  { status, outdated, alreadyChanged }: Pick<ShownError, 'status' | 'outdated' | 'alreadyChanged'>,
  language: Language,
): string {
  const words = WORDS[language];
  const more = [...(outdated && status !== 'outdated' ? [words.outdated] : []), ...(alreadyChanged ? [words.alreadyChanged] : [])];
  return `${called(`fault-${status}`, language)}${more.length === 0 ? '' : ` (${more.join(words.separator)})`}`;
}

const WIDTHS = [55, 20, 24, 19, 7];

/** The columns of a list of errors. */
export function errorsHeading(language: Language): string {
  const { columns } = WORDS[language];
  return alignedRow(columns, WIDTHS);
}

/** An error of a list, one line: which, how it stands, since when, who answers by name. */
export function listedErrorText(error: ListedError, language: Language): string {
  const words = WORDS[language];
  const { errorId, field, line, reportedAt, month, answerers, tasks } = error;
  const names = answerers
    .filter(({ answers }) => answers)
    .map(({ name, role, unitName }) => `${name} (${unitName} ${called(role, language)})`);
  const todo = (tasks ?? []).map((task) => called(`task-${task}`, language));
  const cells = [
    errorId,
    errorStatusText(error, language),
    `${called(line, language)} ${fieldLabel(field, language)}`,
    localTime(reportedAt),
    month ?? '–',
    [names.join(words.separator) || '–', ...(todo.length === 0 ? [] : [`→ ${todo.join(words.separator)}`])].join('  '),
  ];
  return alignedRow(cells, WIDTHS);
}

/** An error, with everybody who has had to do with it. */
export function errorText(error: ErrorAnswer, language: Language): string {
  const words = WORDS[language];
  const { errorId, field, line, origin, reportedAt, reportedBy, decidedAt, decidedBy, correctedAt, correctedBy, wrongSince } = error;
  const at = (title: string, time: string | undefined, by: Actor | undefined, more = ''): [string, string][] =>
    time === undefined || by === undefined ? [] : [[`  ${title}`, `${localTime(time)}  ${actorText(by, language)}${more}`]];
  const since = wrongSince === undefined ? '' : `  ${words.since} ${localTime(wrongSince)}`;
  const people = answerersRows(error, language).map(([title, text]): [string, string] => [`  ${title}`, text]);
  return [
    `${errorId}  ${errorStatusText(error, language)}  ${called(line, language)} ${fieldLabel(field, language)}${since}`,
    rowsText([
      ...at(words.reported, reportedAt, reportedBy, `  ${origin}`),
      ...at(words.decided, decidedAt, decidedBy),
      ...at(words.corrected, correctedAt, correctedBy),
      ...(people.length === 0 && decidedAt !== undefined ? [[`  ${words.answers}`, words.nobody]] : people),
    ]),
  ].join('\n');
}
