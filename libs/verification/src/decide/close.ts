import { Refusal, type Actor } from '#kernel';
import type { CloseRecord, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { definitionFor } from '../reading/type-parts.js';
import { actAs, type Asking } from './asking.js';
import { mustBeOpen } from './checks.js';
import { Draft } from './draft.js';

const DUPLICATE = 'duplicate';

/** @throws Refusal `not-found`/`record-missing`, `conflict`/`record-closed`, `forbidden`/`not-closer` */
export function mayClose(state: RecordState, asking: Asking): Actor {
  mustBeOpen(state);
  const definition = definitionFor(state, asking.type);
  const collectors = asking.type.lines.flatMap(({ name }) => definition.collectors(name, state, asking.staffing));
  return actAs(asking, [...collectors, ...definition.errorConfirmers(asking.staffing)], 'not-closer');
}

/** Closes a record (毕业, 转出, 脱贫, 死亡, 重复): both its history and what was signed stay. */
export function decideClose(state: RecordState, { reason, note, duplicateOf }: CloseRecord, world: World): Decision {
  const draft = new Draft(state, mayClose(state, world), world.now);
  if (!world.type.closingReasons.includes(reason)) {
    const params = { allowed: world.type.closingReasons.join(', ') };
    throw new Refusal('invalid', 'unknown-reason', { params, errors: [{ pointer: '/reason', code: 'unknown-reason', params }] });
  }
  if (reason === DUPLICATE && (duplicateOf === undefined || duplicateOf === state.recordId)) {
    throw new Refusal('invalid', 'duplicate-of-needed', { errors: [{ pointer: '/duplicateOf', code: 'duplicate-of-needed' }] });
  }
  const more = { ...(note !== undefined && { note }), ...(reason === DUPLICATE && { duplicateOf }) };
  draft.add({ type: 'record-closed', data: { reason, ...more } });
  return draft.decision();
}
