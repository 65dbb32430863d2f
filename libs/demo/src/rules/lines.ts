import { isComplete, sectionOfField, type LineState, type RecordState, type RecordType } from '#verification';
import type { Story } from '../story/story.js';

export const HOUSEHOLD = 'household';
export const ENROLMENT = 'enrolment';
export const LINES = [HOUSEHOLD, ENROLMENT] as const;

const UNTOUCHED: LineState = { submissions: 0, signOffs: [] };

/** A line as it stands. */
export function lineOf(state: RecordState, line: string): LineState {
  return state.lines[line] ?? UNTOUCHED;
}

/** Whether people work on a record at all. */
export function isAlive({ closed, rejected }: RecordState): boolean {
  return closed === undefined && rejected === undefined;
}

/** Whether somebody has signed what stands, so that a wrong value is an error. */
export function isSigned(line: LineState): boolean {
  return line.signOffs.length > 0 || line.locked === true;
}

/** Whether a line's values can be changed by its collectors now without taking anything back. */
export function isCollecting(line: LineState): boolean {
  return line.submission === undefined && line.completeByRule === undefined && line.transfer === undefined && line.locked !== true;
}

/** When a line got its turn at the level at which it waits. */
export function waitingSince({ submission, signOffs, returned }: LineState): string | undefined {
  const moments = [submission?.time, signOffs.at(-1)?.time, returned?.time].filter((time) => time !== undefined);
  return moments.sort().at(-1);
}

/** When both lines were complete, if they are. */
export function completeSince({ state, touched }: Story): string | undefined {
  if (!LINES.every((line) => isComplete(lineOf(state, line)))) return undefined;
  return LINES.flatMap((line) => waitingSince(lineOf(state, line)) ?? touched.get(line) ?? [])
    .sort()
    .at(-1);
}

/** The later of two times. */
export function laterOf(one: string, other: string | undefined): string {
  return other !== undefined && other > one ? other : one;
}

/** Values by the section that each stands in, in the order in which the fields are given. */
export function bySection<Value>(values: Readonly<Record<string, Value>>, type: RecordType): ReadonlyMap<string, Record<string, Value>> {
  const sections = new Map<string, Record<string, Value>>();
  for (const [field, value] of Object.entries(values)) {
    const section = sectionOfField(type, field)?.name ?? '';
    sections.set(section, { ...sections.get(section), [field]: value });
  }
  return sections;
}
