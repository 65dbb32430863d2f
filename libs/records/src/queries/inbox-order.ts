import { WORK_KINDS, type Post } from '#verification';
import type { WaitingRosterFinding } from './findings-elsewhere.js';
import type { InboxKey } from './inbox-rows.js';
import { keyOf } from './paging.js';
import type { WaitingWork } from './shown-work.js';
import type { WaitingSpotCheck } from './spot-checks.js';

/** Up to where what waits is counted where it is more than a page. */
export const MOST_COUNTED = 1000;

/** A level that somebody can sign now. */
export interface WaitingLevel {
  readonly kind: 'review';
  readonly recordId: string;
  readonly name: string | null;
  readonly cycle: string;
  readonly line: string;
  readonly level: string;
  readonly submission: number;
  /** What a sign-off has to name. */
  readonly digest: string;
  readonly since: string;
  readonly dueAt: string | null;
  readonly overdue: boolean;
  /** The level's own post, if it is signed in place of it (代审). */
  readonly inPlaceOf?: Post;
  /** The person for whom it is signed under a delegation (代办). */
  readonly onBehalfOf?: string;
}

export type InboxItem = WaitingLevel | WaitingSpotCheck | WaitingWork | WaitingRosterFinding;

/** Everything that an inbox tells apart. */
export const INBOX_KINDS = ['review', ...WORK_KINDS, 'spot-check'] as const satisfies readonly InboxItem['kind'][];

/** How much waits of each kind, on all pages together. {@link MOST_COUNTED} stands for so many or more. */
export type InboxTotals = Readonly<Record<InboxItem['kind'], number>>;

/** In the order of these: what was overdue when the first page was asked for, what has no deadline, what was due later. */
const OVERDUE = '0';
export const UNDATED = '1';
const DUE = '2';

/** What waits, with its place in the order. */
export interface Entry {
  /** Absent: there is something, and nobody can say what while the log is away. */
  readonly item?: InboxItem;
  readonly unread?: InboxItem['kind'];
  readonly key: EntryKey;
}

export type EntryKey = readonly [band: string, date: string, recordId: string, which: string, more: string];

export function bandOf(due: string, since: string): string {
  return due < since ? OVERDUE : DUE;
}

/** Where a page begins: behind a key, in the order that was true at a time. @throws Refusal `invalid`/`wrong-cursor` */
export function placeOf(cursor: string | undefined): { readonly since: string; readonly from: EntryKey } | undefined {
  const key = keyOf(cursor, 6);
  if (key === undefined) return undefined;
  const [since = '', ...from] = key;
  return { since, from: from as unknown as EntryKey };
}

/** Levels stand before and behind what has no deadline. */
export function levelsFrom(since: string, from: EntryKey | undefined): InboxKey | undefined {
  if (from === undefined) return undefined;
  const [band, ...key] = from;
  return band === UNDATED ? [since, '', '', ''] : key;
}

/** Behind which key what has no deadline begins; `none`: all of it was on earlier pages. */
export function undatedFrom(from: EntryKey | undefined): InboxKey | undefined | 'none' {
  if (from === undefined || from[0] === OVERDUE) return undefined;
  const [band, ...key] = from;
  return band === UNDATED ? key : 'none';
}

/** Findings of no record stand before everything else that has waited as long. */
export function findingsAfter([since, recordId, , findingId]: InboxKey): readonly [since: string, findingId: string] {
  return [since, recordId === '' ? findingId : BEHIND_ALL];
}

/** Behind every id. */
const BEHIND_ALL = '~';

/** As many items as a page holds; `next` if there are more. */
export async function pageOf(entries: AsyncIterable<Entry>, limit: number) {
  const items: InboxItem[] = [];
  const unread: InboxItem['kind'][] = [];
  let last: EntryKey | undefined;
  for await (const entry of entries) {
    if (items.length === limit) return { items, unread, next: last };
    if (entry.item !== undefined) items.push(entry.item);
    if (entry.unread !== undefined) unread.push(entry.unread);
    last = entry.key;
  }
  return { items, unread };
}

export function totalsOf(kinds: readonly InboxItem['kind'][]): InboxTotals {
  return Object.fromEntries(INBOX_KINDS.map((kind) => [kind, kinds.filter((one) => one === kind).length])) as InboxTotals;
}

export function capped(totals: InboxTotals): InboxTotals {
  return Object.fromEntries(Object.entries(totals).map(([kind, total]) => [kind, Math.min(total, MOST_COUNTED)])) as InboxTotals;
}
