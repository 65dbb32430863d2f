import { Refusal, type Actor } from '#kernel';
import type { CloseError, CorrectRecord, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState, ReportedError } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { definitionFor, sectionOfField } from '../reading/type-parts.js';
import { actAs, trained, type Asking } from './asking.js';
import { mustBeAlive, mustBeOpen, mustBeValid, mustHaveArrived } from './checks.js';
import { actAsCollector, plain } from './collect.js';
import { changeAfterEnd, missingFrom, submitLine } from './consequences.js';
import { Draft } from './draft.js';
import { errorOf } from './errors.js';

/**
 * @throws Refusal `not-found`/`unknown-error`; `conflict`: `error-not-confirmed`, `already-changed` if another value stands;
 * `forbidden`/`not-collector`
 */
export function mayCorrect(state: RecordState, asking: Asking, errorId: string): { actor: Actor; error: ReportedError } {
  mustBeAlive(state);
  const error = confirmedError(state, errorId);
  if (!isStanding(state, error)) throw new Refusal('conflict', 'already-changed');
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

/**
 * Whether somebody who collects on the line, or decides on errors, may say that a confirmed error needs no correction any more.
 * @throws Refusal `not-found`/`unknown-error`; `conflict`: `error-not-confirmed`, `value-stands`; `forbidden`/`not-collector`
 */
export function mayCloseError(state: RecordState, asking: Asking, errorId: string): Actor {
  mustBeOpen(state);
  const error = confirmedError(state, errorId);
  if (isStanding(state, error)) throw new Refusal('conflict', 'value-stands');
  const definition = definitionFor(state, asking.type);
  const posts = [...definition.collectors(error.line, state, asking.staffing), ...definition.errorConfirmers(asking.staffing)];
  return trained(actAs(asking, posts, 'not-collector', { line: error.line }), definition, asking);
}

/** A confirmed error about a value that has been changed already is done. Nothing else changes by that. */
export function decideCloseError(state: RecordState, { errorId }: CloseError, world: World): Decision {
  const draft = new Draft(state, mayCloseError(state, world, errorId), world.now);
  draft.add({ type: 'error-closed', data: { errorId, reason: 'already-changed' } });
  return draft.decision();
}

function confirmedError(state: RecordState, errorId: string): ReportedError {
  const error = errorOf(state, errorId);
  if (error.status !== 'confirmed' && error.status !== 'outdated') throw new Refusal('conflict', 'error-not-confirmed');
  return error;
}

/** Whether the value stands that an error is about. */
export function isStanding({ fields }: RecordState, { field, wrong }: ReportedError): boolean {
  return (fields[field]?.c ?? null) === wrong;
}
