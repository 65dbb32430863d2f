import type { Kysely } from 'kysely';
import type { Directory } from '#directory';
import { postsOf, type RecordsTables } from '#records';
import { eligibleFor, type Appointment, type Post, type Staffing } from '#verification';
import type { Tally } from './tally.js';

/** Groups that stay in memory: they never change. What was asked for first goes first. */
const REMEMBERED = 50_000;
const AT_ONCE = 500;

interface Group {
  readonly posts: string;
  readonly barred: readonly string[];
}

/**
 * Counts the levels that wait and that nobody can sign. Who holds a post may change without any record changing, so this is judged when it
 * is asked, once for each group of levels with the same posts and the same people barred.
 */
export class Unstaffed {
  private readonly groups = new Map<string, Group>();

  /** @param at UTC time at which appointments must hold */
  async count(db: Kysely<RecordsTables>, tally: Tally, directory: Directory, at: string): Promise<number> {
    const waiting = tally.by('waiting');
    const groups = await this.load(db, Object.keys(waiting));
    const staffing = rememberingHolders(directory);
    return Object.entries(waiting).reduce((sum, [id, levels]) => {
      const group = groups.get(id);
      if (group === undefined) throw new Error(`no waiting group ${id}`);
      const { people } = eligibleFor({ posts: postsOf(group, directory), barred: group.barred }, staffing, at);
      return people.length === 0 ? sum + levels : sum;
    }, 0);
  }

  private async load(db: Kysely<RecordsTables>, ids: readonly string[]): Promise<ReadonlyMap<string, Group>> {
    const found = new Map<string, Group>();
    for (const id of ids) {
      const known = this.groups.get(id);
      if (known !== undefined) found.set(id, known);
    }
    const unknown = ids.filter((id) => !found.has(id));
    for (let start = 0; start < unknown.length; start += AT_ONCE) {
      for (const { id, posts, barred } of await groupsById(db, unknown.slice(start, start + AT_ONCE)).execute()) {
        const group = { posts, barred: JSON.parse(barred) as string[] };
        found.set(id, group);
        this.groups.set(id, group);
        if (this.groups.size > REMEMBERED) this.groups.delete(this.groups.keys().next().value ?? '');
      }
    }
    return found;
  }
}

export function groupsById(db: Kysely<RecordsTables>, ids: readonly string[]) {
  return db.selectFrom('waiting_group').selectAll().where('id', 'in', ids);
}

/** Many groups name the same posts. */
function rememberingHolders(directory: Directory): Staffing {
  const known = new Map<string, readonly Appointment[]>();
  const holders = (post: Post, at: string) => {
    const key = `${post.role}|${post.unit}|${post.line}`;
    const remembered = known.get(key) ?? directory.holders(post, at);
    known.set(key, remembered);
    return remembered;
  };
  return { unit: (code) => directory.unit(code), top: () => directory.top(), appointmentsOf: () => [], holders };
}
