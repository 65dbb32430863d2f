import type { AllStreamRecordedEvent, BinaryEventData, RecordedEvent } from '@eventstore/db-client';
import { Refusal } from '#kernel';
import type { NewEvent, StoredEvent } from '../port.js';
import { isKnown, toPosition } from './positions.js';

/**
 * What stands in the database's metadata of an event, as JSON: the parts of an event of ours for which it has no place. Our own metadata is
 * a string in it, because the client parses what is JSON and would give back another text than was stored.
 */
interface Wrapped {
  readonly version: number;
  readonly time: string;
  readonly metadata: string;
  /** Names the append that wrote it: the server compares ids only, so this tells a first answer from a repeated one. */
  readonly append: string;
}

/**
 * An event as the client sends it. The data go as bytes ("binary", although they are JSON): the client would parse and write JSON anew, and
 * numbers, escapes and the order of keys that look like numbers would not come back as they were hashed.
 */
export function encoded({ id, type, version, time, data, metadata }: NewEvent, append: string): BinaryEventData {
  const wrapped: Wrapped = { version, time, metadata, append };
  return { id, contentType: 'application/octet-stream', type, data: Buffer.from(data), metadata: { ...wrapped } };
}

/** Bytes of an encoded event as the strictest server counts them (24.10: data, metadata and the type's name in UTF-16). */
export function sizeOf({ type, data, metadata }: BinaryEventData): number {
  return data.byteLength + Buffer.byteLength(JSON.stringify(metadata)) + 2 * type.length;
}

/** Which append wrote a stored event. */
export function appendOf(event: RecordedEvent): string | undefined {
  return isWrapped(event.metadata) ? event.metadata.append : undefined;
}

/**
 * An event as the database answers it.
 * @param stream what we call its stream
 * @throws Refusal `unreadable`/`foreign-event` for an event that was not written by this adapter
 */
export function decoded(event: RecordedEvent | AllStreamRecordedEvent, stream: string): StoredEvent {
  const { id, type, revision, data, metadata, position } = event;
  const place = isKnown(position) ? toPosition(position) : undefined;
  if (place === undefined || !isWrapped(metadata) || !(data instanceof Uint8Array)) {
    throw new Refusal('unreadable', 'foreign-event', { params: { position: place ?? '' } });
  }
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString();
  const { version, time } = metadata;
  return { position: place, stream, revision: Number(revision), id, type, version, time, data: text, metadata: metadata.metadata };
}

function isWrapped(metadata: unknown): metadata is Wrapped {
  const { version, time, metadata: text } = (metadata ?? {}) as Partial<Wrapped>;
  return typeof version === 'number' && typeof time === 'string' && typeof text === 'string';
}
