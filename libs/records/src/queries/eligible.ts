import { eligibleFor, type Eligible, type Post, type Staffing } from '#verification';
import { TOP_UNIT, type WaitingGroupRow } from '../projections/tables.js';

export type { Eligible };

/** The posts of a waiting level in order, with the unit at the top filled in. */
export function postsOf(row: Pick<WaitingGroupRow, 'posts'>, staffing: Staffing): readonly Post[] {
  const posts = JSON.parse(row.posts) as Post[];
  return posts.map((post) => (post.unit === TOP_UNIT ? { ...post, unit: staffing.top()?.code ?? TOP_UNIT } : post));
}

/**
 * Who can sign a waiting level now.
 * @param at UTC time at which appointments must hold
 */
export function eligible(row: Pick<WaitingGroupRow, 'posts' | 'barred'>, staffing: Staffing, at: string): Eligible {
  return eligibleFor({ posts: postsOf(row, staffing), barred: JSON.parse(row.barred) as string[] }, staffing, at);
}
