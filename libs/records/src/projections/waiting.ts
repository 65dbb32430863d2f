import { pending, type Pending, type RecordState, type RecordType, type Staffing, type Submission } from '#verification';
import { TOP_UNIT } from './tables.js';

/** A level that waits for somebody, with what an inbox shows besides. */
export interface Waiting extends Pending {
  /** The submission's number; 0 for the joint sign-off. */
  readonly submission: number;
  /** UTC time from which it waits. */
  readonly since: string;
}

/**
 * A directory without people, whose top unit has no code. Routes carry their posts since submission; only the joint sign-off asks for the
 * unit at the top, which a reader fills in. So the rows depend on the record's own stream alone.
 */
const withoutDirectory: Staffing = {
  unit: () => undefined,
  top: () => ({ code: TOP_UNIT, name: '', kind: 'county', parent: '', region: TOP_UNIT }),
  appointmentsOf: () => [],
  holders: () => [],
};

/** The levels of a record that wait for a sign-off. Pure: the same state gives the same answer at any time. */
export function waiting(state: RecordState, type: RecordType): readonly Waiting[] {
  if (state.revision < 0) return [];
  return pending(state, type, withoutDirectory).map((level) => ({
    ...level,
    submission: state.lines[level.line]?.submission?.number ?? 0,
    since: since(state, level.line),
  }));
}

/** A level waits from when what was before it was done: the submission, the last standing sign-off, the return. */
function since(state: RecordState, line: string): string {
  const lines = state.lines[line] === undefined ? Object.values(state.lines) : [state.lines[line]];
  const times = lines.flatMap(({ submission, signOffs, returned }) => timesOf(submission, signOffs, returned));
  return times.reduce((latest, time) => (time > latest ? time : latest), '');
}

function timesOf(
  submission: Submission | undefined,
  signOffs: readonly { time: string }[],
  returned: { time: string } | undefined,
): string[] {
  return [submission, ...signOffs, returned].flatMap((step) => (step === undefined ? [] : [step.time]));
}
