import { Refusal, type Actor, type Envelope } from '#kernel';
import type { AcceptTransfer, DisputeTransfer, TransferLine, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { PendingTransfer, RecordState } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { definitionFor, lineDefinition, sectionOfField } from '../reading/type-parts.js';
import { actAs, type Asking } from './asking.js';
import { mustBeOpen, mustBeValid, mustHaveArrived } from './checks.js';
import { actAsCollector } from './collect.js';
import { changeAfterEnd } from './consequences.js';
import { Draft } from './draft.js';

/** @throws Refusal `conflict`/`transfer-pending`, `conflict`/`nothing-to-transfer`, `forbidden`/`not-collector` */
export function mayTransfer(state: RecordState, asking: Asking, line: string): Actor {
  const { unitField } = lineDefinition(asking.type, line);
  mustBeOpen(state);
  mustHaveArrived(state, line, asking);
  if (typeof state.fields[unitField]?.v !== 'string') throw new Refusal('conflict', 'nothing-to-transfer', { params: { line } });
  return actAsCollector(state, asking, line);
}

/** Gives a line to another unit (转接): what ran on it, and the joint sign-off, is void before the new unit stands. */
export function decideTransfer(state: RecordState, command: TransferLine, world: World): Decision {
  const { line, to, value, reason } = command;
  const draft = new Draft(state, mayTransfer(state, world, line), world.now);
  const { unitField } = lineDefinition(world.type, line);
  const from = String(state.fields[unitField]?.v);
  if (to === from) throw new Refusal('conflict', 'same-unit');
  if (definitionFor(state, world.type).receivers(line, to, world.staffing).length === 0) {
    throw new Refusal('invalid', 'wrong-unit', { params: { line }, errors: [{ pointer: '/to', code: 'wrong-unit', params: { line } }] });
  }
  mustBeValid(sectionOfField(world.type, unitField)?.name ?? '', { [unitField]: value.v }, state, world);
  changeAfterEnd(draft, world, line, 'transfer', {
    type: 'record-transferred',
    data: { line, from, to, values: { [unitField]: value }, ...(reason !== undefined && { reason }) },
  });
  return draft.decision();
}

/** @throws Refusal `conflict`/`no-transfer`, `forbidden`/`not-receiver` */
export function mayReceive(state: RecordState, asking: Asking, line: string): { actor: Actor; transfer: PendingTransfer } {
  lineDefinition(asking.type, line);
  mustBeOpen(state);
  const { transfer } = lineOf(state, line);
  if (transfer === undefined) throw new Refusal('conflict', 'no-transfer');
  const posts = definitionFor(state, asking.type).receivers(line, transfer.to, asking.staffing);
  return { actor: actAs(asking, posts, 'not-receiver'), transfer };
}

/** The new unit takes the line. */
export function decideAcceptTransfer(state: RecordState, { line }: AcceptTransfer, world: World): Decision {
  const { actor, transfer } = mayReceive(state, world, line);
  const draft = new Draft(state, actor, world.now);
  draft.add({ type: 'transfer-accepted', data: { line, unit: transfer.to } });
  return draft.decision();
}

/** The new unit says that the line is not theirs: it goes back to where it came from. */
export function decideDisputeTransfer(state: RecordState, { line, reason }: DisputeTransfer, world: World): Decision {
  const { actor, transfer } = mayReceive(state, world, line);
  const { unitField } = lineDefinition(world.type, line);
  const { before, from, to } = transfer;
  const values: Record<string, Envelope> = before === null ? {} : { [unitField]: { c: before.c, v: before.v } };
  const draft = new Draft(state, actor, world.now);
  changeAfterEnd(draft, world, line, 'transfer', {
    type: 'transfer-disputed',
    data: { line, unit: to, backTo: from, reason, values },
  });
  return draft.decision();
}
