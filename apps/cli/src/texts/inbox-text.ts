import type { Language } from '#kernel';
import type { InboxItem, InboxTotals } from '#records';
import { alignedRow } from '../table.js';
import { called, fieldLabel, localTime } from './vocabulary.js';

const OVERDUE = { zh: '超期', en: 'overdue' } as const;
const IN_PLACE = { zh: '代审', en: 'in place' } as const;
const NAME_DECIDER = { zh: '须指定裁定人', en: 'name who decides' } as const;
const ALREADY_CHANGED = { zh: '已改，须销号', en: 'changed already, to close' } as const;
const CONCEALED = { zh: '巡访后可见', en: 'shown after your visit' } as const;
const SINCE = { zh: '自', en: 'since' } as const;

const KINDS: Readonly<Record<InboxItem['kind'], Readonly<Record<Language, string>>>> = {
  review: { zh: '待审', en: 'to review' },
  returned: { zh: '退回', en: 'returned' },
  error: { zh: '差错', en: 'error' },
  finding: { zh: '疑点', en: 'finding' },
  transfer: { zh: '转接', en: 'transfer' },
  appeal: { zh: '申诉', en: 'appeal' },
  correction: { zh: '更正', en: 'correction' },
  'spot-check': { zh: '重点巡访', en: 'spot check' },
};

/** Something that waits: one line, and below a return its reasons. */
export function inboxText(item: InboxItem, language: Language): string {
  const [what, which] = subjectOf(item, language);
  const about = 'recordId' in item ? item.recordId : item.findingId;
  const when = 'since' in item && item.kind !== 'review' ? `${SINCE[language]} ${localTime(item.since)}` : dueOf(item);
  const cells = [about, item.name ?? '–', what, which, when, marksOf(item, language).join(' ')];
  const row = alignedRow(cells, [46, 10, 10, 10, 19]).trimEnd();
  if (item.kind !== 'returned') return row;
  const reasons = item.reasons.map(({ field, reason }) => `    ${fieldLabel(field, language)}: ${reason}`);
  return [row, ...reasons].join('\n');
}

/** How much waits of each kind, in one line; empty where nothing waits. */
export function inboxTotalsText(totals: InboxTotals, language: Language): string {
  const waiting = Object.entries(totals).filter(([, total]) => total > 0);
  return waiting.map(([kind, total]) => `${KINDS[kind as InboxItem['kind']][language]} ${total}`).join(language === 'zh' ? '，' : ', ');
}

function dueOf({ dueAt }: InboxItem): string {
  return dueAt === null ? '–' : localTime(dueAt);
}

/** Of a level its line and level, of a spot check its month, of everything else its kind and what it is about. */
function subjectOf(item: InboxItem, language: Language): readonly [what: string, which: string] {
  const kind = KINDS[item.kind][language];
  switch (item.kind) {
    case 'review':
      return [called(item.line, language), called(item.level, language)];
    case 'spot-check':
      return [kind, item.month];
    case 'returned':
    case 'transfer':
      return [kind, called(item.line, language)];
    case 'finding':
      return [kind, 'field' in item && item.field !== undefined ? fieldLabel(item.field, language) : called(item.finding, language)];
    case 'error':
    case 'appeal':
    case 'correction':
      return [kind, fieldLabel(item.field, language)];
  }
}

function marksOf(item: InboxItem, language: Language): readonly string[] {
  const marks = item.overdue ? [OVERDUE[language]] : [];
  switch (item.kind) {
    case 'review':
      return item.inPlaceOf === undefined ? marks : [...marks, IN_PLACE[language]];
    case 'returned':
      return [item.by.name];
    case 'transfer':
      return [`${item.from} → ${item.to}`];
    case 'error':
      return item.task === 'decide' ? [item.errorId] : [item.errorId, NAME_DECIDER[language]];
    case 'appeal':
      return item.task === 'decide' ? [item.errorId, item.appellant] : [item.errorId, item.appellant, NAME_DECIDER[language]];
    case 'correction':
      return item.alreadyChanged ? [item.errorId, ALREADY_CHANGED[language]] : [item.errorId];
    case 'finding':
      return 'recordId' in item ? [item.findingId, ...(item.field === undefined ? [CONCEALED[language]] : [])] : [];
    case 'spot-check':
      return marks;
  }
}
