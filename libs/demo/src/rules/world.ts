import type { Directory } from '#directory';
import type { RecordType, WorkflowDefinition } from '#verification';
import type { Story } from '../story/story.js';
import type { Incident } from '../plan/incidents.js';
import type { Newcomer } from '../plan/newcomers.js';

/** What people look at when they decide what to do next. Everything that is not of the moment is the same for the whole run. */
export interface World {
  readonly seed: string;
  /** UTC times between which the run works. */
  readonly from: string;
  readonly until: string;
  /** UTC. */
  readonly now: string;
  readonly type: RecordType;
  readonly staffing: Directory;
  /** How many home visits there are for one inquiry that a teacher makes. */
  readonly homeShare: number;
  /** What is to happen to a record besides the usual. */
  incidentOf(story: Story): Incident | undefined;
  /** The person for whom a record was opened by hand. */
  newcomerOf(story: Story): Newcomer | undefined;
  /** Whether a finding about whom the record is of has not been decided yet. */
  isHeld(story: Story): boolean;
  /** Whether the student has a record in a cycle. */
  hasRecord(recordId: string): boolean;
}

/** The rules that a record follows. @throws Error for a record of a definition that is not known any more */
export function definitionOf({ state }: Story, type: RecordType): WorkflowDefinition {
  const definition = type.definitions.find(({ version }) => version === state.definition);
  if (definition === undefined) throw new Error(`no definition ${state.definition}`);
  return definition;
}
