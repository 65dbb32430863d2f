import { Refusal, type Actor, type Envelope, type Json } from '#kernel';
import type { ApplyFinding, Collect, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState, Source } from '../model/state.js';
import { isBarred } from '../reading/eligible.js';
import { lineOf } from '../reading/initial-state.js';
import { peopleOf } from '../reading/barred.js';
import { definitionFor, lineDefinition, sectionOf } from '../reading/type-parts.js';
import { actAs, anybody, appointmentsNow, trained, type Asking } from './asking.js';
import { mustBeAlive, mustBeUnlocked, mustBeValid, mustHaveArrived } from './checks.js';
import { afterChange } from './consequences.js';
import { Draft } from './draft.js';

type Values = Readonly<Record<string, Envelope>>;

/** Collectors' posts of a line, as the record stands. @throws Refusal `forbidden`/`not-collector`, `forbidden`/`training-needed` */
export function actAsCollector(state: RecordState, asking: Asking, line: string): Actor {
  const definition = definitionFor(state, asking.type);
  const posts = definition.collectors(line, state, asking.staffing);
  return trained(actAs(asking, posts, 'not-collector', { line }), definition, asking);
}

/** @throws Refusal `conflict` if the line cannot be changed now, `forbidden`/`not-collector` */
export function mayCollect(state: RecordState, asking: Asking, line: string): Actor {
  mustBeChangeable(state, asking, line);
  return actAsCollector(state, asking, line);
}

/**
 * Whether the acting person may collect something on a line. One that no unit holds yet may be begun by the collectors of whatever unit
 * they name: their own. @throws Refusal as {@link mayCollect}
 */
export function mayCollectOrBegin(state: RecordState, asking: Asking, line: string): Actor {
  const { unitField } = lineDefinition(asking.type, line);
  const own = (appointmentsNow(asking) ?? []).map(({ unit }) => ({ [unitField]: { c: '', v: unit } }));
  return mayBegin(state, asking, line, own);
}

function mustBeChangeable(state: RecordState, asking: Asking, line: string): void {
  mustBeAlive(state);
  mustBeUnlocked(state, line);
  mustHaveArrived(state, line, asking);
}

/** A line without a unit is also for those who would collect on it once one of the drafts, which names a unit that can hold it, stood. */
function mayBegin(state: RecordState, asking: Asking, line: string, drafts: readonly Values[]): Actor {
  mustBeChangeable(state, asking, line);
  const definition = definitionFor(state, asking.type);
  const { unitField } = lineDefinition(asking.type, line);
  const canHold = ({ v }: Envelope) => typeof v === 'string' && definition.receivers(line, v, asking.staffing).length > 0;
  const begun = hasValue(state.fields[unitField]) ? [] : drafts.filter(({ [unitField]: unit }) => unit !== undefined && canHold(unit));
  const states = [state, ...begun.map((values) => withDraft(state, line, values, asking))];
  const posts = states.flatMap((one) => definition.collectors(line, one, asking.staffing));
  return trained(actAs(asking, posts, 'not-collector', { line }), definition, asking);
}

function hasValue(field: Pick<Envelope, 'v'> | undefined): boolean {
  return field !== undefined && field.v !== null;
}

/** The record as it would be with values, whoever enters them. */
function withDraft(state: RecordState, line: string, values: Values, { now }: Asking): RecordState {
  const draft = new Draft(state, anybody, now);
  draft.add({ type: 'details-recorded', data: { section: '', line, values, source: { kind: 'collected' } } });
  return draft.state;
}

/** Values of one section come in from a collector. Other values than before end what runs on the line. */
export function decideCollect(state: RecordState, { section: name, values, source }: Collect, world: World): Decision {
  const section = sectionOf(world.type, name);
  const actor = mayBegin(state, world, section.line, [values]);
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
  if (values[lineDefinition(world.type, section.line).unitField] !== undefined) mustHaveArrived(state, section.line, world);
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
  const signers = new Set(lineOf(state, data.line).signOffs.flatMap(({ by }) => peopleOf(by)));
  // Entering a signed value again would make a signer one of those who set it.
  if (!changes && isBarred(actor, signers)) throw new Refusal('forbidden', 'signer-confirms');
  const draft = new Draft(state, actor, world.now);
  draft.add({ type: 'details-recorded', data });
  if (changes) afterChange(draft, world, data.line, 'values-changed');
  return draft.decision();
}

/** A line that has a unit goes to another one by transfer, which that unit accepts or disputes. @throws Refusal `conflict`/`transfer-needed` */
export function mustKeepUnit(state: RecordState, line: string, values: Values, { type }: World): void {
  const { unitField } = lineDefinition(type, line);
  const standing = state.fields[unitField];
  const stated = values[unitField];
  if (stated === undefined || !hasValue(standing) || stated.c === standing?.c) return;
  throw new Refusal('conflict', 'transfer-needed');
}

/** Values without their envelopes. */
export function plain(values: Values): Record<string, Json> {
  return Object.fromEntries(Object.entries(values).map(([name, { v }]) => [name, v]));
}
