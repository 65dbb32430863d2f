import { Refusal, type Actor, type Envelope, type Json } from '#kernel';
import type { ApplyFinding, Collect, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState, Source } from '../model/state.js';
import { isBarred } from '../reading/eligible.js';
import { signersOf } from '../reading/barred.js';
import { definitionFor, lineDefinition, sectionOf } from '../reading/type-parts.js';
import { actAs, type Asking } from './asking.js';
import { mustBeAlive, mustBeUnlocked, mustBeValid, mustHaveArrived } from './checks.js';
import { afterChange } from './consequences.js';
import { Draft } from './draft.js';

type Values = Readonly<Record<string, Envelope>>;

/** Collectors' posts of a line, as the record stands. @throws Refusal `forbidden`/`not-collector` */
export function actAsCollector(state: RecordState, asking: Asking, line: string): Actor {
  const posts = definitionFor(state, asking.type).collectors(line, state, asking.staffing);
  return actAs(asking, posts, 'not-collector', { line });
}

/** @throws Refusal `conflict` if the line cannot be changed now, `forbidden`/`not-collector` */
export function mayCollect(state: RecordState, asking: Asking, line: string): Actor {
  mustBeAlive(state);
  mustBeUnlocked(state, line);
  mustHaveArrived(state, line, asking);
  return actAsCollector(state, asking, line);
}

/** Values of one section come in from a collector. Other values than before end what runs on the line. */
export function decideCollect(state: RecordState, { section: name, values, source }: Collect, world: World): Decision {
  const section = sectionOf(world.type, name);
  const actor = mayCollect(state, world, section.line);
  mustBeValid(name, plain(values), state, world);
  mustKeepUnit(state, section.line, values, world);
  return recorded(state, { section: name, line: section.line, values, source: source ?? { kind: 'collected' } }, actor, world);
}

/** @throws Refusal `conflict` if the line cannot be changed now, `forbidden`/`not-confirmer` */
export function mayApplyFinding(state: RecordState, asking: Asking, line: string): Actor {
  mustBeAlive(state);
  mustBeUnlocked(state, line);
  const posts = definitionFor(state, asking.type).errorConfirmers(asking.staffing);
  return actAs(asking, posts, 'not-confirmer');
}

/** A decided finding sets values of one section. The same finding with the same values again is nothing new. */
export function decideApplyFinding(state: RecordState, { findingId, section: name, values }: ApplyFinding, world: World): Decision {
  const section = sectionOf(world.type, name);
  const actor = mayApplyFinding(state, world, section.line);
  const applied = Object.entries(values).every(([field, { c }]) => {
    const standing = state.fields[field];
    return standing?.c === c && standing.source.findingId === findingId;
  });
  if (applied) return { actor, events: [] };
  mustBeValid(name, plain(values), state, world);
  return recorded(state, { section: name, line: section.line, values, source: { kind: 'finding', findingId } }, actor, world);
}

function recorded(
  state: RecordState,
  data: { section: string; line: string; values: Values; source: Source },
  actor: Actor,
  world: World,
): Decision {
  const changes = Object.entries(data.values).some(([field, { c }]) => state.fields[field]?.c !== c);
  // Entering a signed value again would make a signer one of those who set it.
  if (!changes && isBarred(actor, signersOf(state))) throw new Refusal('forbidden', 'signer-confirms');
  const draft = new Draft(state, actor, world.now);
  draft.add({ type: 'details-recorded', data });
  if (changes) afterChange(draft, world, data.line, 'values-changed');
  return draft.decision();
}

/** A line that has a unit goes to another one by transfer, which that unit accepts or disputes. */
function mustKeepUnit(state: RecordState, line: string, values: Values, { type }: World): void {
  const { unitField } = lineDefinition(type, line);
  const standing = state.fields[unitField];
  const stated = values[unitField];
  if (stated === undefined || standing === undefined || standing.v === null || stated.c === standing.c) return;
  throw new Refusal('conflict', 'transfer-needed');
}

/** Values without their envelopes. */
export function plain(values: Values): Record<string, Json> {
  return Object.fromEntries(Object.entries(values).map(([name, { v }]) => [name, v]));
}
