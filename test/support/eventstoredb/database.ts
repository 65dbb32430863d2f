/** An event on its way into the database. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Stored extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Where it stands in the log; commit and prepare are the same for everything that is written over gRPC. */
  readonly position: bigint;
  /** 100 ns since 1970. */
  readonly created: string;
}

/** `any` and `exists` are checked against a memory of ids only, as the server does. */
export type Expected = number | 'any' | 'exists' | 'no-stream';

export type Written =
  | { readonly kind: 'written' | 'repeated'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong-version'; readonly current: number };

/** The first record of a database is one of the server's own, so no event stands at 0. */
const FIRST_POSITION = 1_000n;

/** Every so many appends the server writes something of its own into the same log, as a real one does. */
const OWN_EVENTS = 5;

/**
 * The log of the test server, in memory. What is checked and how is taken from the source of server 23.10.8 (`IndexWriter.CheckCommit`).
 * Simplified: positions are made up (they grow, with gaps); nothing is deleted; the memory of ids has no bound; there are no rights and no
 * links.
 */
export class Database {
  readonly log: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private readonly memory = new Map<string, Stored>();
  private readonly listeners = new Set<() => void>();
  private next = FIRST_POSITION;
  private appends = 0;

  constructor() {
    this.own('$users');
  }

  stream(name: string): readonly Stored[] {
    return this.streams.get(name) ?? [];
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Written {
    const standing = this.stream(stream);
    const current = standing.length - 1;
    const repeated = this.repeated(standing, expected, events);
    if (repeated !== undefined) return repeated;
    const first = events[0] === undefined ? undefined : this.memory.get(`${stream}/${events[0].id}`);
    // The first id is known and the others are not: refused even with `any`.
    const half = typeof expected === 'string' && expected !== 'no-stream' && first !== undefined;
    if (half || !fits(expected, current)) return { kind: 'wrong-version', current };
    const last = this.write(stream, events);
    this.appends += 1;
    if (this.appends % OWN_EVENTS === 0) this.own('$stats-127.0.0.1:2113');
    for (const listener of this.listeners) listener();
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  /** The index of the first event after a position (exclusive). */
  indexAfter(position: bigint): number {
    let [low, high] = [0, this.log.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.log[middle]?.position ?? 0n) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Calls back when something was appended; the answer ends it. */
  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private repeated(standing: readonly Stored[], expected: Expected, events: readonly Proposed[]): Written | undefined {
    const remembered = standing.findIndex(({ id }) => id === events[0]?.id);
    const start = typeof expected === 'number' ? expected + 1 : expected === 'no-stream' ? 0 : remembered;
    if (start < 0 || events.length === 0) return undefined;
    const there = standing.slice(start, start + events.length);
    const last = there.at(-1);
    if (last === undefined || there.length < events.length || there.some(({ id }, index) => id !== events[index]?.id)) return undefined;
    return { kind: 'repeated', revision: last.revision, position: last.position };
  }

  private write(stream: string, events: readonly Proposed[]): Stored {
    const standing = this.streams.get(stream) ?? [];
    this.streams.set(stream, standing);
    let last: Stored | undefined;
    for (const event of events) {
      const created = `${Date.now()}0000`;
      last = { ...event, stream, revision: standing.length, position: this.next, created };
      this.next += BigInt(150 + event.data.length + event.metadata.length);
      standing.push(last);
      this.log.push(last);
      this.memory.set(`${stream}/${event.id}`, last);
    }
    if (last === undefined) throw new Error('an append without events');
    return last;
  }

  /** Others write, in one go. */
  others(stream: string, events: number): void {
    for (let n = 0; n < events; n += 1) this.own(stream);
    for (const listener of this.listeners) listener();
  }

  /** The database as it was after so many events, the server's own among them. */
  earlier(events: number): Database {
    const database = new Database();
    for (const event of this.log.slice(database.log.length, events)) database.write(event.stream, [event]);
    return database;
  }

  private own(stream: string): void {
    const id = `00000000-0000-4000-8000-${String(this.log.length).padStart(12, '0')}`;
    const [data, metadata] = [new Uint8Array([123, 125]), new Uint8Array()];
    this.write(stream, [{ id, type: '$own', contentType: 'application/json', data, metadata }]);
  }
}

function fits(expected: Expected, current: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'exists') return current >= 0;
  return current === (expected === 'no-stream' ? -1 : expected);
}
