import { Refusal } from '#kernel';

const RECORD_ID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})-(\d{4}-\d{4})$/;
/** Of this century or the last. */
const CYCLE = /^((?:19|20)\d{2})-((?:19|20)\d{2})$/;

/** The id of a student's record in a cycle; its stream is `record-<recordId>`. */
export function recordIdOf(studentId: string, cycle: string): string {
  return `${studentId}-${cycle}`;
}

/** Whether a text is the id of a record, be there one or not. */
export function isRecordId(text: string): boolean {
  return RECORD_ID.test(text);
}

/** The stream of a record. */
export function recordStream(recordId: string): string {
  return `record-${recordId}`;
}

/** The record whose stream this is. */
export function recordOf(stream: string): string {
  return stream.slice('record-'.length);
}

/** The stream beside a record that says who looked at it. */
export function viewsStream(recordId: string): string {
  return `views-${recordId}`;
}

/** The stream of what a person had on the screen, one view after the other. */
export function viewingStream(userId: string): string {
  return `viewing-${userId}`;
}

/** The stream beside a record that says which overdue levels were escalated. */
export function escalationsStream(recordId: string): string {
  return `escalations-${recordId}`;
}

/** The stream beside a record that says which numbers were refused to it because another student bears them. */
export function contestsStream(recordId: string): string {
  return `contests-${recordId}`;
}

/** The stream of the sample that was drawn for a unit's spot checks of a month. */
export function samplesStream(month: string, unit: string): string {
  return `spot-checks-${month}-${unit}`;
}

/**
 * The parts of a record id.
 * @throws Refusal `not-found`/`unknown-record` for what is no record id at all.
 */
export function partsOf(recordId: string): { studentId: string; cycle: string } {
  const match = RECORD_ID.exec(recordId);
  if (match?.[1] === undefined || match[2] === undefined) throw new Refusal('not-found', 'unknown-record');
  return { studentId: match[1], cycle: match[2] };
}

/**
 * A school year such as `2020-2021`.
 * @throws Refusal `invalid`/`wrong-cycle`
 */
export function checkedCycle(cycle: string): string {
  const match = CYCLE.exec(cycle);
  if (match === null || Number(match[2]) !== Number(match[1]) + 1) {
    throw new Refusal('invalid', 'wrong-cycle', { errors: [{ pointer: '/cycle', code: 'wrong-cycle' }] });
  }
  return cycle;
}

/** The id of an error names its record, so that whoever holds the id finds the record without a view. */
export function errorIdOf(recordId: string, suffix: string): string {
  return `${recordId}.${suffix}`;
}

/** The record that the id of an error, or of what a visit found otherwise, names; undefined: it names none. */
export function recordNamedBy(id: string): string | undefined {
  const dot = id.indexOf('.');
  const recordId = id.slice(0, Math.max(dot, 0));
  return isRecordId(recordId) ? recordId : undefined;
}

/** @throws Refusal `not-found`/`unknown-error` */
export function recordOfError(errorId: string): string {
  const recordId = recordNamedBy(errorId);
  if (recordId === undefined) throw new Refusal('not-found', 'unknown-error');
  return recordId;
}
