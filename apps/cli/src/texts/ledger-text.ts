import type { Language } from '#kernel';
import { DEED_KINDS, type Deed, type Ledger } from '#responsibility';
import { alignedRow, rowsText } from '../table.js';
import { called, fieldLabel, localTime } from './vocabulary.js';

const WORDS = {
  zh: { perMinute: '每分钟决定', busiest: '最多的一分钟', unopened: '未打开即审核', bulk: '批量审核' },
  en: { perMinute: 'decisions per minute', busiest: 'busiest minute', unopened: 'signed without opening', bulk: 'in bulk' },
} as const;

/** What a person or unit has done and answers for, number by number. */
export function ledgerText({ subject, counts, decisions, unopened, bulk }: Ledger, language: Language): string {
  const words = WORDS[language];
  const busiest = decisions.busiest === null ? '' : `${decisions.busiest.count} (${localTime(`${decisions.busiest.minute}:00Z`)})`;
  return [
    `${'userId' in subject ? subject.userId : subject.unit}  ${called(subject.name, language)}`,
    rowsText([
      ...DEED_KINDS.map((kind) => [`  ${called(`ledger-${kind}`, language)}`, String(counts[kind])]),
      [`  ${words.perMinute}`, decisions.perMinute === null ? '' : String(decisions.perMinute)],
      [`  ${words.busiest}`, busiest],
      [`  ${words.unopened}`, shareText(unopened)],
      [`  ${words.bulk}`, shareText(bulk)],
    ]),
  ].join('\n');
}

/** One of the events behind a number, one line. */
export function deedText({ position, time, kind, recordId, field, errorId, eventId }: Deed, language: Language): string {
  const about = [field === undefined ? undefined : fieldLabel(field, language), errorId].filter((part) => part !== undefined).join(' ');
  return alignedRow([position, localTime(time), called(`ledger-${kind}`, language), recordId, eventId, about], [16, 19, 10, 46, 36]);
}

function shareText({ count, share }: Ledger['bulk']): string {
  return share === null ? String(count) : `${count} (${(share * 100).toFixed(0)}%)`;
}
