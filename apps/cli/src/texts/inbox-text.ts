import type { Language } from '#kernel';
import type { InboxItem } from '#records';
import { alignedRow } from '../table.js';
import { called, localTime } from './vocabulary.js';

const OVERDUE = { zh: '超期', en: 'overdue' } as const;
const IN_PLACE = { zh: '代审', en: 'in place' } as const;

/** A level that waits, one line. */
export function inboxText(item: InboxItem, language: Language): string {
  const due = item.dueAt === null ? '–' : localTime(item.dueAt);
  const marks = [item.overdue ? OVERDUE[language] : '', item.inPlaceOf === undefined ? '' : IN_PLACE[language]].filter(
    (mark) => mark !== '',
  );
  const cells = [item.recordId, item.name ?? '–', called(item.line, language), called(item.level, language), due, marks.join(' ')];
  return alignedRow(cells, [46, 10, 10, 10, 19]).trimEnd();
}
