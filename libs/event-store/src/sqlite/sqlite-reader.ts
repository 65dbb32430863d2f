import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { matches } from '../matches.js';
import type { EventFilter, Page, ReadAllOptions, ReadStreamOptions, StoredEvent } from '../port.js';
import type { OwnRows } from './own-rows.js';
import { toPosition, toRow } from './positions.js';
import { categoryOf } from './schema.js';

const COLUMNS = 'position, stream, revision, id, type, version, time, data, metadata';

/** How many rows one page looks at for each event that was asked for: a sparse filter pages on instead of scanning the log at once. */
const LOOK_AHEAD = 10;

/** So few rows at the log's end are gone through as they stand: whoever looks for news needs one question for all categories. */
const SHORT_TAIL = 256;

/** Reads on a connection of its own; a reader never waits for the writer. */
export class SqliteReader {
  private readonly statements = new Map<string, StatementSync>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly own: OwnRows,
  ) {}

  readStream(stream: string, { from, limit, direction = 'forwards' }: ReadStreamOptions): StoredEvent[] {
    const forwards = direction === 'forwards';
    const sql = `SELECT ${COLUMNS} FROM event WHERE stream = ? AND revision ${forwards ? '>=' : '<='} ? ORDER BY revision ${forwards ? '' : 'DESC'} LIMIT ?`;
    return this.all(sql, stream, from ?? (forwards ? 0 : Number.MAX_SAFE_INTEGER), limit ?? -1);
  }

  readAll({ after, filter, limit }: ReadAllOptions): Page {
    const from = after === undefined ? 0 : toRow(after);
    // Read before the page: rows that commit in between are left for the next one.
    const head = this.headRow();
    const categories = [...new Set(filter?.streamPrefixes?.map(categoryOf) ?? [])];
    if (categories.length > 0 && this.own.hasNone(categories, from, head)) {
      return { events: [], position: toPosition(Math.max(head, from)), end: true };
    }
    const steps = isExact(filter) ? 1 : LOOK_AHEAD;
    const events: StoredEvent[] = [];
    // As many as were asked for at a time: most filters let most through, and what is read beyond the page is read in vain.
    for (let looked = from, step = 1; ; step += 1) {
      const rows = categories.length > 0 ? this.inCategories(categories, looked, head, limit) : this.inOrder(looked, head, limit);
      looked = rows.length < limit ? Math.max(head, looked) : rowOf(rows.at(-1));
      for (const event of rows) {
        if (!matches(event, filter)) continue;
        if (events.length === limit) return { events, position: events.at(-1)?.position ?? toPosition(from), end: false };
        events.push(event);
      }
      if (events.length === limit || looked >= head || step === steps) return { events, position: toPosition(looked), end: looked >= head };
    }
  }

  headRow(): number {
    const [row] = this.statement('SELECT max(position) FROM event').all() as unknown as (number | null)[][];
    return row?.[0] ?? 0;
  }

  /** A number that changes when another connection has committed. */
  dataVersion(): number {
    const [row] = this.statement('PRAGMA data_version').all() as unknown as number[][];
    return row?.[0] ?? 0;
  }

  private inOrder(from: number, head: number, window: number): StoredEvent[] {
    return this.all(`SELECT ${COLUMNS} FROM event WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`, from, head, window);
  }

  /**
   * Each category is read in order by its own index and the results are merged: no sort over a whole category. Only the log's short end is
   * quicker looked through row by row.
   */
  private inCategories(categories: readonly string[], from: number, head: number, window: number): StoredEvent[] {
    if (head - from <= SHORT_TAIL) {
      const given = categories.map(() => '?').join();
      const tail = `SELECT ${COLUMNS} FROM event NOT INDEXED WHERE position > ? AND position <= ? AND category IN (${given}) ORDER BY position LIMIT ?`;
      return this.all(tail, from, head, ...categories, window);
    }
    const sql = `SELECT ${COLUMNS} FROM event INDEXED BY event_in_category WHERE category = ? AND position > ? AND position <= ? ORDER BY position LIMIT ?`;
    const lists = categories.map((category) => this.all(sql, category, from, head, window));
    if (lists.length === 1) return lists[0] ?? [];
    return lists
      .flat()
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .slice(0, window);
  }

  private all(sql: string, ...parameters: (string | number)[]): StoredEvent[] {
    return (this.statement(sql).all(...parameters) as unknown as unknown[][]).map(toStored);
  }

  private statement(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      statement.setReturnArrays(true);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

function toStored(row: unknown[]): StoredEvent {
  return {
    position: toPosition(row[0] as number),
    stream: row[1] as string,
    revision: row[2] as number,
    id: row[3] as string,
    type: row[4] as string,
    version: row[5] as number,
    time: row[6] as string,
    data: row[7] as string,
    metadata: row[8] as string,
  };
}

function rowOf(event: StoredEvent | undefined): number {
  return event === undefined ? 0 : toRow(event.position);
}

/** Whether everything that is found by index matches, so that nothing has to be looked at in vain. */
function isExact(filter: EventFilter | undefined): boolean {
  if (filter === undefined) return true;
  return filter.types === undefined && (filter.streamPrefixes?.every((prefix) => categoryOf(prefix) === prefix) ?? true);
}
