import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { Latest } from '#kernel';
import type { Post } from '#verification';
import type { RecordsTables } from '../projections/tables.js';

/** How many groups, and how many lists of posts, stay in memory: those that wait in a county at a time. */
const REMEMBERED = 50_000;

/** Levels that wait at the same posts, with the same people barred. */
export interface WaitingGroup {
  /** In order; the unit at the top stands under `TOP_UNIT`. One array for all groups of the same posts. */
  readonly posts: readonly Post[];
  readonly barred: readonly string[];
}

/** Groups by their ids. They never change, so what was read once is kept. */
@Injectable()
export class WaitingGroups {
  private readonly groups = new Latest<string, WaitingGroup>(REMEMBERED);
  private readonly known = new Latest<string, readonly Post[]>(REMEMBERED);

  /** @returns the groups in the order of their ids */
  async load(db: Kysely<RecordsTables>, ids: readonly string[]): Promise<readonly WaitingGroup[]> {
    const known = ids.map((id) => this.groups.get(id));
    const unknown = new Set(ids.filter((_id, index) => known[index] === undefined));
    const loaded = new Map<string, WaitingGroup>();
    if (unknown.size > 0) {
      const rows = await groupsById(db, [...unknown]).execute();
      const posts = await this.posts(db, [...new Set(rows.map((row) => row.waiting_posts))]);
      for (const row of rows) loaded.set(row.id, { posts: posts.get(row.waiting_posts) ?? [], barred: JSON.parse(row.barred) as string[] });
    }
    for (const [id, group] of loaded) this.groups.set(id, group);
    return ids.map((id, index) => {
      const group = known[index] ?? loaded.get(id);
      if (group === undefined) throw new Error(`no waiting group ${id}`);
      return group;
    });
  }

  /** @returns every list of posts from which levels can be signed, by its id: a few for each village and school */
  async allPosts(db: Kysely<RecordsTables>): Promise<ReadonlyMap<string, readonly Post[]>> {
    const ids = await db.selectFrom('waiting_posts').select('id').execute();
    return this.posts(
      db,
      ids.map(({ id }) => id),
    );
  }

  /** @returns from which posts levels can be signed, by the ids of these lists of posts */
  async posts(db: Kysely<RecordsTables>, ids: readonly string[]): Promise<ReadonlyMap<string, readonly Post[]>> {
    const found = new Map<string, readonly Post[]>();
    const unknown = ids.filter((id) => {
      const posts = this.known.get(id);
      if (posts !== undefined) found.set(id, posts);
      return posts === undefined;
    });
    if (unknown.length > 0) {
      for (const { id, posts } of await postsById(db, unknown).execute()) {
        const read = JSON.parse(posts) as Post[];
        this.known.set(id, read);
        found.set(id, read);
      }
    }
    for (const id of ids) if (!found.has(id)) throw new Error(`no waiting posts ${id}`);
    return found;
  }
}

export function postsById(db: Kysely<RecordsTables>, ids: readonly string[]) {
  return db.selectFrom('waiting_posts').selectAll().where('id', 'in', ids);
}

export function groupsById(db: Kysely<RecordsTables>, ids: readonly string[]) {
  return db.selectFrom('waiting_group').selectAll().where('id', 'in', ids);
}
