import { z } from 'zod';
import { cloudEventType, schemaUri } from '#feed';
import { count, json, named, pageOf, text } from '../openapi/answers.js';
import { DIGEST, POSITION, RECORD_ID, TIME, VILLAGE } from '../openapi/examples.js';
import type { AnswerDescription } from '../openapi/operation.js';

const SOURCE = '/countersign/6f1c1d7e-8a52-4b8e-9f5f-0f8b0a6f2c11';
export const APPROVED = cloudEventType('record-approved');

const cloudEvent = named(
  'CloudEvent',
  z.strictObject({
    specversion: z.literal('1.0'),
    id: text,
    source: text,
    type: text,
    subject: text,
    time: text,
    datacontenttype: z.literal('application/json'),
    dataschema: text,
    partitionkey: text,
    sequence: text,
    data: z.record(text, json),
  }),
);

const eventExample = {
  specversion: '1.0',
  id: '7d1f0c52-6a11-8c3e-9c55-0f8b0a6f2c11',
  source: SOURCE,
  type: APPROVED,
  subject: RECORD_ID,
  time: TIME,
  datacontenttype: 'application/json',
  dataschema: schemaUri('record-approved'),
  partitionkey: RECORD_ID,
  sequence: POSITION,
  data: {
    recordId: RECORD_ID,
    actor: { userId: 'u0123', role: 'approver', unit: VILLAGE.slice(0, 6), line: 'county' },
    payable: true,
    digest: DIGEST,
    digests: { household: DIGEST, enrolment: DIGEST },
    definition: 1,
  },
};

/** A batch as CloudEvents calls it: an array. */
export const BATCH = 'application/cloudevents-batch+json';
export const LIVE = 'text/event-stream';

export const batch: AnswerDescription = {
  schema: named('CloudEventBatch', z.array(cloudEvent)),
  example: [eventExample],
  mediaTypes: [BATCH],
};

/** A batch, or live as server-sent events. */
export const batchOrLive: AnswerDescription = { ...batch, mediaTypes: [BATCH, LIVE] };

export const reconciliation: AnswerDescription = {
  schema: named('Reconciliation', z.strictObject({ source: text, after: text, upTo: text, complete: z.boolean(), count, hash: text })),
  example: { source: SOURCE, after: '', upTo: POSITION, complete: true, count: 42, hash: DIGEST },
};

export const subscription = {
  schema: named('FeedSubscription', z.strictObject({ name: text, types: z.array(text), position: text, head: text })),
  example: { name: 'payment', types: [APPROVED], position: POSITION, head: POSITION },
} satisfies AnswerDescription;

export const subscriptions = {
  schema: pageOf('FeedSubscriptions', subscription.schema),
  example: { asOf: { position: POSITION, time: TIME }, items: [subscription.example] },
} satisfies AnswerDescription;

export const asyncApi: AnswerDescription = {
  schema: named('AsyncApi', z.record(text, json)),
  example: { asyncapi: '3.0.0', info: { title: '会签 Countersign: integration events', version: '1.0.0' } },
};
