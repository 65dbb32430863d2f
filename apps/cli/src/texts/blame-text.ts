import type { Json, Language } from '#kernel';
import type { Blame, ShownFieldError, ShownFieldHistory } from '#responsibility';
import type { Setting } from '#verification';
import { actorText } from './actor-text.js';
import { answerersRows, errorStatusText } from './error-text.js';
import { called, fieldLabel, localTime } from './vocabulary.js';

const WORDS = {
  zh: {
    from: '来源',
    again: '再次录入',
    confirmed: '确认',
    submitted: '送审',
    signed: '审核',
    voided: '已作废',
    replaced: '原值',
    error: '差错',
    wrong: '错误值',
    nobody: '无人负责',
    setSince: '此后录入',
    signedSince: '此后审核',
    carried: '结转自',
  },
  en: {
    from: 'set by',
    again: 'entered again',
    confirmed: 'confirmed',
    submitted: 'submitted',
    signed: 'signed',
    voided: 'void',
    replaced: 'before',
    error: 'error',
    wrong: 'wrong value',
    nobody: 'nobody answers',
    setSince: 'set since',
    signedSince: 'signed since',
    carried: 'carried over from',
  },
} as const;

/**
 * Each field with its value, and on lines of their own whoever set, confirmed, submitted and signed it; of a value that an error has named,
 * whoever answers for the wrong one.
 */
export function blameText({ fields }: Blame, language: Language): string {
  return fields.map((field) => fieldText(field, language)).join('\n');
}

function fieldText(history: ShownFieldHistory, language: Language): string {
  const words = WORDS[language];
  const { field, value, replaced } = history;
  const named = history.errors.filter(({ status }) => status !== 'reported' && status !== 'dismissed');
  return [
    `${fieldLabel(field, language)}: ${valueText(value)}`,
    ...(named.length === 0 ? peopleLines(history, language) : named.flatMap((error) => wrongLines(error, language))),
    ...(named.length === 0 ? [] : sinceLines(history, named, language)),
    ...(replaced?.by === undefined ? [] : [`  ${words.replaced}  ${valueText(replaced.value)}  ${actorText(replaced.by, language)}`]),
    ...history.errors.filter((error) => !named.includes(error)).map((error) => errorLine(error, language)),
  ].join('\n');
}

/** Of a value that nobody has found wrong: whoever set, confirmed, submitted and signed it. */
function peopleLines({ setBy, settings, confirmedBy, submissions, signOffs }: ShownFieldHistory, language: Language): readonly string[] {
  const words = WORDS[language];
  return [
    ...(setBy === undefined ? [] : [actLine(words.from, setBy, language, `  ${originText(setBy, language)}`)]),
    ...settings.filter((one) => !isOrigin(one, setBy)).map((one) => actLine(words.again, one, language)),
    ...confirmedBy.map((one) => actLine(words.confirmed, one, language)),
    ...submissions.map((one) => actLine(words.submitted, one, language, voidedText(one, language))),
    ...signOffs.map((one) => signOffLine(words.signed, one, language)),
  ];
}

/** Of a value that an error has named: those who answer for it, whoever has signed another one since. */
function wrongLines(error: ShownFieldError, language: Language): readonly string[] {
  const words = WORDS[language];
  const people = answerersRows(error, language);
  return [
    `${errorLine(error, language)}  ${words.wrong} ${valueText(error.wrong)}`,
    ...(people.length === 0 ? [`    ${words.nobody}`] : people.map(([title, text]) => `    ${title}  ${text}`)),
  ];
}

/** Who has set and signed the value that stands instead of the wrong ones. */
function sinceLines({ setBy, signOffs }: ShownFieldHistory, named: readonly ShownFieldError[], language: Language): readonly string[] {
  const words = WORDS[language];
  if (named.some(({ stands }) => stands)) return [];
  return [
    ...(setBy === undefined ? [] : [actLine(words.setSince, setBy, language, `  ${originText(setBy, language)}`)]),
    ...signOffs.map((one) => signOffLine(words.signedSince, one, language)),
  ];
}

function errorLine(error: ShownFieldError, language: Language): string {
  return `  ${WORDS[language].error}  ${error.errorId}  ${errorStatusText(error, language)}`;
}

/** The act itself; of a carried value, that it was carried over: its origin is told instead. */
function isOrigin({ eventId, source }: Setting, origin: ShownFieldHistory['setBy']): boolean {
  return eventId === origin?.eventId || (source.kind === 'carried' && origin?.recordId !== undefined);
}

function actLine(what: string, { time, by }: Pick<Setting, 'time' | 'by'>, language: Language, more = ''): string {
  return `  ${what}  ${localTime(time)}  ${actorText(by, language)}${more}`;
}

function signOffLine(what: string, one: ShownFieldHistory['signOffs'][number], language: Language): string {
  return actLine(`${what} ${called(one.level, language)}`, one, language, `  ${one.eventId}${voidedText(one, language)}`);
}

function voidedText({ voided }: { readonly voided?: unknown }, language: Language): string {
  return voided === undefined ? '' : `  (${WORDS[language].voided})`;
}

function originText({ source, recordId }: NonNullable<ShownFieldHistory['setBy']>, language: Language): string {
  return [sourceText(source, language), ...(recordId === undefined ? [] : [`${WORDS[language].carried} ${recordId}`])].join('  ');
}

function sourceText(
  { kind, department, file, fileLine, findingId, reference }: NonNullable<ShownFieldHistory['setBy']>['source'],
  language: Language,
): string {
  const place = file === undefined ? [] : [`${file.slice(0, 12)}:${fileLine ?? ''}`];
  const named = [department === undefined ? undefined : called(department, language), findingId, reference];
  return [called(`source-${kind}`, language), ...named.filter((part) => part !== undefined), ...place].join(' ');
}

function valueText(value: Json): string {
  if (value === null) return '—';
  return Array.isArray(value) ? value.map(String).join('、') : String(value);
}
