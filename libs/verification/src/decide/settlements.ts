import type { DisagreementSettled, RecordEvent } from '../model/events.js';
import type { Disagreement, RecordState } from '../model/state.js';
import { openDisagreements } from '../visits/open-disagreements.js';

/**
 * What an event that sets values settles. Whoever enters a value decides nothing by that: the cause has gone when what the visit found
 * stands, or, where it said no more than that the value was wrong, when another does. A source or a transfer takes it away with any other.
 * @param after the record after the event
 */
export function settlements(after: RecordState, event: RecordEvent): readonly DisagreementSettled[] {
  const fields = fieldsSetBy(event);
  if (fields.length === 0) return [];
  const entered = event.type === 'details-recorded';
  return openDisagreements(after).flatMap((open): DisagreementSettled[] => {
    const { disagreementId, field } = open;
    if (!fields.includes(field) || (entered && event.data.source.findingId === disagreementId)) return [];
    const standing = after.fields[field]?.c ?? null;
    if (!(entered ? isGone(open, standing) : standing !== open.standing)) return [];
    return [{ type: 'disagreement-settled', data: { disagreementId, outcome: 'gone', standing } }];
  });
}

function isGone({ found, standing: contradicted }: Disagreement, standing: string | null): boolean {
  return found === undefined ? standing !== contradicted : standing === found.c;
}

function fieldsSetBy(event: RecordEvent): readonly string[] {
  switch (event.type) {
    case 'details-recorded':
    case 'record-transferred':
    case 'transfer-disputed':
      return Object.keys(event.data.values);
    case 'statement-recorded':
      return [...event.data.took, ...Object.keys(event.data.merged)];
    default:
      return [];
  }
}
