import { sql, type Kysely, type SqlBool } from 'kysely';
import type { Post } from '#verification';
import { compareKeys, mergedPages } from './merged-pages.js';
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
  const lists = posts.map(
    (post) => (after: InboxKey | undefined, limit: number) => waitingFor(db, { post, without }, after, limit).execute(),
  );
  const inOrder = async (after: InboxKey | undefined, limit: number) =>
    inPlace.filter((row) => after === undefined || compareKeys(inboxKey(row), after) > 0).slice(0, limit);
  yield* mergedPages<Candidate, InboxKey>([...lists, inOrder], inboxKey, from, page);
}

/** How many levels each group has that can be signed from some posts now, of so many that are looked at. */
export async function groupsWaiting(
  db: Kysely<RecordsTables>,
  { posts, without }: Omit<Desk, 'inPlace'>,
  most: number,
): Promise<readonly { readonly group: string; readonly levels: number }[]> {
  if (posts.length === 0) return [];
  const rows = await groupedLevels(db, { posts, without }, most).execute();
  return rows.map(({ group, levels }) => ({ group, levels: Number(levels) }));
}

/** The query of {@link groupsWaiting}: levels that are found by several posts count once. */
export function groupedLevels(db: Kysely<RecordsTables>, { posts, without }: Omit<Desk, 'inPlace'>, most: number) {
  const own = sql.join(posts.map(({ unit, role, line }) => sql`(${unit}, ${role}, ${line})`));
  return db
    .with('own', (given) => {
      const levels = given
        .selectFrom('inbox_post')
        .select(['record_id', 'line', 'level'])
        .where(sql<SqlBool>`(unit, role, post_line) in (values ${own})`);
      return (without.length > 0 ? levels.where('waiting_posts', 'not in', without) : levels).limit(most);
    })
    .with('levels', (given) => given.selectFrom('own').selectAll().distinct())
    .selectFrom('levels as l')
    .innerJoin('inbox as i', (join) =>
      join
        .onRef('i.record_id', '=', 'l.record_id')
        .onRef('i.line', '=', 'l.line')
        .onRef('i.level', '=', 'l.level')
        .on('i.to_position', 'is', null),
    )
    .groupBy('i.waiting_group')
    .select(({ fn }) => ['i.waiting_group as group', fn.countAll().as('levels')]);
}
