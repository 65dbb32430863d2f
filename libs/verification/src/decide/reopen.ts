import { Refusal, type Actor } from '#kernel';
import type { AdoptDefinition, ReopenRecord, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { definitionFor, definitionOf, lineDefinition } from '../reading/type-parts.js';
import { actAs, type Asking } from './asking.js';
import { mustBeAlive } from './checks.js';
import { voidLine } from './consequences.js';
import { Draft } from './draft.js';

/** @throws Refusal `conflict`/`record-not-approved`, `forbidden`/`not-county` */
export function mayReopen(state: RecordState, asking: Asking): Actor {
  mustBeAlive(state);
  const actor = actAs(asking, definitionFor(state, asking.type).rejecters(asking.staffing), 'not-county');
  if (state.approved === undefined) throw new Refusal('conflict', 'record-not-approved');
  return actor;
}

/** The county reopens lines of an approved record, because the world has changed (重启). */
export function decideReopen(state: RecordState, { lines, reason }: ReopenRecord, world: World): Decision {
  const actor = mayReopen(state, world);
  const named = lines === undefined || lines.length === 0 ? world.type.lines.map(({ name }) => name) : lines;
  for (const line of named) lineDefinition(world.type, line);
  const draft = new Draft(state, actor, world.now);
  draft.add({ type: 'record-reopened', data: { lines: named, reason } });
  for (const line of named) voidLine(draft, line, 'reopening', true);
  return draft.decision();
}

/** @throws Refusal `conflict`/`record-approved`, `forbidden`/`not-county` */
export function mayAdopt(state: RecordState, asking: Asking): Actor {
  mustBeAlive(state);
  const actor = actAs(asking, definitionFor(state, asking.type).rejecters(asking.staffing), 'not-county');
  if (state.approved !== undefined) throw new Refusal('conflict', 'record-approved');
  return actor;
}

/** Moves a record to another definition version; whatever runs under the old one is void. */
export function decideAdopt(state: RecordState, { version, reason }: AdoptDefinition, world: World): Decision {
  const actor = mayAdopt(state, world);
  definitionOf(world.type, version);
  if (version === state.definition) throw new Refusal('conflict', 'same-definition');
  const draft = new Draft(state, actor, world.now);
  draft.add({ type: 'definition-adopted', data: { from: state.definition, to: version, reason } });
  for (const { name } of world.type.lines) voidLine(draft, name, 'definition-adopted', true);
  return draft.decision();
}
