import type { Post } from './route.js';

/** A region or school as the core sees it. `kind` is `county`, `township`, `village` or the kind of school. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  /** The unit above: a village's township, a village school's centre school; empty if none is named. */
  readonly parent: string;
  /** The region that a unit lies in: a school's township; for a region its own code. */
  readonly region: string;
}

export interface Appointment extends Post {
  readonly userId: string;
  readonly name: string;
  /** UTC time from which it holds, inclusive. */
  readonly from: string;
  /** UTC time up to which it holds, exclusive; absent: open. */
  readonly to?: string;
  /** Set if it is held for somebody else under a delegation (代办). */
  readonly onBehalfOf?: string;
}

/**
 * Who may act for a unit, line and level, now or at a past moment: the one thing that everything asks. A pure snapshot of the
 * directory, made outside.
 */
export interface Staffing {
  unit(code: string): Unit | undefined;
  /** The unit at the top, in which the joint sign-off is given; undefined while the directory is empty. */
  top(): Unit | undefined;
  /** Appointments (own and delegated) that a person holds at a moment. */
  appointmentsOf(userId: string, at: string): readonly Appointment[];
  /** Whether a person had completed a training (培训) at a moment. Absent: nobody has completed any. */
  hasCompleted?(userId: string, course: string, at: string): boolean;
  /** A person by user name, whatever they hold. Absent: nobody has a name. */
  person?(userId: string): { readonly name: string } | undefined;
  /** Everybody who holds this post at a moment, each person once. */
  holders(post: Post, at: string): readonly Appointment[];
}
