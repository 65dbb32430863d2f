import { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { asDiskFull, BUSY_TIMEOUT, privateFile, whenFree } from '#disk';
import { Refusal, type Position } from '#kernel';
import { APPEND_LIMIT } from '../append-limit.js';
import type {
  AppendOptions,
  AppendResult,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Page,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
  Subscription,
} from '../port.js';
import { subscribeTo } from '../subscription.js';
import { CommitThread, type ThreadScript } from './commit-thread.js';
import { OwnRows } from './own-rows.js';
import { toPosition } from './positions.js';
import { ensureSchema } from './schema.js';
import { SqliteReader } from './sqlite-reader.js';
import { SqliteWriter } from './sqlite-writer.js';

/** How often other processes' commits are looked for while somebody subscribes, in milliseconds. */
const WATCH_INTERVAL = 50;

/** The embedded log: one SQLite file, any number of processes. */
export class SqliteEventStore implements EventStore {
  readonly knowsAllIds = true;
  private readonly listeners = new Set<() => void>();
  private readonly subscriptions = new Set<Subscription>();
  private watch?: NodeJS.Timeout;
  private seenVersion = 0;

  private constructor(
    private readonly databases: readonly DatabaseSync[],
    readonly writer: SqliteWriter,
    private readonly reader: SqliteReader,
    private readonly thread: CommitThread | undefined,
  ) {}

  /**
   * Opens the file, or makes it; for its owner only.
   * @param options `thread` commits where the event loop shall not, by default as it is built; `writer`: what {@link shareWriter} has answered
   * in another thread
   * @throws Refusal `unavailable`/`log-unusable` if it is no log or cannot be opened, `unavailable`/`log-newer`, `unavailable`/`disk-full`
   */
  static open(file: string, { thread, writer }: { readonly thread?: ThreadScript; readonly writer?: MessagePort } = {}): SqliteEventStore {
    try {
      if (file !== ':memory:') privateFile(file);
      const writing = new DatabaseSync(file, { timeout: BUSY_TIMEOUT * 50 });
      writing.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      ensureSchema(writing);
      writing.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
      const reading = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
      const commits = CommitThread.of(file, thread, writer);
      const own = new OwnRows();
      const writes = new SqliteWriter(writing, own, () => store.notify(), commits);
      const store: SqliteEventStore = new SqliteEventStore([reading, writing], writes, new SqliteReader(reading, own), commits);
      return store;
    } catch (cause) {
      const error = asDiskFull(cause);
      if (error instanceof Refusal) throw error;
      const reason = (error as { code?: string }).code ?? 'error';
      throw new Refusal('unavailable', 'log-unusable', { params: { reason } });
    }
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    options: AppendOptions = {},
  ): Promise<AppendResult> {
    if (events.length === 0) throw new Refusal('invalid', 'empty-append');
    if (isTooLarge(events)) throw new Refusal('invalid', 'append-too-large', { params: { limit: APPEND_LIMIT } });
    return this.writer.append(stream, expected, events, options);
  }

  // A reader never waits for a writer; only while another process recovers the log of one that was killed, it has to.
  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredEvent[]> {
    return whenFree(() => this.reader.readStream(stream, options));
  }

  async readAll(options: ReadAllOptions): Promise<Page> {
    return whenFree(() => this.reader.readAll(options));
  }

  async head(): Promise<Position> {
    return toPosition(await whenFree(() => this.reader.headRow()));
  }

  subscribe(
    options: SubscribeOptions,
    handler: (events: readonly StoredEvent[], position: Position) => Promise<void> | void,
  ): Subscription {
    const source = {
      readAll: (page: ReadAllOptions) => this.readAll(page),
      onAppended: (callback: () => void) => this.onAppended(callback),
    };
    const subscription = subscribeTo(source, options, handler);
    this.subscriptions.add(subscription);
    subscription.done.catch(() => undefined).finally(() => this.subscriptions.delete(subscription));
    return subscription;
  }

  shareWriter(): MessagePort | undefined {
    return this.thread?.share();
  }

  unanswered(): number {
    return this.writer.unanswered;
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.writer.idle();
    await this.thread?.close();
    clearInterval(this.watch);
    for (const database of this.databases) if (database.isOpen) database.close();
  }

  private onAppended(callback: () => void): () => void {
    this.listeners.add(callback);
    this.watch ??= setInterval(() => this.lookAtOthers(), WATCH_INTERVAL).unref();
    return () => {
      this.listeners.delete(callback);
      if (this.listeners.size > 0) return;
      clearInterval(this.watch);
      this.watch = undefined;
    };
  }

  private lookAtOthers(): void {
    const version = this.reader.dataVersion();
    if (version === this.seenVersion) return;
    this.seenVersion = version;
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Most appends are so short that nobody has to count their bytes: no character takes more than three. */
function isTooLarge(events: readonly NewEvent[]): boolean {
  const sum = (lengthOf: (text: string) => number) =>
    events.reduce((total, { type, data, metadata }) => total + type.length + lengthOf(data) + lengthOf(metadata), 0);
  return 3 * sum((text) => text.length) > APPEND_LIMIT && sum((text) => Buffer.byteLength(text)) > APPEND_LIMIT;
}
