import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RefusalDetails, RefusalKind } from '#kernel';
import type { AppendResult, ExpectedRevision, NewEvent } from '../port.js';
import { toPosition } from './positions.js';
import { categoryOf } from './schema.js';

/** One append of a transaction. */
export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** What became of an append, in a shape that goes from one thread to another. */
export type Outcome = { readonly result: AppendResult } | { readonly refused: Refused };

/** What makes a `Refusal` on the other side. */
export interface Refused extends Pick<RefusalDetails, 'params'> {
  readonly kind: RefusalKind;
  readonly code: string;
}

/** SQLITE_CONSTRAINT_UNIQUE: a row breaks a unique index. */
const NOT_UNIQUE = 2067;

/**
 * Commits appends, many in one transaction and so with one flush to disk, at once. Each append is checked by itself: a conflict refuses
 * that append and no other.
 */
export class Committer {
  private readonly statements: Readonly<Record<'last' | 'slice' | 'byId' | 'insert', StatementSync>>;

  constructor(private readonly database: DatabaseSync) {
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

  /** @throws what SQLite throws; nothing has been written then */
  commit(group: readonly Append[]): readonly Outcome[] {
    try {
      return this.transaction(group, false);
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== NOT_UNIQUE) throw error;
      // An id of the group stands already, which hardly ever happens: only now each is looked up, to find whose.
      return this.transaction(group, true);
    }
  }

  private transaction(group: readonly Append[], idsMayStand: boolean): readonly Outcome[] {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = group.map((append) => this.attempt(append, idsMayStand));
      this.database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Everything is checked before the first row is written, so that a refused append leaves nothing in the shared transaction; where ids are not,
   * one that stands undoes all of it.
   */
  private attempt({ stream, expected, events }: Append, idsMayStand: boolean): Outcome {
    const [last] = this.rows(this.statements.last, stream);
    const current = last === undefined ? -1 : (last[0] as number);
    const repeated = this.repeated(stream, expected, current, events);
    if (repeated !== undefined) return repeated;
    if (expected !== 'any' && current !== (expected === 'no-stream' ? -1 : expected)) return conflict(expected, current);
    if (idsMayStand && this.stand(events)) return { refused: { kind: 'conflict', code: 'duplicate-event-id' } };
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

  /** Whether an id stands elsewhere, or twice among these. */
  private stand(events: readonly NewEvent[]): boolean {
    const ids = new Set(events.map(({ id }) => id));
    return ids.size < events.length || [...ids].some((id) => this.rows(this.statements.byId, id).length > 0);
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
  return { refused: { kind: 'conflict', code: 'wrong-expected-revision', params: { expected, actual } } };
}
