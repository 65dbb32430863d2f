import { Refusal, type Actor } from '#kernel';
import type { AppealRecord, RejectRecord, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { jointDigest } from '../reading/digests.js';
import { definitionFor } from '../reading/type-parts.js';
import { actAs, type Asking } from './asking.js';
import { mustBeAlive, mustBeOpen } from './checks.js';
import { voidLine } from './consequences.js';
import { Draft } from './draft.js';

/** @throws Refusal `conflict`/`record-approved`, `conflict`/`lines-incomplete`, `forbidden`/`not-county` */
export function mayReject(state: RecordState, asking: Asking): Actor {
  mustBeAlive(state);
  if (state.approved !== undefined) throw new Refusal('conflict', 'record-approved');
  const actor = actAs(asking, definitionFor(state, asking.type).rejecters(asking.staffing), 'not-county');
  if (jointDigest(state, asking.type) === undefined) throw new Refusal('conflict', 'lines-incomplete');
  return actor;
}

/** The county rejects a record instead of approving it (不予通过). */
export function decideReject(state: RecordState, { digest, reason }: RejectRecord, world: World): Decision {
  const draft = new Draft(state, mayReject(state, world), world.now);
  if (jointDigest(state, world.type) !== digest) throw new Refusal('conflict', 'stale-digest');
  draft.add({ type: 'record-rejected', data: { reason, definition: state.definition } });
  return draft.decision();
}

/** @throws Refusal `conflict`/`record-not-rejected`, `forbidden`/`not-collector` */
export function mayAppeal(state: RecordState, asking: Asking): Actor {
  mustBeOpen(state);
  if (state.rejected === undefined) throw new Refusal('conflict', 'record-not-rejected');
  const definition = definitionFor(state, asking.type);
  const posts = asking.type.lines.flatMap(({ name }) => definition.collectors(name, state, asking.staffing));
  return actAs(asking, posts, 'not-collector', { line: '' });
}

/** An appeal takes a rejected record back to collection. */
export function decideAppeal(state: RecordState, { reason }: AppealRecord, world: World): Decision {
  const draft = new Draft(state, mayAppeal(state, world), world.now);
  draft.add({ type: 'record-appealed', data: { reason } });
  for (const { name } of world.type.lines) voidLine(draft, name, 'appeal', false);
  return draft.decision();
}
