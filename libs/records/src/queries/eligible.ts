import type { Appointment, Post, Staffing } from '#verification';
import { TOP_UNIT, type InboxRow } from '../projections/tables.js';

/** Who can sign a waiting level now: everybody at the first of its posts at which somebody is not barred. Nobody: it is unstaffed. */
export interface Eligible {
  /** 0: the level's own people; above: those who sign in place of them. */
  readonly rank: number;
  readonly people: readonly Appointment[];
}

/** The posts of a waiting level in order, with the unit at the top filled in. */
export function postsOf(row: Pick<InboxRow, 'posts'>, staffing: Staffing): readonly Post[] {
  const posts = JSON.parse(row.posts) as Post[];
  return posts.map((post) => (post.unit === TOP_UNIT ? { ...post, unit: staffing.top()?.code ?? TOP_UNIT } : post));
}

/** @param at UTC time at which appointments must hold */
export function eligible(row: Pick<InboxRow, 'posts' | 'barred'>, staffing: Staffing, at: string): Eligible {
  const barred = new Set(JSON.parse(row.barred) as string[]);
  const posts = postsOf(row, staffing);
  for (const [rank, post] of posts.entries()) {
    const people = staffing.holders(post, at).filter((holder) => !isBarred(holder, barred));
    if (people.length > 0) return { rank, people };
  }
  return { rank: posts.length, people: [] };
}

/** A delegate is barred for what they did and for what the person did whom they stand for. */
function isBarred({ userId, onBehalfOf }: Appointment, barred: ReadonlySet<string>): boolean {
  return barred.has(userId) || (onBehalfOf !== undefined && barred.has(onBehalfOf));
}
