import { cloudEventType, INTEGRATION_NAMES, versionedName, type IntegrationName } from './integration-events.js';
import { jsonSchemaOf, type JsonSchema } from './json-schemas.js';
import { TOPIC } from './relay/topic.js';

/** Every attribute of an event but its data, as CloudEvents 1.0 and its extensions name them. */
const ATTRIBUTES: Readonly<Record<string, JsonSchema>> = {
  specversion: { const: '1.0' },
  id: { type: 'string', format: 'uuid', description: 'stable: the same event has the same id however often it comes' },
  source: { type: 'string', description: '/countersign/<store id>: which log it comes from' },
  subject: { type: 'string', description: 'record id' },
  time: { type: 'string', format: 'date-time' },
  datacontenttype: { const: 'application/json' },
  partitionkey: { type: 'string', description: 'record id: events with one key are in order' },
  sequence: { type: 'string', description: 'position in the log; sorts as text' },
};

/** Where a page or a stream begins, and what it holds. */
const QUERY: JsonSchema = {
  type: 'object',
  properties: {
    after: { type: 'string', description: 'a position, exclusive; absent: from the beginning' },
    types: { type: 'string', description: 'types of CloudEvents with commas between them; absent: all' },
  },
};

const LIVE =
  'Asked with `Accept: text/event-stream`. One server-sent event for each integration event, in order: its `id` is the position, its `data` the CloudEvent as JSON. ' +
  'While nothing comes, an `id` without `data` says at least every fifteen seconds how far the log was looked at. After a broken connection `Last-Event-ID`, which browsers ' +
  'send by themselves, goes on behind that position without gap; it goes before `after`.';

const ref = (path: string): JsonSchema => ({ $ref: `#/${path}` });

/** The AsyncAPI 3.0 document of the feed and of the topic, made of the same schemas that are told by. */
export function asyncApiDocument(): JsonSchema {
  return {
    asyncapi: '3.0.0',
    info: {
      title: '会签 Countersign: integration events',
      version: '1.0.0',
      description:
        'CloudEvents 1.0, free of personal data. At least once with a stable id, in order for each record, resumable from any position. Deduplicate by id.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: { kafka: kafkaChannel(), feed: feedChannel(), live: liveChannel() },
    operations: {
      tellOnKafka: { action: 'send', channel: ref('channels/kafka'), summary: 'Every integration event, CloudEvents binary mode' },
      tellOnFeed: {
        action: 'send',
        channel: ref('channels/feed'),
        summary: 'The same events over HTTP, page by page (application/cloudevents-batch+json)',
        bindings: { http: { method: 'GET', query: QUERY, bindingVersion: '0.3.0' } },
      },
      tellLive: {
        action: 'send',
        channel: ref('channels/live'),
        summary: 'The same events over HTTP as they come: server-sent events (Accept: text/event-stream)',
        bindings: { http: { method: 'GET', query: QUERY, bindingVersion: '0.3.0' } },
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
    description: 'Key: record id. Headers: ce_* attributes. Value: the event’s data.',
    messages: messagesOf(kafkaMessage),
    bindings: { kafka: { topic: TOPIC, bindingVersion: '0.5.0' } },
  };
}

function feedChannel(): JsonSchema {
  return {
    address: '/api/feed',
    description: 'Catch up by pages and go on live from the same position.',
    messages: messagesOf(feedMessage),
  };
}

function liveChannel(): JsonSchema {
  return { address: '/api/feed', description: LIVE, messages: messagesOf(liveMessage) };
}

function messagesOf(named: (name: IntegrationName) => string): JsonSchema {
  return Object.fromEntries(INTEGRATION_NAMES.map((name) => [versionedName(name), ref(`components/messages/${named(name)}`)]));
}

const kafkaMessage = (name: IntegrationName) => `kafka.${versionedName(name)}`;
const feedMessage = (name: IntegrationName) => `feed.${versionedName(name)}`;
const liveMessage = (name: IntegrationName) => `live.${versionedName(name)}`;
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

/** The fields of a server-sent event. */
function serverSentMessage(name: IntegrationName): JsonSchema {
  const properties = {
    id: { type: 'string', description: 'position of the event in the log; sorts as text' },
    event: { const: cloudEventType(name) },
    data: structuredMessage(name).payload,
  };
  return {
    name: cloudEventType(name),
    contentType: 'text/event-stream',
    payload: { type: 'object', properties, required: Object.keys(properties) },
  };
}

function attributesOf(name: IntegrationName): Readonly<Record<string, JsonSchema>> {
  return { ...ATTRIBUTES, type: { const: cloudEventType(name) }, dataschema: { const: jsonSchemaOf(name).$id } };
}
