import type { MissingRequirement } from '../model/record-type.js';
import type { Disagreement, RecordState } from '../model/state.js';

/** What visits have found otherwise and nobody has decided yet: at most one for each field. */
export function openDisagreements(state: RecordState): readonly Disagreement[] {
  return Object.values(state.disagreements).filter(({ status }) => status === 'open');
}

/** What has to be decided before a line may be submitted. */
export function undecided(state: RecordState, line: string): readonly MissingRequirement[] {
  return openDisagreements(state)
    .filter((open) => open.line === line)
    .map(({ field }) => ({ kind: 'decision', name: field }));
}
