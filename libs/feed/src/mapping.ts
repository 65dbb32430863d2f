import { derivedId, Refusal, type Actor, type Recorded } from '#kernel';
import type { RecordEvent } from '#verification';
import type { CloudEvent } from './cloud-event.js';
import { cloudEventType, integrationEvents, schemaUri, type IntegrationData, type IntegrationName } from './integration-events.js';

/** Streams of records begin so; nothing else is told. */
export const RECORD_STREAMS = 'record-';

/**
 * Record events that stay inside: those that carry values, on which nobody outside acts before they are submitted, what visits find otherwise before
 * anybody has signed it, and those that say who
 * has to answer for an error, which is between the county and its people.
 */
const INTERNAL = [
  'details-recorded',
  'statement-recorded',
  'visit-recorded',
  'disagreement-found',
  'disagreement-settled',
  'error-attributed',
  'attribution-appealed',
  'attribution-appeal-decided',
  'decider-named',
] as const;

type Stored = Exclude<RecordEvent, { type: (typeof INTERNAL)[number] }>;
type Own<Name extends IntegrationName> = Omit<IntegrationData<Name>, 'recordId' | 'actor'>;
/** Whoever adds an event to the engine says here what others are told of it, or that it stays inside: the compiler sees to it. */
type Mapping = {
  readonly [Name in Stored['type']]: (data: Extract<Stored, { type: Name }>['data']) => Own<Name & IntegrationName>;
};

/** What is told of each stored event. Members are named one by one, so that what an event may hold in future is not told unseen. */
const mapping: Mapping = {
  'record-opened': ({ recordType, subjectId, cycle, definition, carriedFrom }) => ({
    recordType,
    subjectId,
    cycle,
    definition,
    ...(carriedFrom && { carriedFrom: { recordId: carriedFrom.recordId, revision: carriedFrom.revision } }),
  }),
  'line-submitted': ({ line, submission, digest, definition, route, dueAt }) => ({
    line,
    submission,
    digest,
    definition,
    route: route.case,
    levels: route.steps.map(({ level }) => level),
    ...due(dueAt),
  }),
  'line-completed-by-rule': ({ line, rule, definition, dueAt }) => ({ line, rule, definition, ...due(dueAt) }),
  'line-signed-off': ({ line, level, submission, digest, definition, post, inPlaceOf, bulk, dueAt }) => ({
    line,
    level,
    submission,
    digest,
    definition,
    post: postOf(post),
    ...(inPlaceOf && { inPlaceOf: postOf(inPlaceOf) }),
    bulk,
    ...due(dueAt),
  }),
  'line-returned': ({ line, level, to, submission, definition, reasons, inPlaceOf, dueAt }) => ({
    line,
    level,
    to,
    submission,
    definition,
    fields: reasons.map(({ field }) => field),
    ...(inPlaceOf && { inPlaceOf: postOf(inPlaceOf) }),
    ...due(dueAt),
  }),
  'line-withdrawn': ({ line, level, submission, definition, dueAt }) => ({
    line,
    ...(level !== undefined && { level }),
    submission,
    definition,
    ...due(dueAt),
  }),
  'sign-offs-voided': ({ line, submission, levels, joint, submissionVoided, ruleVoided, cause }) => ({
    line,
    submission,
    levels: [...levels],
    joint,
    submissionVoided,
    ruleVoided,
    cause,
  }),
  'record-approved': ({ payable, digest, digests, definition }) => ({ payable, digest, digests: { ...digests }, definition }),
  'record-rejected': ({ definition }) => ({ definition }),
  'record-appealed': () => ({}),
  'correction-opened': ({ errorId, line, field }) => ({ errorId, line, field }),
  'record-reopened': ({ lines }) => ({ lines: [...lines] }),
  'record-transferred': ({ line, from, to }) => ({ line, from, to }),
  'transfer-accepted': ({ line, unit }) => ({ line, unit }),
  'transfer-disputed': ({ line, unit, backTo }) => ({ line, unit, backTo }),
  'record-closed': ({ reason, duplicateOf }) => ({ reason, ...(duplicateOf !== undefined && { duplicateOf }) }),
  'definition-adopted': ({ from, to }) => ({ from, to }),
  'error-reported': ({ errorId, line, field }) => ({ errorId, line, field }),
  'error-confirmed': ({ errorId, outdated, wrongSince, definition }) => ({
    errorId,
    outdated,
    ...(wrongSince !== undefined && { wrongSince }),
    definition,
  }),
  'error-closed': ({ errorId, reason }) => ({ errorId, reason }),
  'error-dismissed': ({ errorId }) => ({ errorId }),
};

/**
 * What others are told of a stored event of a record by itself; undefined for one that stays inside. Pure.
 * @throws Refusal `unreadable`/`untold-event-type` for a type that nobody has decided about: it stops whoever reads, and is not passed over
 */
export function cloudEventOf(event: Recorded, source: string): CloudEvent | undefined {
  const { type, stream } = event;
  if (INTERNAL.some((internal) => internal === type)) return undefined;
  if (!isTold(type)) throw new Refusal('unreadable', 'untold-event-type', { params: { type, position: event.position } });
  const recordId = stream.slice(RECORD_STREAMS.length);
  // Type and data belong together: the log has checked them by the type's schema.
  const own = (mapping[type] as (data: unknown) => object)(event.data);
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: cloudEventType(type),
    subject: recordId,
    time: event.time,
    datacontenttype: 'application/json',
    dataschema: schemaUri(type),
    partitionkey: recordId,
    sequence: event.position,
    data: { recordId, actor: actorOf(event.actor), ...own } as IntegrationData,
  };
}

/**
 * Another integration event of the same stored event, at the same position. Its id is its own (UUIDv8, RFC 9562), derived from the stored
 * event's and its type: however often it comes, it has the same one.
 */
export function besides<Name extends IntegrationName>(told: CloudEvent, name: Name, own: Own<Name>): CloudEvent {
  const type = cloudEventType(name);
  const { recordId, actor } = told.data;
  const data = { recordId, actor, ...own } as IntegrationData;
  return { ...told, id: derivedId(told.id, type), type, dataschema: schemaUri(name), data };
}

function isTold(type: string): type is Stored['type'] & IntegrationName {
  return Object.hasOwn(mapping, type) && Object.hasOwn(integrationEvents, type);
}

function actorOf({ userId, role, unit, line, onBehalfOf }: Actor): IntegrationData['actor'] {
  return { userId, role, unit, line, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}

function postOf({ role, unit, line }: { role: string; unit: string; line: string }): { role: string; unit: string; line: string } {
  return { role, unit, line };
}

function due(dueAt: string | undefined): { dueAt?: string } {
  return dueAt === undefined ? {} : { dueAt };
}
