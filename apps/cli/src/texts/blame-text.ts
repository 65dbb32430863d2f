import type { Json, Language } from '#kernel';
import type { Blame, ShownFieldHistory } from '#responsibility';
import { actorText } from './actor-text.js';
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
  },
} as const;

/** Each field with its value, and on lines of their own whoever set, confirmed, submitted and signed it. */
export function blameText({ fields }: Blame, language: Language): string {
  return fields.map((field) => fieldText(field, language)).join('\n');
}

function fieldText(history: ShownFieldHistory, language: Language): string {
  const words = WORDS[language];
  const { field, value, setBy, settings, confirmedBy, submissions, signOffs, replaced, errors } = history;
  const act = (what: string, { time, by }: { time: string; by: Parameters<typeof actorText>[0] }, more = '') =>
    `  ${what}  ${localTime(time)}  ${actorText(by, language)}${more}`;
  const voided = (one: { voided?: unknown }) => (one.voided === undefined ? '' : `  (${words.voided})`);
  return [
    `${fieldLabel(field, language)}: ${valueText(value)}`,
    ...(setBy === undefined ? [] : [act(words.from, setBy, `  ${sourceText(setBy.source, language)}`)]),
    ...settings.filter(({ eventId }) => eventId !== setBy?.eventId).map((one) => act(words.again, one)),
    ...confirmedBy.map((one) => act(words.confirmed, one)),
    ...submissions.map((one) => act(words.submitted, one, voided(one))),
    ...signOffs.map((one) => act(`${words.signed} ${called(one.level, language)}`, one, `  ${one.eventId}${voided(one)}`)),
    ...(replaced?.by === undefined ? [] : [`  ${words.replaced}  ${valueText(replaced.value)}  ${actorText(replaced.by, language)}`]),
    ...errors.map(({ errorId, status }) => `  ${words.error}  ${errorId}  ${called(`fault-${status}`, language)}`),
  ].join('\n');
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
