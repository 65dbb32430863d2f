import { z } from 'zod';
import { digestShape as digest, envelopeShape as envelope, type EventDefinition } from '#event-store';
import { isDigest, type Envelope } from '#kernel';
import type { RecordEvent } from '#verification';
import { attributionShapes } from './attribution-events.js';
import { SOURCE_KINDS, VOID_CAUSES } from './event-words.js';
import { identityContested } from './identity-contests.js';

const text = z.string();
const line = text.min(1);
const time = z.iso.datetime();
const date = z.iso.date();
/** As `z.record(text, envelope)` would have it, in a tenth of the time: imports seal a million values. */
const values = z.custom<Record<string, Envelope>>((all) => isPlain(all) && Object.values(all).every(isEnvelope));
const post = z.strictObject({ role: text, unit: text, line: text });
const route = z.strictObject({ case: text, steps: z.array(z.strictObject({ level: text, posts: z.array(post) })) });
const source = z.strictObject({
  kind: z.enum(SOURCE_KINDS),
  department: text.optional(),
  file: text.optional(),
  fileLine: z.int().optional(),
  findingId: text.optional(),
  errorId: text.optional(),
  reference: text.optional(),
});
const check = z.strictObject({ outcome: z.enum(['confirmed', 'differs']), value: envelope.optional(), note: text.optional() });
const voidCause = z.enum(VOID_CAUSES);

/** Shape of each record event's current version. Every type of the engine must stand here: the compiler sees to it. */
const shapes: { readonly [Type in RecordEvent['type']]: z.ZodType } = {
  'record-opened': z.strictObject({
    recordId: text,
    recordType: text,
    subjectId: text,
    cycle: text,
    definition: z.int(),
    reason: text.optional(),
    carriedFrom: z.strictObject({ recordId: text, revision: z.int() }).optional(),
  }),
  'details-recorded': z.strictObject({ section: text, line, values, source }),
  'statement-recorded': z.strictObject({
    department: text,
    file: text,
    fileLine: z.int(),
    asOf: date,
    values,
    took: z.array(text),
    merged: values,
  }),
  'visit-recorded': z.strictObject({
    method: text,
    purpose: text,
    date,
    peopleMet: z.array(text),
    checked: z.record(text, check),
    note: text.optional(),
  }),
  'line-submitted': z.strictObject({ line, submission: z.int(), definition: z.int(), route, digest, dueAt: time.optional() }),
  'line-completed-by-rule': z.strictObject({ line, rule: text, definition: z.int(), dueAt: time.optional() }),
  'line-signed-off': z.strictObject({
    line,
    level: text,
    submission: z.int(),
    digest,
    definition: z.int(),
    post,
    inPlaceOf: post.optional(),
    bulk: z.boolean(),
    viewed: z.strictObject({ documents: z.array(text), milliseconds: z.number() }),
    note: text.optional(),
    dueAt: time.optional(),
  }),
  'line-returned': z.strictObject({
    line,
    level: text,
    to: text,
    submission: z.int(),
    definition: z.int(),
    reasons: z.array(z.strictObject({ field: text, reason: text })),
    inPlaceOf: post.optional(),
    note: text.optional(),
    dueAt: time.optional(),
  }),
  'line-withdrawn': z.strictObject({
    line,
    level: text.optional(),
    submission: z.int(),
    definition: z.int(),
    reason: text,
    dueAt: time.optional(),
  }),
  'sign-offs-voided': z.strictObject({
    line,
    submission: z.int(),
    levels: z.array(text),
    joint: z.boolean(),
    submissionVoided: z.boolean(),
    ruleVoided: z.boolean(),
    cause: voidCause,
  }),
  'record-approved': z.strictObject({ digests: z.record(text, text), digest, payable: z.boolean(), definition: z.int() }),
  'record-rejected': z.strictObject({ reason: text, definition: z.int() }),
  'record-appealed': z.strictObject({ reason: text }),
  'correction-opened': z.strictObject({ errorId: text, line, field: text }),
  'record-reopened': z.strictObject({ lines: z.array(text), reason: text }),
  'record-transferred': z.strictObject({ line, from: text, to: text, values, reason: text.optional() }),
  'transfer-accepted': z.strictObject({ line, unit: text }),
  'transfer-disputed': z.strictObject({ line, unit: text, backTo: text, reason: text, values }),
  'record-closed': z.strictObject({ reason: text, note: text.optional(), duplicateOf: text.optional() }),
  'definition-adopted': z.strictObject({ from: z.int(), to: z.int(), reason: text }),
  'disagreement-found': z.strictObject({
    disagreementId: text,
    field: text,
    line,
    standing: text.nullable(),
    kind: text,
    visit: z.int(),
    found: envelope.optional(),
    note: text.optional(),
  }),
  'disagreement-settled': z.strictObject({
    disagreementId: text,
    outcome: z.enum(['decided', 'signed', 'gone']),
    standing: text.nullable(),
    reason: text.optional(),
  }),
  'error-reported': z.strictObject({
    errorId: text,
    field: text,
    line,
    wrong: text.nullable(),
    origin: text,
    right: envelope.optional(),
    note: text.optional(),
    run: z.int().optional(),
  }),
  'error-confirmed': z.strictObject({ errorId: text, outdated: z.boolean(), wrongSince: text.optional(), definition: z.int() }),
  'error-closed': z.strictObject({ errorId: text, reason: z.literal('already-changed') }),
  'error-dismissed': z.strictObject({ errorId: text, reason: text }),
  ...attributionShapes,
};

