import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Refusal } from '#kernel';
import type { AppendResult, ExpectedRevision, NewEvent } from '../port.js';
import { whenFree } from './busy.js';
import { toPosition } from './positions.js';
import { categoryOf } from './schema.js';

/** An append that waits for the next commit. */
interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

type Outcome = { readonly result: AppendResult } | { readonly error: unknown };

/** How many appends share one commit at most: bounds how long the event loop stands still. */
const GROUP = 256;

/**
 * The one writer of a process. Appends that have arrived by the next turn of the event loop share one transaction and so one flush to
 * disk; nothing waits for company. Each append is checked by itself: a conflict refuses that append and no other.
 */
export class SqliteWriter {
  private queue: Waiting[] = [];
  private draining?: Promise<void>;
  private readonly statements: Readonly<Record<'last' | 'slice' | 'byId' | 'insert', StatementSync>>;

  /** Number of transactions committed, for specs and metrics. */
  commits = 0;

  constructor(
    private readonly database: DatabaseSync,
    private readonly committed: () => void,
  ) {
    this.statements = {
      last: database.prepare('SELECT revision, position FROM event WHERE stream = ? ORDER BY revision DESC LIMIT 1'),
      slice: database.prepare('SELECT id, position, revision FROM event WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?'),
      byId: database.prepare('SELECT stream, revision, position FROM event WHERE id = ?'),
      insert: database.prepare(
        'INSERT INTO event (stream, category, revision, id, type, version, time, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
    };
    for (const statement of Object.values(this.statements)) statement.setReturnArrays(true);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.queue.push({ stream, expected, events, resolve, reject });
      this.draining ??= new Promise((done) => setImmediate(() => void this.drain().finally(done)));
    });
  }

  /** Settles when everything that was given has been answered. */
  async idle(): Promise<void> {
    while (this.draining !== undefined) await this.draining;
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      const group = this.queue.splice(0, GROUP);
      try {
        const outcomes = await whenFree(() => this.commit(group));
        group.forEach((waiting, index) => settle(waiting, outcomes[index]));
        this.committed();
      } catch (error) {
        for (const waiting of group) waiting.reject(error);
      }
      // Lets the callers that were answered, and readers, take their turn before the next group.
      await new Promise((turn) => setImmediate(turn));
    }
    this.draining = undefined;
  }

  private commit(group: readonly Waiting[]): Outcome[] {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = group.map((waiting) => this.attempt(waiting));
      this.database.exec('COMMIT');
      this.commits += 1;
      return outcomes;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Everything is checked before the first row is written, so that a refused append leaves nothing in the shared transaction. */
  private attempt({ stream, expected, events }: Waiting): Outcome {
    const [last] = this.rows(this.statements.last, stream);
    const current = last === undefined ? -1 : (last[0] as number);
    const repeated = this.repeated(stream, expected, current, events);
    if (repeated !== undefined) return repeated;
    if (expected !== 'any' && current !== (expected === 'no-stream' ? -1 : expected)) return conflict(expected, current);
    if (
      events.some(({ id }) => this.rows(this.statements.byId, id).length > 0) ||
      new Set(events.map(({ id }) => id)).size < events.length
    ) {
      return { error: new Refusal('conflict', 'duplicate-event-id') };
    }
    return { result: this.insert(stream, current, events) };
  }

  /** The answer of the first time, if these very ids stand where they would be written. */
  private repeated(stream: string, expected: ExpectedRevision, current: number, events: readonly NewEvent[]): Outcome | undefined {
    const start = this.startOf(stream, expected, events);
    if (start === undefined || start > current) return undefined;
    const standing = this.rows(this.statements.slice, stream, start, events.length);
    const same = standing.filter((row, index) => row[0] === events[index]?.id).length;
    if (same < events.length) return conflict(expected, current);
    const end = standing.at(-1);
    return { result: { position: toPosition(end?.[1] as number), revision: end?.[2] as number, repeated: true } };
  }

  private startOf(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): number | undefined {
    if (expected === 'no-stream') return 0;
    if (expected !== 'any') return expected + 1;
    const [known] = this.rows(this.statements.byId, events[0]?.id ?? '');
    return known?.[0] === stream ? (known[1] as number) : undefined;
  }

  private insert(stream: string, current: number, events: readonly NewEvent[]): AppendResult {
    const category = categoryOf(stream);
    let revision = current;
    let row = 0;
    for (const { id, type, version, time, data, metadata } of events) {
      revision += 1;
      row = Number(this.statements.insert.run(stream, category, revision, id, type, version, time, data, metadata).lastInsertRowid);
    }
    return { position: toPosition(row), revision, repeated: false };
  }

  private rows(statement: StatementSync, ...parameters: (string | number)[]): unknown[][] {
    return statement.all(...parameters) as unknown as unknown[][];
  }
}

function conflict(expected: ExpectedRevision, actual: number): Outcome {
  return { error: new Refusal('conflict', 'wrong-expected-revision', { params: { expected, actual } }) };
}

function settle(waiting: Waiting, outcome: Outcome | undefined): void {
  if (outcome !== undefined && 'result' in outcome) waiting.resolve(outcome.result);
  else waiting.reject(outcome?.error);
}
