import type { Actor, Envelope, Json, Recorded } from '#kernel';

/** An event as people and scripts get it. */
export interface ShownEvent {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly stream: string;
  readonly revision: number;
  readonly time: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string;
  readonly data: Json;
}

/** @param show what becomes of the value in an envelope under a key; undefined leaves the commitment alone */
export function shownData(data: Json, show: (value: Json, key: string) => Json | undefined, key = ''): Json {
  if (Array.isArray(data)) return data.map((item: Json) => shownData(item, show, key));
  if (typeof data !== 'object' || data === null) return data;
  if (isEnvelope(data)) {
    const value = show(data.v, key);
    return value === undefined ? { c: data.c } : { c: data.c, v: value };
  }
  // Inside a check of a visit the envelope stands under `value`: the field's name is one level up.
  return Object.fromEntries(
    Object.entries(data).map(([name, member]) => [
      name,
      shownData(member as Json, show, name === 'value' || name === 'right' ? key : name),
    ]),
  );
}

/** An event of the log; values show in clear or as their commitments alone. */
export function shownEvent(event: Recorded, clear: boolean): ShownEvent {
  const { position, id, type, version, stream, revision, time, actor, correlationId, causationId } = event;
  const data = shownData(event.data as Json, (value) => (clear ? value : undefined));
  return { position, id, type, version, stream, revision, time, actor, correlationId, causationId, data };
}

function isEnvelope(data: object): data is Envelope {
  const keys = Object.keys(data);
  return keys.length === 2 && 'c' in data && 'v' in data && typeof data.c === 'string';
}
