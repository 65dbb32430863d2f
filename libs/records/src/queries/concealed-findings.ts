import type { Actor } from '#kernel';
import type { RecordState, Staffing } from '#verification';

/** Those who make the three visits of 三联访. */
const HELPERS: readonly string[] = ['helper', 'helper-teacher', 'resident-helper'];

/** Who asks about a record, when. */
export interface AskedAbout {
  readonly state: RecordState;
  readonly staffing: Staffing;
  /** UTC. */
  readonly at: string;
  readonly userId?: string;
  /** Nobody is named, over a face that anybody can use: what is not for everybody is left out. */
  readonly anonymous: boolean;
}

/** Whether a person, as one of the helpers, sees of what visits found only that of records which they have visited themselves. */
export function isHelper(staffing: Staffing, userId: string | undefined, at: string): boolean {
  return userId !== undefined && staffing.appointmentsOf(userId, at).some(({ role }) => HELPERS.includes(role));
}

/**
 * Whether what a visit found is shown to whoever asks: the three helpers do not see each other's findings until their own is in
 * (product.md, "Visits"). Who holds no helper's post, a reviewer or an officer, sees all.
 */
export function findingsShownTo({ state, staffing, at, userId, anonymous }: AskedAbout): (visit: { readonly by: Actor }) => boolean {
  if (anonymous) return ({ by }) => !HELPERS.includes(by.role);
  if (userId === undefined) return () => true;
  const helps = isHelper(staffing, userId, at);
  const ownIsIn = state.visits.some(({ by }) => by.userId === userId);
  return ({ by }) => !helps || ownIsIn || by.userId === userId || !HELPERS.includes(by.role);
}
