import asyncapi from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '#kernel';
import { asyncApiDocument } from './asyncapi.js';
import { INTEGRATION_NAMES } from './integration-events.js';
import { topicRecordOf } from './relay/topic-record.js';
import { toldSample } from './testing/told-samples.js';

interface Message {
  readonly name: string;
  readonly headers?: { readonly required: readonly string[] };
  readonly payload: { readonly required?: readonly string[]; readonly $ref?: string };
}

const document = JSON.parse(JSON.stringify(asyncApiDocument())) as {
  readonly channels: Readonly<Record<string, { readonly messages: Readonly<Record<string, { readonly $ref: string }>> }>>;
};

/** What a reference within the document points to. */
function at(ref: string): unknown {
  return ref
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], document);
}

function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (key === '$ref' ? [String(member)] : refsIn(member)));
}

/** From here on the parser only informs. */
const INFORMATION = 2;

describe('the AsyncAPI document', () => {
  it('is read by AsyncAPI’s own parser without error or warning', async () => {
    const { document: parsed, diagnostics } = await new asyncapi.Parser().parse(JSON.stringify(document));
    const wrong = diagnostics.filter(({ severity }) => severity < INFORMATION);
    expect(wrong.map(({ code, message, path }) => `${code} ${path.join('/')}: ${message}`)).toEqual([]);
    expect(
      parsed
        ?.operations()
        .all()
        .map((operation) => operation.id()),
    ).toEqual(['tellOnKafka', 'tellOnFeed', 'tellLive']);
  });

  it('points to nothing that is not there', () => {
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(INTEGRATION_NAMES.length);
    expect(refs.filter((ref) => at(ref) === undefined)).toEqual([]);
  });

  it.each(INTEGRATION_NAMES)('describes %s as it is told', async (name) => {
    const actor = { userId: 'u1', name: '', role: 'reviewer', unit: '1', unitName: '', line: 'household' };
    const stored = { stream: 'record-r', id: 'i', time: 't', position: 'p', revision: 0, actor };
    const event = await toldSample(name, (type, data) => ({ ...stored, type, data }) as Recorded);
    const messages = Object.values(document.channels).flatMap(({ messages: of }) =>
      Object.values(of).map(({ $ref }) => at($ref) as Message),
    );
    const [binary, structured] = messages.filter((message) => message.name === event.type);
    const headers = Object.keys(topicRecordOf(event, 1, 0n).headers).filter((header) => !header.startsWith('countersign-'));
    expect([...(binary?.headers?.required ?? [])].sort()).toEqual(headers.sort());
    expect([...(structured?.payload.required ?? [])].sort()).toEqual(Object.keys(event).sort());
  });
});
