import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Post } from '#verification';
import type { InboxRow, RecordsTables } from '../projections/tables.js';

/** A waiting level with its place in the order: earliest deadline first, so what is overdue comes first. */
export interface Candidate extends InboxRow {
  readonly due: string;
}

export type InboxKey = readonly [due: string, recordId: string, line: string, level: string];

export function inboxKey({ due, record_id, line, level }: Candidate): InboxKey {
  return [due, record_id, line, level];
}

/** Levels that can now be signed from a post, at any rank, in order after a key. */
export function waitingFor(db: Kysely<RecordsTables>, post: Post, after: InboxKey | undefined, limit: number) {
  let query = db
    .selectFrom('inbox_post as p')
    .innerJoin('inbox as i', (join) =>
      join
        .onRef('i.record_id', '=', 'p.record_id')
        .onRef('i.line', '=', 'p.line')
        .onRef('i.level', '=', 'p.level')
        .on('i.to_position', 'is', null),
    )
    .selectAll('i')
    .select('p.due')
    .where('p.unit', '=', post.unit)
    .where('p.role', '=', post.role)
    .where('p.post_line', '=', post.line);
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('p.due', 'p.record_id', 'p.line', 'p.level'), '>', tuple(...after)));
  }
  return query.orderBy('p.due').orderBy('p.record_id').orderBy('p.line').orderBy('p.level').limit(limit);
}

/**
 * Levels that can be signed from any of several posts, in order after a key, each once, some at a time. Every post is read by index in that
 * order and the lists are merged.
 */
export async function* candidates(
  db: Kysely<RecordsTables>,
  posts: readonly Post[],
  from: InboxKey | undefined,
  page: number,
): AsyncGenerator<readonly Candidate[]> {
  for (let after = from; ; await nextTurn()) {
    const lists = await Promise.all(posts.map((post) => waitingFor(db, post, after, page).execute()));
    // Behind the end of a full page that post may have more, which belongs before what other posts have there.
    const bound = lists
      .flatMap((list) => (list.length === page ? list.slice(-1) : []))
      .map(inboxKey)
      .sort(compareKeys)[0];
    const merged = new Map(lists.flat().map((row) => [JSON.stringify(inboxKey(row)), row]));
    const ordered = [...merged.values()].sort((a, b) => compareKeys(inboxKey(a), inboxKey(b)));
    yield bound === undefined ? ordered : ordered.filter((row) => compareKeys(inboxKey(row), bound) <= 0);
    if (bound === undefined) return;
    after = bound;
  }
}

/** Negative, zero or positive, as the one comes before, with or after the other. */
export function compareKeys(a: InboxKey, b: InboxKey): number {
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing === -1 ? 0 : (a[differing] ?? '') < (b[differing] ?? '') ? -1 : 1;
}
