import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
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
export interface Before {
  readonly waitingPosts: string;
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
  if (without.length > 0) query = query.where('p.waiting_posts', 'not in', without);
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('p.due', 'p.record_id', 'p.line', 'p.level'), '>', tuple(...after)));
  }
  return query.orderBy('p.due').orderBy('p.record_id').orderBy('p.line').orderBy('p.level').limit(limit);
}

/** Groups of lists of posts in which one of the people is barred who stand before, and of which levels wait now. */
export function groupsInPlace(db: Kysely<RecordsTables>, before: readonly Before[]) {
  const wanted = sql.join(before.map(({ waitingPosts, person }) => sql`(${waitingPosts}, ${person})`));
  return db
    .with('wanted(waiting_posts, person)', () => sql<{ waiting_posts: string; person: string }>`(values ${wanted})`)
    .selectFrom('wanted as w')
    .innerJoin('waiting_barred as b', (join) => join.onRef('b.person', '=', 'w.person').onRef('b.waiting_posts', '=', 'w.waiting_posts'))
    .select('b.waiting_group')
    .distinct()
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('inbox as i')
          .select('i.record_id')
          .whereRef('i.waiting_group', '=', 'b.waiting_group')
          .where('i.to_position', 'is', null),
      ),
    );
}

/** Levels of some groups that wait now. */
export function waitingOfGroups(db: Kysely<RecordsTables>, groups: readonly string[]) {
  return db
    .selectFrom('inbox')
    .selectAll('inbox')
    .select(sql<string>`coalesce(due_at, ${NEVER})`.as('due'))
    .where('waiting_group', 'in', groups)
    .where('to_position', 'is', null);
}

/** Where what waits for somebody is looked for. */
export interface Desk {
  /** Posts that they hold. */
  readonly posts: readonly Post[];
  /** Lists of posts of which levels come to them only in place of others. */
  readonly without: readonly string[];
  /** Those levels, in order. */
  readonly inPlace: readonly Candidate[];
}

/**
 * Levels that may be for somebody, in order after a key, each once, some at a time. Every post is read by index in that order, and the lists
 * are merged with what comes in place of others.
 */
export async function* candidates(
  db: Kysely<RecordsTables>,
  { posts, without, inPlace }: Desk,
  from: InboxKey | undefined,
  page: number,
): AsyncGenerator<readonly Candidate[]> {
  for (let after = from; ; await nextTurn()) {
    const key = after;
    const lists: Candidate[][] = await Promise.all(posts.map((post) => waitingFor(db, { post, without }, key, page).execute()));
    lists.push(inPlace.filter((row) => key === undefined || compareKeys(inboxKey(row), key) > 0).slice(0, page));
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
