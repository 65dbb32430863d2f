import { envelopeShape } from '#event-store';
import type { Envelope, Recorded } from '#kernel';
import type { SealedValues } from '#platform';

const RECORDS = 'record-';
/** Length of a student's id, a UUID, which a record's id begins with. */
const STUDENT_ID = 36;

/** Values that people or rosters said of a record: sealed with the keys of its student. */
export const sealedValues: SealedValues = {
  filter: { streamPrefixes: [RECORDS], types: ['details-recorded', 'statement-recorded'] },
  in(event: Recorded) {
    const envelope = envelopeIn(event.data);
    return envelope && { subject: event.stream.slice(RECORDS.length, RECORDS.length + STUDENT_ID), envelope };
  },
};

function envelopeIn(value: unknown): Envelope | undefined {
  const envelope = envelopeShape.safeParse(value);
  if (envelope.success) return envelope.data;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const member of Object.values(value)) {
    const found = envelopeIn(member);
    if (found !== undefined) return found;
  }
  return undefined;
}
