import { Refusal, type Actor } from '#kernel';
import type { WithdrawLine, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { JOINT } from '../reading/pending.js';
import { definitionFor, lineDefinition } from '../reading/type-parts.js';
import { actUnder, holds, type Asking } from './asking.js';
import { mustBeAlive } from './checks.js';
import { dueAtOf } from './consequences.js';
import { Draft } from './draft.js';

/**
 * Whether the acting person may take back (撤回) their submission of a line, until somebody has signed it, or, with a level, their sign-off,
 * until the next level has acted. They do it under the appointment under which they did that.
 * @throws Refusal `conflict`: `not-submitted`, `signed-already`, `not-signed`, `next-has-acted`, `record-approved`; `forbidden`/`not-own-act`
 */
export function mayWithdraw(state: RecordState, asking: Asking, line: string, level?: string): Actor {
  if (line !== JOINT) lineDefinition(asking.type, line);
  mustBeAlive(state);
  // Its values are paid from: the county reopens it.
  if (state.approved !== undefined) throw new Refusal('conflict', 'record-approved');
  return ownAct(asking, level === undefined ? submitterOf(state, line) : signerOf(state, line, level));
}

function submitterOf(state: RecordState, line: string): Actor {
  const { submission } = lineOf(state, line);
  if (submission === undefined) throw new Refusal('conflict', 'not-submitted', { params: { line } });
  if (submission.signed) throw new Refusal('conflict', 'signed-already');
  return submission.by;
}

function signerOf(state: RecordState, line: string, level: string): Actor {
  const { signOffs } = lineOf(state, line);
  const signOff = signOffs.find((one) => one.level === level);
  if (signOff === undefined) throw new Refusal('conflict', 'not-signed', { params: { level } });
  if (signOff !== signOffs.at(-1)) throw new Refusal('conflict', 'next-has-acted');
  return signOff.by;
}

function ownAct(asking: Asking, by: Actor): Actor {
  if (asking.userId !== undefined && asking.userId !== by.userId) throw new Refusal('forbidden', 'not-own-act');
  return actUnder(asking, (one) => holds(one, by) && one.onBehalfOf === by.onBehalfOf, 'not-own-act');
}

/** Whoever acted takes it back: what they submitted, or signed, has to be submitted, or signed, anew. It had been signed all the same. */
export function decideWithdraw(state: RecordState, { line, level, reason }: WithdrawLine, world: World): Decision {
  const draft = new Draft(state, mayWithdraw(state, world, line, level), world.now);
  const definition = definitionFor(state, world.type);
  const submission = lineOf(state, line).submission?.number ?? 0;
  const at = level === undefined ? {} : { level, ...dueAtOf(definition, level, world.now) };
  draft.add({ type: 'line-withdrawn', data: { line, ...at, submission, definition: definition.version, reason } });
  const levels = level === undefined ? [] : [level];
  const submissionVoided = level === undefined;
  draft.add({
    type: 'sign-offs-voided',
    data: { line, submission, levels, joint: false, submissionVoided, ruleVoided: false, cause: 'withdrawn' },
  });
  return draft.decision();
}
