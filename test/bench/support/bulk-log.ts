import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '#event-store';
import { categoryOf } from '../../../libs/event-store/src/sqlite/schema.js';

/** Events a transaction. */
const BATCH = 50_000;
/** Memory for pages and for sorting what indexes hold, in KiB. */
const CACHE = 512 * 1024;

/**
 * An embedded log that only takes appends, and much faster than the real one: nobody else may have the file open, nothing is flushed, and
 * indexes are made of everything at the end. Whether an append expects the right revision is seen only then.
 */
export class BulkLog implements EventStore {
  private readonly database: DatabaseSync;
  private readonly indexes: readonly string[];
  private readonly insert: StatementSync;
  private rows = 0;

  /** @param file a log that the real store has made */
  constructor(file: string) {
    this.database = new DatabaseSync(file, { defensive: false });
    const made = this.database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all();
    // Only a file that has been read leaves the mode in which it was made.
    this.database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE}`);
    this.indexes = made.map(({ sql }) => String(sql));
    for (const { name } of made) this.database.exec(`DROP INDEX ${String(name)}`);
    this.insert = this.database.prepare(
      'INSERT INTO event (stream, category, revision, id, type, version, time, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.database.exec('BEGIN');
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (expected === 'any') throw new Error('a bulk log has to be told the revision');
    const category = categoryOf(stream);
    let revision = expected === 'no-stream' ? -1 : expected;
    for (const { id, type, version, time, data, metadata } of events) {
      revision += 1;
      this.insert.run(stream, category, revision, id, type, version, time, data, metadata);
      this.rows += 1;
      if (this.rows % BATCH === 0) this.database.exec('COMMIT; BEGIN');
    }
    return { revision, position: '', repeated: false };
  }

  /** Makes the indexes, and leaves the file to the real store. @throws what SQLite throws if a stream has two events of one revision */
  async close(): Promise<void> {
    this.database.exec('COMMIT');
    for (const sql of this.indexes) this.database.exec(sql);
    this.database.exec('PRAGMA journal_mode = WAL');
    this.database.close();
  }

  readStream(): Promise<never> {
    throw new Error('a bulk log is not read');
  }

  readAll(): Promise<never> {
    return this.readStream();
  }

  head(): Promise<never> {
    return this.readStream();
  }

  subscribe(): never {
    throw new Error('a bulk log is not read');
  }
}
