import type { Language } from '#kernel';
import type { InboxItem } from '#records';
import { alignedRow } from '../table.js';
import { called, localTime } from './vocabulary.js';

const OVERDUE = { zh: '超期', en: 'overdue' } as const;
const IN_PLACE = { zh: '代审', en: 'in place' } as const;

/** A level or a spot check that waits, one line: of the one its line and level, of the other its month. */
export function inboxText(item: InboxItem, language: Language): string {
  const due = item.dueAt === null ? '–' : localTime(item.dueAt);
  const inPlace = item.kind === 'review' && item.inPlaceOf !== undefined;
  const marks = [item.overdue ? OVERDUE[language] : '', inPlace ? IN_PLACE[language] : ''].filter((mark) => mark !== '');
  const [what, which] = item.kind === 'review' ? [item.line, called(item.level, language)] : [item.kind, item.month];
  const cells = [item.recordId, item.name ?? '–', called(what, language), which, due, marks.join(' ')];
  return alignedRow(cells, [46, 10, 10, 10, 19]).trimEnd();
}
