import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql, type Kysely, type SqlBool } from 'kysely';
import type { Post } from '#verification';
import { NEVER, type InboxRow, type RecordsTables } from '../projections/tables.js';

/** A waiting level with its place in the order: earliest deadline first, so what is overdue comes first. */
export interface Candidate extends InboxRow {
  readonly due: string;
}

export type InboxKey = readonly [due: string, recordId: string, line: string, level: string];

export function inboxKey({ due, record_id, line, level }: Candidate): InboxKey {
  return [due, record_id, line, level];
}

/** A list of posts from which levels come to somebody only where a person is barred who stands before them. */
export interface InPlace {
  readonly posts: string;
  readonly person: string;
}

/**
 * Levels that can now be signed from a post, at any rank, in order after a key.
 * @param without lists of posts whose levels are passed over
 */
export function waitingFor(
  db: Kysely<RecordsTables>,
  { post, without }: { readonly post: Post; readonly without: readonly string[] },
  after: InboxKey | undefined,
  limit: number,
) {
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
  if (without.length > 0) query = query.where('p.posts', 'not in', without);
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('p.due', 'p.record_id', 'p.line', 'p.level'), '>', tuple(...after)));
  }
  return query.orderBy('p.due').orderBy('p.record_id').orderBy('p.line').orderBy('p.level').limit(limit);
}

/** Levels that wait now of lists of posts, where one of the people who stand before is barred, in order after a key. */
export function waitingInPlace(db: Kysely<RecordsTables>, inPlace: readonly InPlace[], after: InboxKey | undefined, limit: number) {
  const due = sql<string>`coalesce(i.due_at, ${NEVER})`;
  let query = db
    .with('wanted(posts, person)', () => sql<InPlace>`(values ${sql.join(inPlace.map(({ posts, person }) => sql`(${posts}, ${person})`))})`)
    .selectFrom('wanted as w')
    .innerJoin('waiting_barred as b', (join) => join.onRef('b.person', '=', 'w.person').onRef('b.posts', '=', 'w.posts'))
    .innerJoin('inbox as i', (join) => join.onRef('i.waiting_group', '=', 'b.waiting_group').on('i.to_position', 'is', null))
    .selectAll('i')
    .select(due.as('due'));
  if (after !== undefined) {
    const [afterDue, ...behind] = after;
    const key = sql`(${due}, i.record_id, i.line, i.level)`;
    query = query.where(sql<SqlBool>`${key} > (${sql.join([afterDue, ...behind])})`);
  }
  return query.orderBy('due').orderBy('i.record_id').orderBy('i.line').orderBy('i.level').limit(limit);
}

/** Where what waits for somebody is looked for. */
export interface Desk {
  readonly posts: readonly Post[];
  readonly inPlace: readonly InPlace[];
}

/**
 * Levels that may be for somebody, in order after a key, each once, some at a time. Every post is read by index in that order, those that
 * come only in place of others by who is barred, and the lists are merged.
 */
export async function* candidates(
  db: Kysely<RecordsTables>,
  { posts, inPlace }: Desk,
  from: InboxKey | undefined,
  page: number,
): AsyncGenerator<readonly Candidate[]> {
  const without = [...new Set(inPlace.map((list) => list.posts))];
  for (let after = from; ; await nextTurn()) {
    const lists: readonly Candidate[][] = await Promise.all([
      ...posts.map((post) => waitingFor(db, { post, without }, after, page).execute()),
      ...(inPlace.length > 0 ? [waitingInPlace(db, inPlace, after, page).execute()] : []),
    ]);
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
