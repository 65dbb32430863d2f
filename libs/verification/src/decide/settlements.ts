import type { DisagreementSettled, RecordEvent } from '../model/events.js';
import type { RecordState } from '../model/state.js';
import { openDisagreements } from '../visits/open-disagreements.js';

/**
 * What an event that sets values settles: another value than the contradicted one takes the cause away, and whoever brings it in answers for
 * it. Whoever enters the same value again decides nothing by that.
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
    if (standing === open.standing) return [];
    return [{ type: 'disagreement-settled', data: { disagreementId, outcome: 'gone', standing } }];
  });
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