const escalated = z.strictObject({
  recordId: text,
  cycle: text,
  line,
  level: text,
  submission: z.int(),
  digest,
  dueAt: time,
  /** The post that is late, and the one that is told. */
  late: post,
  to: post.optional(),
  reason: text.optional(),
});
const onScreen = { recordId: text, line, digest, documents: z.array(text) };
const spotChecksDrawn = z.strictObject({
  month: text,
  unit: text,
  cycle: text,
  seed: text,
  definition: z.int(),
  rule: z.strictObject({ version: z.int(), percent: z.int(), minimum: z.int(), kind: text }),
  population: z.strictObject({ position: text, size: z.int(), digest }),
  drawn: z.array(text),
});
const bulkReview = z.strictObject({ recordId: text, line, level: text, digest });
const bulkOutcome = z.strictObject({
  recordId: text,
  line,
  level: text,
  outcome: z.enum(['done', 'refused']),
  revision: z.int().optional(),
  position: text.optional(),
  code: text.optional(),
});
const identity = z.strictObject({ studentId: text });
const identityClaimed = z.strictObject({ studentId: text, cycle: text.optional() });

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A commitment, a value, and nothing else. */
function isEnvelope(value: unknown): boolean {
  if (!isPlain(value) || typeof value.c !== 'string' || !isDigest(value.c) || value.v === undefined) return false;
  for (const key in value) if (key !== 'c' && key !== 'v') return false;
  return true;
}

/** Every event type that this room writes, as it is stored. */
export const recordsEvents: readonly EventDefinition[] = [
  ...Object.entries(shapes).map(([type, schema]) => ({ type, version: 1, schema })),
  { type: 'identity-claimed', version: 1, schema: identityClaimed },
  { type: 'identity-superseded', version: 1, schema: identity },
  identityContested,
  {
    type: 'submission-viewed',
    version: 1,
    schema: z.strictObject({ recordId: text, line, digest, documents: z.array(text), milliseconds: z.int().nonnegative() }),
  },
  { type: 'submission-shown', version: 1, schema: z.strictObject({ ...onScreen, view: z.int().nonnegative() }) },
  { type: 'view-begun', version: 1, schema: z.strictObject({ ...onScreen, at: time }) },
  { type: 'view-continued', version: 1, schema: z.strictObject({ ...onScreen, begun: z.int().nonnegative(), at: time }) },
  {
    type: 'view-ended',
    version: 1,
    schema: z.strictObject({ recordId: text, begun: z.int().nonnegative(), cause: z.enum(['hidden', 'decided']), at: time }),
  },
  { type: 'level-escalated', version: 1, schema: escalated },
  { type: 'spot-checks-drawn', version: 1, schema: spotChecksDrawn },
  { type: 'bulk-review-begun', version: 1, schema: z.strictObject({ reviews: z.array(bulkReview), note: text.optional() }) },
  { type: 'bulk-review-finished', version: 1, schema: z.strictObject({ outcomes: z.array(bulkOutcome) }) },
  {
    type: 'attempt-refused',
    version: 1,
    schema: z.strictObject({ recordId: text, command: text, code: text, line: text.optional(), level: text.optional() }),
  },
  { type: 'attempts-left-out', version: 1, schema: z.strictObject({ minute: text, count: z.int().positive() }) },
];
