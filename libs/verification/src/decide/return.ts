import { Refusal, type FieldError } from '#kernel';
import type { ReturnLine, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { JOINT } from '../reading/pending.js';
import { definitionFor, fieldsOfLine, lineDefinition, unknownField } from '../reading/type-parts.js';
import type { Asking } from './asking.js';
import { dueAtOf } from './consequences.js';
import { Draft } from './draft.js';
import { mayReview, mustBeCurrent, type Review } from './review.js';

/** Where a line goes back to when it is to be collected anew. */
export const COLLECTION = 'collection';

/** Whether the acting person may return a line at a level; at the joint level either line can go back. @throws Refusal as {@link mayReview} */
export function mayReturn(state: RecordState, asking: Asking, line: string, level: string): Review {
  lineDefinition(asking.type, line);
  const joint = definitionFor(state, asking.type).joint.level;
  return mayReview(state, asking, level === joint ? JOINT : line, level);
}

/** Returns a line to a level below or to collection (退回): its sign-offs from there upward are void, those below stay. */
export function decideReturn(state: RecordState, command: ReturnLine, world: World): Decision {
  const { line, level, to, reasons, note } = command;
  const { waiting, actor, inPlaceOf } = mayReturn(state, world, line, level);
  mustBeCurrent(waiting, command.digest);
  const levels = levelsFrom(state, line, level, to);
  mustNameFields(reasons, fieldsOfLine(world.type, line));
  const { submission, signOffs, completeByRule } = lineOf(state, line);
  const definition = definitionFor(state, world.type);
  const draft = new Draft(state, actor, world.now);
  draft.add({
    type: 'line-returned',
    data: {
      line,
      level,
      to,
      submission: submission?.number ?? 0,
      definition: definition.version,
      reasons,
      ...(inPlaceOf && { inPlaceOf }),
      ...(note !== undefined && { note }),
      ...(to === COLLECTION ? {} : dueAtOf(definition, to, world.now)),
    },
  });
  const voided = signOffs.map((signOff) => signOff.level).filter((signed) => levels.includes(signed));
  draft.add({
    type: 'sign-offs-voided',
    data: {
      line,
      submission: submission?.number ?? 0,
      levels: voided,
      joint: false,
      submissionVoided: to === COLLECTION && submission !== undefined,
      ruleVoided: to === COLLECTION && completeByRule !== undefined,
      cause: 'returned',
    },
  });
  return draft.decision();
}

/** The levels of the route from the target upward. @throws Refusal `invalid`/`wrong-return-level` */
function levelsFrom(state: RecordState, line: string, level: string, to: string): readonly string[] {
  const levels = lineOf(state, line).submission?.route.steps.map((step) => step.level) ?? [];
  if (to === COLLECTION) return levels;
  const target = levels.indexOf(to);
  const from = levels.includes(level) ? levels.indexOf(level) : levels.length;
  if (target < 0 || target >= from) {
    const params = { allowed: [COLLECTION, ...levels.slice(0, from)].join(', ') };
    throw new Refusal('invalid', 'wrong-return-level', { params, errors: [{ pointer: '/to', code: 'wrong-return-level', params }] });
  }
  return levels.slice(target);
}

/** @throws Refusal `invalid`/`reason-needed`, `invalid`/`unknown-field` */
function mustNameFields(reasons: ReturnLine['reasons'], fields: readonly string[]): void {
  if (reasons.length === 0) throw new Refusal('invalid', 'reason-needed', { errors: [{ pointer: '/reasons', code: 'reason-needed' }] });
  const errors = reasons.flatMap(({ field }, index): FieldError[] =>
    fields.includes(field) ? [] : [unknownField(`/reasons/${index}/field`, fields)],
  );
  if (errors.length > 0) throw new Refusal('invalid', 'unknown-field', { errors });
}
