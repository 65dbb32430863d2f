import { EVENT_TYPE, STREAM_NAME } from '@eventstore/db-client';
import { LOG_STREAM } from '../log-origin.js';
import type { EventFilter } from '../port.js';

/** What the server can leave out of a reading of the whole log: by stream or by type, never by both. */
export type ServerFilter =
  | { readonly filterOn: typeof STREAM_NAME; readonly prefixes: string[] }
  | { readonly filterOn: typeof STREAM_NAME; readonly regex: string }
  | { readonly filterOn: typeof EVENT_TYPE; readonly prefixes: string[] };

/**
 * Names of streams in the database, and which of its streams are this log's: all that begin with the namespace, or without one all but the
 * server's own, whose names begin with `$`.
 */
export class Names {
  private readonly prefix: string;

  constructor(namespace: string | undefined) {
    this.prefix = namespace === undefined ? '' : `${namespace}.`;
  }

  /**
   * Whether a stream of the database shows that this log may not be there: a database holds one log without a namespace, or any number that
   * have one, and each says in a stream of its own what it is.
   */
  contradicts(streamId: string): boolean {
    return this.prefix === '' ? streamId.endsWith(`.${LOG_STREAM}`) : streamId === LOG_STREAM;
  }

  /** What a stream of ours is called in the database. */
  inDatabase(stream: string): string {
    return `${this.prefix}${stream}`;
  }

  /** What we call a stream of the database; undefined if it is not of this log. */
  ours(streamId: string): string | undefined {
    if (this.prefix === '') return streamId.startsWith('$') ? undefined : streamId;
    return streamId.startsWith(this.prefix) ? streamId.slice(this.prefix.length) : undefined;
  }

  /** Everything of this log and nothing else. */
  everything(): ServerFilter {
    return this.prefix === '' ? { filterOn: STREAM_NAME, regex: '^[^$]' } : { filterOn: STREAM_NAME, prefixes: [this.prefix] };
  }

  /**
   * As much of a filter as the server can do; what comes through has to be looked at again. Streams go first: their prefixes say more
   * than types, of which the server knows only how they begin.
   */
  narrowed({ streamPrefixes = [], types = [] }: EventFilter = {}): ServerFilter {
    if (streamPrefixes.length > 0) return { filterOn: STREAM_NAME, prefixes: streamPrefixes.map((prefix) => this.inDatabase(prefix)) };
    if (types.length > 0 && this.prefix === '') return { filterOn: EVENT_TYPE, prefixes: [...types] };
    return this.everything();
  }
}
