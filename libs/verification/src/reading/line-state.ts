import type { LineState, RecordState, RecordStatus, SignOff } from '../model/state.js';
import type { RecordType } from '../model/record-type.js';
import type { Step } from '../model/route.js';
import { lineOf } from './initial-state.js';

/** The level whose turn it is on a line: the first of the route that nobody has signed. Undefined: nothing runs, or all have signed. */
export function nextStep({ submission, signOffs }: LineState): Step | undefined {
  return submission?.route.steps.find(({ level }) => !signOffs.some((signOff) => signOff.level === level));
}

/** Whether a line has every sign-off of its route, or needs none by rule. */
export function isComplete(line: LineState): boolean {
  return line.completeByRule !== undefined || (line.submission !== undefined && nextStep(line) === undefined);
}

/** Whether every line of the type is complete: the joint sign-off may be given. */
export function allComplete(state: RecordState, type: RecordType): boolean {
  return type.lines.every(({ name }) => isComplete(lineOf(state, name)));
}

/** `collecting`, `submitted`, `signed:<level>`, `returned:<level>`, `complete` or `not-required`. */
export function lineStateOf(state: RecordState, name: string): string {
  const line = lineOf(state, name);
  if (line.completeByRule !== undefined) return 'not-required';
  if (line.returned !== undefined) return `returned:${line.returned.to}`;
  if (line.submission === undefined) return 'collecting';
  if (nextStep(line) === undefined) return 'complete';
  const last = line.signOffs.at(-1);
  return last === undefined ? 'submitted' : `signed:${last.level}`;
}

/** The status of a whole record: what has gone furthest decides, a return before everything that runs. */
export function statusOf(state: RecordState): RecordStatus {
  if (state.closed !== undefined) return 'closed';
  if (state.rejected !== undefined) return 'rejected';
  if (state.approved !== undefined) return 'approved';
  const lines = Object.values(state.lines);
  if (lines.some(({ returned }) => returned !== undefined)) return 'returned';
  if (lines.some(({ signOffs }) => signOffs.length > 0)) return 'in-review';
  return lines.some(({ submission }) => submission !== undefined) ? 'submitted' : 'collecting';
}

/** Every sign-off that stands: of all lines, and the joint one. */
export function standingSignOffs(state: RecordState): readonly SignOff[] {
  const signOffs = Object.values(state.lines).flatMap((line) => line.signOffs);
  return state.joint === undefined ? signOffs : [...signOffs, state.joint];
}
