import { Refusal } from '#kernel';
import type { SignOffLine, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { completeDigests } from '../reading/digests.js';
import { lineOf } from '../reading/initial-state.js';
import { isComplete } from '../reading/line-state.js';
import { JOINT } from '../reading/pending.js';
import { definitionFor } from '../reading/type-parts.js';
import { dueAtOf } from './consequences.js';
import { settleSigned } from './disagreements.js';
import { Draft } from './draft.js';
import { mayReview, mustBeCurrent } from './review.js';

/** Approves a line at one level, or, jointly over all lines, the record. */
export function decideSignOff(state: RecordState, command: SignOffLine, world: World): Decision {
  const { waiting, actor, post, inPlaceOf } = mayReview(state, world, command.line, command.level);
  mustBeCurrent(waiting, command.digest);
  const { line, level, digest, note, bulk = false, viewed = { documents: [], milliseconds: 0 } } = command;
  const definition = definitionFor(state, world.type);
  const joint = line === JOINT;
  if (joint) mustHaveReason(definition.crossCheck(state), note);
  const draft = new Draft(state, actor, world.now);
  draft.add({
    type: 'line-signed-off',
    data: {
      line,
      level,
      submission: joint ? 0 : (lineOf(state, line).submission?.number ?? 0),
      digest,
      definition: definition.version,
      post,
      ...(inPlaceOf && { inPlaceOf }),
      bulk,
      viewed,
      ...(note !== undefined && { note }),
      ...(joint ? {} : dueAtOf(definition, levelAfter(state, line, level, world), world.now)),
    },
  });
  settleSigned(draft, joint ? world.type.lines.map(({ name }) => name) : [line], world);
  if (joint) {
    const data = {
      digests: completeDigests(state, world.type),
      digest,
      payable: definition.payable(state),
      definition: definition.version,
    };
    draft.add({ type: 'record-approved', data });
  }
  return draft.decision();
}

/** What the lines say together must be explained if it does not fit. @throws Refusal `conflict`/`reason-needed` naming each point */
function mustHaveReason(codes: readonly string[], note: string | undefined): void {
  if (codes.length === 0 || (note !== undefined && note.trim() !== '')) return;
  throw new Refusal('conflict', 'reason-needed', { errors: codes.map((code) => ({ pointer: '/note', code })) });
}

/** The level that has its turn after this one: the next of the route, or the joint one when this completes the last line. */
function levelAfter(state: RecordState, line: string, level: string, { type }: World): string | undefined {
  const { submission, signOffs } = lineOf(state, line);
  const signed = [level, ...signOffs.map((signOff) => signOff.level)];
  const next = submission?.route.steps.find((step) => !signed.includes(step.level));
  if (next !== undefined) return next.level;
  const others = type.lines.filter(({ name }) => name !== line);
  return others.every(({ name }) => isComplete(lineOf(state, name))) ? definitionFor(state, type).joint.level : undefined;
}
