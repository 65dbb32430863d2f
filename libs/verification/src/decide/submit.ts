import { Refusal, type Actor } from '#kernel';
import type { SubmitLine, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { MissingRequirement } from '../model/record-type.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { lineDefinition } from '../reading/type-parts.js';
import type { Asking } from './asking.js';
import { mayCollect } from './collect.js';
import { mustBeAlive, mustBeUnlocked } from './checks.js';
import { missingFrom, submitLine } from './consequences.js';
import { Draft } from './draft.js';

/** @throws Refusal `conflict` if the line runs, is complete or locked, or something is missing; `forbidden`/`not-collector` */
export function maySubmit(state: RecordState, asking: Asking, line: string): Actor {
  lineDefinition(asking.type, line);
  mustBeAlive(state);
  mustBeUnlocked(state, line);
  const { submission, completeByRule } = lineOf(state, line);
  if (submission !== undefined) throw new Refusal('conflict', 'already-submitted', { params: { line } });
  if (completeByRule !== undefined) throw new Refusal('conflict', 'already-complete', { params: { line } });
  const actor = mayCollect(state, asking, line);
  const missing = missingFrom(state, asking, line);
  if (missing.length > 0) throw requirementsMissing(missing);
  return actor;
}

/** Submit (送审): freezes the line and sends it to the first level of its route. */
export function decideSubmit(state: RecordState, { line }: SubmitLine, world: World): Decision {
  const draft = new Draft(state, maySubmit(state, world, line), world.now);
  submitLine(draft, world, line);
  return draft.decision();
}

function requirementsMissing(missing: readonly MissingRequirement[]): Refusal {
  const errors = missing.map(({ kind, name }) => ({ pointer: `/${kind}s/${name}`, code: `missing-${kind}` }));
  return new Refusal('conflict', 'requirements-missing', { params: { count: missing.length }, errors });
}
