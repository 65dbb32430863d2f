import type { DisagreementSettled, RecordEvent } from '../model/events.js';
import type { RecordState, Source } from '../model/state.js';
import { openDisagreements } from '../visits/open-disagreements.js';

/** Values that a person has answered for, so that what was open about them is decided, also in favour of what stood. */
const DECIDING: readonly Source['kind'][] = ['collected', 'finding', 'correction'];

/**
 * What an event that sets values settles: a person's decides what was open about a field; a source or a transfer takes the cause away only
 * with another value.
 * @param after the record after the event
 */
export function settlements(after: RecordState, event: RecordEvent): readonly DisagreementSettled[] {
  const fields = fieldsSetBy(event);
  if (fields.length === 0) return [];
  const decides = event.type === 'details-recorded' && DECIDING.includes(event.data.source.kind);
  return openDisagreements(after).flatMap(({ disagreementId, field, standing: before }): DisagreementSettled[] => {
    const standing = after.fields[field]?.c ?? null;
    if (!fields.includes(field) || (!decides && standing === before)) return [];
    return [{ type: 'disagreement-settled', data: { disagreementId, outcome: decides ? 'decided' : 'gone', standing } }];
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
