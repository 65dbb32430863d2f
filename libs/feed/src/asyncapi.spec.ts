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

describe('the AsyncAPI document', () => {
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
    const headers = Object.keys(topicRecordOf(event, 1).headers).filter((header) => !header.startsWith('countersign-'));
    expect([...(binary?.headers?.required ?? [])].sort()).toEqual(headers.sort());
    expect([...(structured?.payload.required ?? [])].sort()).toEqual(Object.keys(event).sort());
  });
});
