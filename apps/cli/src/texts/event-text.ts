import type { Language } from '#kernel';
import type { HistoryEntry, ShownEvent } from '#records';
import { alignedRow } from '../table.js';
import { actorText } from './actor-text.js';
import { called, fieldLabel, localTime } from './vocabulary.js';

const CHANGED = { zh: '变动', en: 'changed' } as const;

/** A step of a record, one line: when, what, at which line and level, by whom, and what it changed. */
export function historyText(entry: HistoryEntry, language: Language): string {
  const { line, level, outcome } = entry.data as { line?: string; level?: string; outcome?: string };
  const place = [line, level].flatMap((part) => (part === undefined ? [] : [called(part, language)])).join(' ');
  const { status, lines = {}, fields = [] } = entry.effect;
  const effects = [
    ...(entry.type === 'attribution-appeal-decided' && outcome !== undefined ? [called(`appeal-${outcome}`, language)] : []),
    ...(status === undefined ? [] : [`→ ${called(status[1], language)}`]),
    ...Object.entries(lines).map(([name, [, to]]) => `${called(name, language)} ${called(to, language)}`),
    ...(fields.length === 0 ? [] : [`${CHANGED[language]}: ${fields.map((name) => fieldLabel(name, language)).join('、')}`]),
  ];
  const cells = [String(entry.revision), localTime(entry.time), called(entry.type, language), place, actorText(entry.actor, language)];
  return `${alignedRow(cells, [3, 19, 20, 16])}${effects.length === 0 ? '' : `\n       ${effects.join('; ')}`}`;
}

/** An event of the log, one line. */
export function eventText(event: ShownEvent, language: Language): string {
  const cells = [event.position, localTime(event.time), `${event.type}.v${event.version}`, `${event.stream}@${event.revision}`];
  return `${alignedRow(cells, [16, 19, 28, 60])}  ${actorText(event.actor, language)}`;
}
