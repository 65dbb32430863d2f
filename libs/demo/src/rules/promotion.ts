import type { Json } from '#kernel';
import type { Directory, School } from '#directory';
import { dice } from '../chance/dice.js';
import { textOf, valueOf, type Story } from '../story/story.js';
import { ENROLMENT } from './lines.js';
import type { World } from './world.js';

interface Step {
  readonly last: number;
  /** The stage after the last grade and the kinds of school that have it; absent: school is over. */
  readonly next?: readonly (readonly [stage: string, kind: School['kind']])[];
}

const STEPS: Readonly<Record<string, Step>> = {
  primary: { last: 6, next: [['junior', 'junior']] },
  junior: {
    last: 9,
    next: [
      ['senior', 'high'],
      ['vocational', 'vocational'],
    ],
  },
  senior: { last: 12 },
  vocational: { last: 12 },
};

/** Whether last year's record was of somebody in the last grade of all. */
export function isLastYear({ state }: Pick<Story, 'state'>): boolean {
  const step = STEPS[textOf(state, 'stage') ?? ''];
  return step !== undefined && step.next === undefined && valueOf(state, 'grade') === step.last;
}

/** The school that a pupil goes on to after the last grade of theirs; undefined: they stay, or there is none. */
export function nextSchool(story: Story, staffing: Directory, seed: string): string | undefined {
  const { state } = story;
  if (!isCarried(story, 'grade') || !isCarried(story, 'school')) return undefined;
  const step = STEPS[textOf(state, 'stage') ?? ''];
  const here = staffing.school(textOf(state, 'school') ?? '');
  if (step?.next === undefined || here === undefined || valueOf(state, 'grade') !== step.last) return undefined;
  const kinds = step.next.map(([, kind]) => kind);
  const schools = staffing.schools().filter(({ kind }) => kinds.includes(kind));
  const nearby = schools.filter(({ township }) => township === here.township);
  const suiting = nearby.length > 0 ? nearby : schools;
  return suiting.length === 0 ? undefined : dice(seed, story.key, 'next school').pick(suiting).code;
}

/** A year has passed: what a collector enters for a record that was carried over. */
export function promotion(story: Story, line: string, { staffing, seed }: World): Readonly<Record<string, Json>> {
  if (line !== ENROLMENT || !isCarried(story, 'grade')) return {};
  const { state } = story;
  const step = STEPS[textOf(state, 'stage') ?? ''];
  const grade = valueOf(state, 'grade');
  if (step === undefined || typeof grade !== 'number') return {};
  if (grade < step.last) return { grade: grade + 1 };
  if (nextSchool(story, staffing, seed) !== undefined) return {};
  const kind = staffing.school(textOf(state, 'school') ?? '')?.kind;
  const stage = step.next?.find(([, ofKind]) => ofKind === kind)?.[0];
  return stage === undefined ? {} : { stage, grade: grade + 1 };
}

function isCarried({ state }: Story, field: string): boolean {
  return state.fields[field]?.source.kind === 'carried';
}
