import type { Pending } from '../model/decision.js';
import type { RecordType } from '../model/record-type.js';
import type { Staffing } from '../model/staffing.js';
import type { RecordState } from '../model/state.js';
import { settersOf, signersOf } from './barred.js';
import { jointDigest } from './digests.js';
import { lineOf } from './initial-state.js';
import { nextStep } from './line-state.js';
import { definitionFor } from './type-parts.js';

/** The name under which the sign-off over all lines goes. */
export const JOINT = 'joint';

/**
 * The levels that wait for a sign-off, with the people who may not give it because of what they did on this record. At most one a line;
 * the joint one once every line is complete. Pure.
 */
export function pending(state: RecordState, type: RecordType, staffing: Staffing): readonly Pending[] {
  if (state.revision < 0 || state.closed !== undefined || state.rejected !== undefined || state.approved !== undefined) return [];
  const signers = signersOf(state);
  const waiting = type.lines.flatMap(({ name }): Pending[] => {
    const { submission, ...line } = lineOf(state, name);
    const step = nextStep({ submission, ...line });
    if (submission === undefined || step === undefined) return [];
    const barred = barredFrom(state, type, [name], signers);
    return [
      {
        line: name,
        level: step.level,
        posts: step.posts,
        digest: submission.digest,
        ...(submission.dueAt !== undefined && { dueAt: submission.dueAt }),
        barred,
      },
    ];
  });
  const digest = jointDigest(state, type);
  if (digest === undefined) return waiting;
  const { joint } = definitionFor(state, type);
  const lines = type.lines.map(({ name }) => name);
  const due = state.jointDueAt === undefined ? {} : { dueAt: state.jointDueAt };
  return [
    ...waiting,
    { line: JOINT, level: joint.level, posts: joint.posts(staffing), digest, ...due, barred: barredFrom(state, type, lines, signers) },
  ];
}

function barredFrom(state: RecordState, type: RecordType, lines: readonly string[], signers: ReadonlySet<string>): readonly string[] {
  return [...new Set([...settersOf(state, type, lines), ...signers])];
}
