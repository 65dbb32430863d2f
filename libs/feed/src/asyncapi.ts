import { cloudEventType, INTEGRATION_NAMES, versionedName, type IntegrationName } from './integration-events.js';
import { jsonSchemaOf, type JsonSchema } from './json-schemas.js';
import { TOPIC } from './relay/topic.js';

/** Every attribute of an event but its data, as CloudEvents 1.0 and its extensions name them. */
const ATTRIBUTES: Readonly<Record<string, JsonSchema>> = {
  specversion: { const: '1.0' },
  id: {
    type: 'string',
    format: 'uuid',
    description: 'stable: the same event has the same id however often it comes. Two events of one position have two ids.',
  },
  source: { type: 'string', description: '/countersign/<store id>: which log it comes from' },
  subject: { type: 'string', description: 'record id' },
  time: { type: 'string', format: 'date-time' },
  datacontenttype: { const: 'application/json' },
  partitionkey: { type: 'string', description: 'record id: events with one key are in order' },
  sequence: { type: 'string', description: 'position in the log; sorts as text. What one stored event tells bears one position.' },
};

const DELIVERY =
  'CloudEvents 1.0, free of personal data. At least once with a stable id, in order for each record, resumable from any position. Deduplicate by id, not by position: one stored event may tell two events. Let types and members pass that you do not know.';

const PAYMENT =
  'What payment needs stands in two of them: the last `cn.countersign.record-payable.v1` or `cn.countersign.record-not-payable.v1` of a record holds until the next one; before the first of them the record is not paid from. Both name the approval by its event id, by which to pay once; the second says the cause.';

const PAGES =
  'The body is an array of events. Header `Countersign-Position`: everything up to there was looked at, ask on with it as `after`; `Countersign-End`: `true` if nothing lay behind it. What one stored event tells is never parted, so a page may hold one event more than `limit` when that is 1.';

const STREAM =
  'Events have no name, so that `EventSource.onmessage` gets each of them; `data` is the CloudEvent as JSON, whose `type` says what it is. `id` is the position. An EventSource that was cut off comes again with the last `id` as `Last-Event-ID`, which goes before `after`, and misses nothing; what it had already may come again. Blocks with an `id` and a comment only say how far the log was looked at.';

const QUESTIONS = {
  after: { type: 'string', description: 'a position, exclusive; absent: from the beginning' },
  types: { type: 'string', description: 'types of CloudEvents with commas between them; absent: all' },
  wait: { type: 'integer', minimum: 0, maximum: 60, description: 'seconds to wait if there is nothing' },
  limit: { type: 'integer', minimum: 1, maximum: 1000, description: 'events of a page' },
} satisfies Readonly<Record<string, JsonSchema>>;

const ref = (path: string): JsonSchema => ({ $ref: `#/${path}` });

