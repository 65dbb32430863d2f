import type { Actor } from '#kernel';
import type { EvolvingRecordEvent, StatementRecorded } from '../model/events.js';
import type { Evolving } from '#kernel';

/** What has happened to a record, with what an attribution looks up outside of its stream. */
export interface Past {
  /** From the first on, in order. */
  readonly events: readonly EvolvingRecordEvent[];
  /** The officer of the department when it stated values; undefined: it had none, so whoever acted answers. */
  officerOf(statement: Evolving<StatementRecorded>): Pick<Actor, 'userId' | 'role' | 'unit' | 'line'> | undefined;
  /** The past of the record that this one was carried over from, up to the revision that was carried. */
  readonly previous?: Past & { readonly recordId: string };
}
