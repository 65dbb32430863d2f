import { eligibleFor, peopleOf, type Appointment, type Eligible, type Post, type Staffing } from '#verification';
import { keyOfPost } from '../projections/post-key.js';
import { TOP_UNIT } from '../projections/tables.js';
import type { WaitingGroup } from './waiting-groups.js';

/** Who can sign waiting levels at one moment: many levels are of one group, and many groups name the same posts. */
export class Eligibility {
  private readonly staffing: Staffing;
  private readonly judged = new Map<WaitingGroup, Eligible>();
  private readonly posts = new Map<readonly Post[], readonly Post[]>();

  /** @param at UTC time at which appointments must hold */
  constructor(
    staffing: Staffing,
    private readonly at: string,
  ) {
    this.staffing = rememberingHolders(staffing);
  }

  of(group: WaitingGroup): Eligible {
    const known = this.judged.get(group);
    if (known !== undefined) return known;
    const judged = eligibleFor({ posts: this.filledIn(group.posts), barred: group.barred }, this.staffing, this.at);
    this.judged.set(group, judged);
    return judged;
  }

  /**
   * The last of those who hold any of these posts, with whom they stand for; empty: nobody holds one. Where nobody can sign, they are barred
   * too; and as who stands highest has seldom had to do with a record, few others have to be looked at.
   */
  lastOf(posts: readonly Post[]): readonly string[] {
    for (const post of this.filledIn(posts).toReversed()) {
      const last = this.staffing.holders(post, this.at).at(-1);
      if (last !== undefined) return peopleOf(last);
    }
    return [];
  }

  /** Posts in order, with the unit at the top filled in. */
  filledIn(posts: readonly Post[]): readonly Post[] {
    const known = this.posts.get(posts);
    if (known !== undefined) return known;
    const filled = posts.map((post) => (post.unit === TOP_UNIT ? { ...post, unit: this.staffing.top()?.code ?? TOP_UNIT } : post));
    this.posts.set(posts, filled);
    return filled;
  }
}

function rememberingHolders(staffing: Staffing): Staffing {
  const known = new Map<string, readonly Appointment[]>();
  return {
    unit: (code) => staffing.unit(code),
    top: () => staffing.top(),
    appointmentsOf: (userId, at) => staffing.appointmentsOf(userId, at),
    holders(post, at) {
      const key = keyOfPost(post);
      const remembered = known.get(key) ?? staffing.holders(post, at);
      known.set(key, remembered);
      return remembered;
    },
  };
}
