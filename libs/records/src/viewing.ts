import type { Recorded, Revision } from '#kernel';

/** A view ends so long after its last sign of life. */
export const LAPSE_MS = 120_000;

/**
 * Signs of life that come faster than this are not stored: a view that lapses is counted too short by less than this, and never too long.
 */
export const LIFE_STEP_MS = 10_000;

/** What somebody has on the screen. */
export interface OnScreen {
  readonly recordId: string;
  readonly line: string;
  /** Digest of the submission, or the joint one. */
  readonly digest: string;
  /** Kinds of the documents that are on the screen, with those that were since the view began. */
  readonly documents: readonly string[];
}

/**
 * Data of `view-begun`. `at` is the server's clock, and never before the `at` of the event before it in the person's stream, whatever the
 * clocks of several processes say: so views of one person follow each other and together are never longer than the time that passed.
 */
export interface ViewBegun extends OnScreen {
  readonly at: string;
}

/** Data of `view-continued`: a sign of life of the view that event `begun` of the stream began. */
export interface ViewContinued extends OnScreen {
  readonly begun: Revision;
  readonly at: string;
}

/** Data of `view-ended`. What ends by the next view, or because no sign of life comes, has no event. */
export interface ViewEnded {
  readonly recordId: string;
  readonly begun: Revision;
  readonly cause: 'hidden' | 'decided';
  readonly at: string;
}

export type ViewEvent =
  | { readonly type: 'view-begun'; readonly data: ViewBegun }
  | { readonly type: 'view-continued'; readonly data: ViewContinued }
  | { readonly type: 'view-ended'; readonly data: ViewEnded };

/** An event of a person's views, as far as measuring needs it. */
export type Viewing = Pick<Recorded, 'type' | 'revision' | 'data'>;

/** The view that is open at a moment. */
export interface OpenView extends OnScreen {
  readonly begun: Revision;
  /** Its last sign of life. */
  readonly at: string;
}

/** How long a view lasted, and what it named. */
export interface MeasuredView {
  readonly milliseconds: number;
  readonly documents: readonly string[];
  /** False: what comes behind these events may still belong to it. */
  readonly over: boolean;
}

/** The time that an event behind another one has: clocks that are set back count for nothing. */
export function timeAfter(last: Viewing | undefined, now: string): string {
  const before = last === undefined ? '' : atOf(last);
  return before > now ? before : now;
}

/** What is open at a moment, by the last event of a person's stream. */
export function openView(last: Viewing | undefined, at: string): OpenView | undefined {
  if (last === undefined || last.type === 'view-ended') return undefined;
  const { recordId, line, digest, documents, begun = last.revision, at: alive } = last.data as ViewBegun & Partial<ViewContinued>;
  return millisecondsBetween(alive, at) > LAPSE_MS ? undefined : { recordId, line, digest, documents, begun, at: alive };
}

/** What a sign of life adds to a person's stream: a new view, or that the open one goes on; undefined: nothing that would count. */
export function afterSign(last: Viewing | undefined, screen: OnScreen, at: string): ViewEvent | undefined {
  const open = openView(last, at);
  if (open?.digest !== screen.digest || open.recordId !== screen.recordId) {
    return { type: 'view-begun', data: { ...screen, documents: together(screen.documents), at } };
  }
  const documents = together([...open.documents, ...screen.documents]);
  if (documents.length === open.documents.length && millisecondsBetween(open.at, at) < LIFE_STEP_MS) return undefined;
  return { type: 'view-continued', data: { ...screen, documents, begun: open.begun, at } };
}

/** What ends the open view, if one is open. */
export function afterEnd(last: Viewing | undefined, cause: ViewEnded['cause'], at: string): ViewEvent | undefined {
  const open = openView(last, at);
  return open && { type: 'view-ended', data: { recordId: open.recordId, begun: open.begun, cause, at } };
}

/**
 * Measures the view that the first of some events of a person's stream began, up to a moment: until the person's next event that is no sign
 * of life of it, and no longer than it lapses after the last one that is.
 */
export function measured([begun, ...later]: readonly [Viewing, ...Viewing[]], now: string): MeasuredView {
  const first = begun.data as ViewBegun;
  let { at: alive, documents } = first;
  for (const event of later) {
    const data = event.data as ViewContinued;
    if (event.type !== 'view-continued' || data.begun !== begun.revision) return lasting(first.at, alive, data.at, documents, true);
    ({ at: alive, documents } = data);
  }
  return lasting(first.at, alive, now, documents, false);
}

function lasting(from: string, alive: string, until: string, documents: readonly string[], over: boolean): MeasuredView {
  const end = Math.min(Date.parse(until), Date.parse(alive) + LAPSE_MS);
  return { milliseconds: Math.max(0, end - Date.parse(from)), documents, over };
}

function atOf({ data }: Viewing): string {
  return (data as { readonly at: string }).at;
}

function millisecondsBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** Kinds of documents, each once, in order. */
export function together(kinds: readonly string[]): readonly string[] {
  return [...new Set(kinds)].sort();
}
