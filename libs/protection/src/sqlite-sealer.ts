import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { asDiskFull, BUSY_TIMEOUT, privateFile, whenFree } from '#disk';
import { canonicalJson, hmac, Refusal, type Envelope, type Json } from '#kernel';
import type { Sealer } from './sealer.js';

const KEY_BYTES = 32;

/** Of so many subjects at most each is looked up before keys are made: most of the time nothing has to be written then. */
const FEW = 16;

/** How many subjects' keys stay in memory: the oldest go first. */
const CACHE = 100_000;

/** How long the opening waits for another process's transaction on the key table, in milliseconds; they are short. */
const OPENING_TIMEOUT = 5_000;

/** Pages of the write-ahead log before they are brought home: keys lie anywhere, so a roster's change most pages again and again. */
const CHECKPOINT_PAGES = 8_000;

const TABLES = `
CREATE TABLE IF NOT EXISTS subject_key (subject TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS key_store (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS index_key (one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB NOT NULL) STRICT;
`;

/** Keys in a SQLite file of their own, beside the log: losing a subject's key must not need a change of the log. */
export class SqliteSealer implements Sealer {
  private readonly cache = new Map<string, Uint8Array>();

  private constructor(
    private readonly database: DatabaseSync,
    private readonly select: StatementSync,
    private readonly insert: StatementSync,
    private readonly indexKey: Uint8Array,
    /** By which a log knows its keys again. */
    readonly id: string,
  ) {}

  /**
   * Opens the key file, or makes it (mode 0600).
   * @throws Refusal `unavailable`/`keys-unusable`, `unavailable`/`disk-full`
   */
  static open(file: string): SqliteSealer {
    try {
      if (file !== ':memory:') privateFile(file);
      const database = new DatabaseSync(file, { timeout: OPENING_TIMEOUT });
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      database.exec(TABLES);
      // Whoever comes first makes the key; everybody reads it back.
      database.prepare('INSERT OR IGNORE INTO index_key (one, key) VALUES (1, ?)').run(randomBytes(KEY_BYTES));
      const { key } = database.prepare('SELECT key FROM index_key').get() as { key: Uint8Array };
      database.prepare('INSERT OR IGNORE INTO key_store (one, id) VALUES (1, ?)').run(randomUUID());
      const { id } = database.prepare('SELECT id FROM key_store').get() as { id: string };
      database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
      const select = database.prepare('SELECT key FROM subject_key WHERE subject = ?');
      const insert = database.prepare('INSERT OR IGNORE INTO subject_key (subject, key) VALUES (?, ?)');
      return new SqliteSealer(database, select, insert, key, id);
    } catch (cause) {
      const error = asDiskFull(cause);
      if (error instanceof Refusal) throw error;
      throw new Refusal('unavailable', 'keys-unusable', { params: { reason: (error as { code?: string }).code ?? 'error' } });
    }
  }

  async ensureKeys(subjectIds: readonly string[]): Promise<void> {
    const unseen = [...new Set(subjectIds)].filter((subject) => !this.cache.has(subject));
    // Of many at once most are new: to ask for each would take as long as to make its key, and a key that stands is not replaced.
    const missing = unseen.length > FEW ? unseen : unseen.filter((subject) => this.keyOf(subject) === undefined);
    if (missing.length === 0) return;
    const made = await whenFree(() => this.make(missing));
    for (const [subject, key] of made) this.remember(subject, key);
  }

  seal(subjectId: string, value: Json): Envelope {
    const key = this.keyOf(subjectId);
    if (key === undefined) throw new Error('the subject has no key');
    return { c: hmac(key, canonicalJson(value)), v: value };
  }

  indexOf(text: string): string {
    return hmac(this.indexKey, text);
  }

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  /** @returns the keys that had not stood there, of another process */
  private make(subjects: readonly string[]): ReadonlyMap<string, Uint8Array> {
    const random = new Uint8Array(randomBytes(subjects.length * KEY_BYTES));
    const made = new Map<string, Uint8Array>();
    this.database.exec('BEGIN IMMEDIATE');
    try {
      for (const [index, subject] of subjects.entries()) {
        // Keys made at once share their memory: one of its own for each takes longer than everything else.
        const key = random.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);
        if (this.insert.run(subject, key).changes === 1) made.set(subject, key);
      }
      this.database.exec('COMMIT');
      return made;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  private keyOf(subject: string): Uint8Array | undefined {
    const cached = this.cache.get(subject);
    if (cached !== undefined) return cached;
    const row = this.select.get(subject) as { key: Uint8Array } | undefined;
    if (row === undefined) return undefined;
    this.remember(subject, row.key);
    return row.key;
  }

  private remember(subject: string, key: Uint8Array): void {
    if (this.cache.size >= CACHE) this.cache.delete(this.cache.keys().next().value ?? '');
    this.cache.set(subject, key);
  }
}
