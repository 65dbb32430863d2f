import type { LineState, RecordState } from '../model/state.js';

/** A record before its first event. */
export const initialState: RecordState = {
  revision: -1,
  recordId: '',
  type: '',
  subjectId: '',
  cycle: '',
  definition: 0,
  fields: {},
  documents: {},
  lines: {},
  statements: {},
  visits: [],
  errors: {},
  disagreements: {},
};

const untouched: LineState = { submissions: 0, signOffs: [] };

/** A line as it stands; one that no event has named yet is being collected. */
export function lineOf(state: RecordState, line: string): LineState {
  return state.lines[line] ?? untouched;
}
