import { Refusal, type Actor } from '#kernel';
import type { AdoptDefinition, CorrectRecord, ReopenRecord, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState, ReportedError } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { definitionFor, definitionOf, lineDefinition, sectionOfField } from '../reading/type-parts.js';
import { actAs, type Asking } from './asking.js';
import { mustBeAlive, mustBeValid, mustHaveArrived } from './checks.js';
import { actAsCollector, plain } from './collect.js';
import { changeAfterEnd, missingFrom, submitLine, voidLine } from './consequences.js';
import { Draft } from './draft.js';
import { errorOf } from './errors.js';

/** @throws Refusal `not-found`/`unknown-error`, `conflict`/`error-not-confirmed`, `forbidden`/`not-collector` */
export function mayCorrect(state: RecordState, asking: Asking, errorId: string): { actor: Actor; error: ReportedError } {
  mustBeAlive(state);
  const error = errorOf(state, errorId);
  if (error.status !== 'confirmed' && error.status !== 'outdated') throw new Refusal('conflict', 'error-not-confirmed');
  mustHaveArrived(state, error.line, asking);
  return { actor: actAsCollector(state, asking, error.line), error };
}

/** Corrects the value that a confirmed error names (更正). The line goes up again as soon as nothing is missing. */
export function decideCorrect(state: RecordState, { errorId, values }: CorrectRecord, world: World): Decision {
  const { actor, error } = mayCorrect(state, world, errorId);
  const { field, line } = error;
  const names = Object.keys(values);
  if (names.length !== 1 || names[0] !== field) throw new Refusal('invalid', 'only-the-field');
  if (values[field]?.c === (error.wrong ?? undefined)) throw new Refusal('conflict', 'same-value');
  const section = sectionOfField(world.type, field)?.name ?? '';
  mustBeValid(section, plain(values), state, world);
  const draft = new Draft(state, actor, world.now);
  draft.add({ type: 'correction-opened', data: { errorId, line, field } });
  const source = { kind: 'correction', errorId } as const;
  changeAfterEnd(draft, world, line, 'correction', { type: 'details-recorded', data: { section, line, values, source } });
  resubmit(draft, world, line);
  return draft.decision();
}

function resubmit(draft: Draft, world: World, line: string): void {
  if (lineOf(draft.state, line).completeByRule !== undefined) return;
  if (missingFrom(draft.state, world, line).length === 0) submitLine(draft, world, line);
}

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