/** The AsyncAPI 3.0 document of the feed and of the topic, made of the same schemas that are told by. */
export function asyncApiDocument(): JsonSchema {
  return {
    asyncapi: '3.0.0',
    info: {
      title: '会签 Countersign: integration events',
      version: '1.0.0',
      description: [DELIVERY, PAYMENT].join('\n\n'),
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: { kafka: kafkaChannel(), feed: feedChannel(), live: liveChannel() },
    operations: {
      tellOnKafka: { action: 'send', channel: ref('channels/kafka'), summary: 'Every integration event, CloudEvents binary mode' },
      tellOnFeed: {
        action: 'send',
        channel: ref('channels/feed'),
        summary: 'The same events over HTTP, page by page',
        description: PAGES,
        bindings: { http: { method: 'GET', query: questions('wait', 'limit'), bindingVersion: '0.3.0' } },
      },
      tellLive: {
        action: 'send',
        channel: ref('channels/live'),
        summary: 'The same events as server-sent events, from any position and then as they happen',
        description: STREAM,
        bindings: { http: { method: 'GET', query: questions(), bindingVersion: '0.3.0' } },
      },
    },
    components: {
      schemas: Object.fromEntries(INTEGRATION_NAMES.map((name) => [versionedName(name), jsonSchemaOf(name)])),
      messages: Object.fromEntries(
        INTEGRATION_NAMES.flatMap((name) => [
          [kafkaMessage(name), binaryMessage(name)],
          [feedMessage(name), structuredMessage(name)],
          [liveMessage(name), serverSentMessage(name)],
        ]),
      ),
    },
  };
}

function kafkaChannel(): JsonSchema {
  return {
    address: TOPIC,
    description:
      'Key: record id. Headers: ce_* attributes. Value: the event’s data. A topic that was written before there were record-payable and record-not-payable has them from then on only: how records stood before, the feed says, which has them from the beginning.',
    messages: messagesOf(kafkaMessage),
    bindings: { kafka: { topic: TOPIC, bindingVersion: '0.5.0' } },
  };
}

function feedChannel(): JsonSchema {
  return {
    address: '/api/feed',
    description:
      'With `Accept: application/cloudevents-batch+json`, or no Accept at all. Catch up by pages and go on live from the same position.',
    messages: messagesOf(feedMessage),
  };
}

function liveChannel(): JsonSchema {
  return {
    address: '/api/feed',
    description: `With \`Accept: text/event-stream\`. ${STREAM}`,
    messages: messagesOf(liveMessage),
  };
}

/** The members of a question to the feed. */
function questions(...more: readonly (keyof typeof QUESTIONS)[]): JsonSchema {
  const names = ['after', 'types', ...more] as const;
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, QUESTIONS[name]])) };
}

function messagesOf(named: (name: IntegrationName) => string): JsonSchema {
  return Object.fromEntries(INTEGRATION_NAMES.map((name) => [versionedName(name), ref(`components/messages/${named(name)}`)]));
}

const kafkaMessage = (name: IntegrationName) => `kafka.${versionedName(name)}`;
const liveMessage = (name: IntegrationName) => `live.${versionedName(name)}`;
const feedMessage = (name: IntegrationName) => `feed.${versionedName(name)}`;
const payloadOf = (name: IntegrationName) => ref(`components/schemas/${versionedName(name)}`);

/** Attributes are headers: `datacontenttype` is `content-type`, the others begin with `ce_`. */
function binaryMessage(name: IntegrationName): JsonSchema {
  const { datacontenttype, ...attributes } = attributesOf(name);
  const headers = Object.fromEntries(Object.entries(attributes).map(([attribute, schema]) => [`ce_${attribute}`, schema]));
  const properties = { 'content-type': datacontenttype, ...headers };
  return {
    name: cloudEventType(name),
    contentType: 'application/json',
    headers: { type: 'object', properties, required: Object.keys(properties) },
    payload: payloadOf(name),
    bindings: { kafka: { key: { type: 'string', description: 'record id' }, bindingVersion: '0.5.0' } },
  };
}

function structuredMessage(name: IntegrationName): JsonSchema {
  const properties = { ...attributesOf(name), data: payloadOf(name) };
  return {
    name: cloudEventType(name),
    contentType: 'application/cloudevents+json',
    payload: { type: 'object', properties, required: Object.keys(properties) },
  };
}

/** An unnamed server-sent event: its data is the structured event, and `id` is the position to come again from. */
function serverSentMessage(name: IntegrationName): JsonSchema {
  const id = { type: 'string', description: 'the position; on the last event of each position only' };
  const { name: type, payload: data } = structuredMessage(name);
  return {
    name: type,
    contentType: 'text/event-stream',
    summary: 'The fields of the server-sent event. There is no `event` field.',
    payload: { type: 'object', properties: { id, data }, required: ['data'] },
  };
}

function attributesOf(name: IntegrationName): Readonly<Record<string, JsonSchema>> {
  return { ...ATTRIBUTES, type: { const: cloudEventType(name) }, dataschema: { const: jsonSchemaOf(name).$id } };
}
