import { Refusal, type Actor } from '#kernel';
import type { Pending } from '../model/decision.js';
import type { Post } from '../model/route.js';
import type { Appointment } from '../model/staffing.js';
import type { RecordState } from '../model/state.js';
import { settersOf } from '../reading/barred.js';
import { eligibleFor, isBarred, type Eligible } from '../reading/eligible.js';
import { lineOf } from '../reading/initial-state.js';
import { isComplete } from '../reading/line-state.js';
import { JOINT, pending } from '../reading/pending.js';
import { lineDefinition } from '../reading/type-parts.js';
import { actorOf, anybody, appointmentsNow, holds, type Asking } from './asking.js';
import { mustBeAlive } from './checks.js';

/** A level that the acting person may decide, and as what. */
export interface Review {
  readonly waiting: Pending;
  readonly actor: Actor;
  /** The post under which it is decided. */
  readonly post: Post;
  /** The level's own post, if it is decided in place of it (代审). */
  readonly inPlaceOf?: Post;
}

/**
 * Whether the acting person may approve or return a line at a level now.
 * @throws Refusal `conflict` if the level does not wait: `record-approved`, `not-submitted`, `line-complete`, `already-complete`,
 * `lines-incomplete`, `wrong-level`; `forbidden` if it is not for this person: `not-your-level`, `own-value`, `signed-before`
 */
export function mayReview(state: RecordState, asking: Asking, line: string, level: string): Review {
  const waiting = waitingLevel(state, asking, line);
  if (waiting.level !== level) throw new Refusal('conflict', 'wrong-level', { params: { level: waiting.level } });
  const eligible = eligibleFor(waiting, asking.staffing, asking.now);
  const appointments = appointmentsNow(asking);
  const post = waiting.posts[eligible.rank];
  const own = waiting.posts[0];
  const person = eligible.people.find(({ userId }) => userId === asking.userId);
  if (appointments !== undefined && person === undefined) throw notTheirs(state, asking, waiting, eligible, appointments);
  // Nobody in particular asks, and nobody at all could: the level is unstaffed.
  if (post === undefined || own === undefined) throw notTheirs(state, asking, waiting, eligible, []);
  const actor = person === undefined ? anybody : actorOf(person, asking.staffing);
  return { waiting, actor, post, ...(eligible.rank > 0 && { inPlaceOf: own }) };
}

/** @throws Refusal `conflict`/`stale-digest` if what the person had before them is not what waits */
export function mustBeCurrent({ digest }: Pending, reviewed: string): void {
  if (digest !== reviewed) throw new Refusal('conflict', 'stale-digest');
}

function waitingLevel(state: RecordState, asking: Asking, line: string): Pending {
  mustBeAlive(state);
  if (line !== JOINT) lineDefinition(asking.type, line, [JOINT]);
  if (state.approved !== undefined) throw new Refusal('conflict', 'record-approved');
  const waiting = pending(state, asking.type, asking.staffing).find((one) => one.line === line);
  if (waiting !== undefined) return waiting;
  if (line === JOINT) throw new Refusal('conflict', 'lines-incomplete');
  const standing = lineOf(state, line);
  if (standing.completeByRule !== undefined) throw new Refusal('conflict', 'already-complete', { params: { line } });
  throw new Refusal('conflict', isComplete(standing) ? 'line-complete' : 'not-submitted', { params: { line } });
}

/** Says to a person why the level is not theirs: because of what they did, or because it is for others to sign. */
function notTheirs(
  state: RecordState,
  { type, staffing }: Asking,
  { line, posts }: Pending,
  { rank }: Eligible,
  appointments: readonly Appointment[],
): Refusal {
  const held = appointments.find((appointment) => posts.slice(0, rank + 1).some((post) => holds(appointment, post)));
  if (held !== undefined) {
    const lines = line === JOINT ? type.lines.map(({ name }) => name) : [line];
    return new Refusal('forbidden', isBarred(held, settersOf(state, type, lines)) ? 'own-value' : 'signed-before');
  }
  const post = posts[rank] ?? posts[0];
  const unit = post === undefined ? '' : (staffing.unit(post.unit)?.name ?? post.unit);
  return new Refusal('forbidden', 'not-your-level', { params: { unit, role: post?.role ?? '' } });
}
