import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
} from 'kysely';
import { whenFree } from '#disk';

/** How many prepared statements a connection keeps; what was used longest ago goes first. */
const STATEMENTS = 256;

/**
 * Kysely over one `node:sqlite` connection. A transaction takes the write lock when it begins (`BEGIN IMMEDIATE`), so it never fails half
 * way for another's lock; while another process holds it, it is waited for without blocking the event loop.
 */
export class NodeSqliteDialect implements Dialect {
  /** @param open is called once, when the connection is first needed */
  constructor(private readonly open: () => Promise<DatabaseSync>) {}

  createDriver(): Driver {
    return new NodeSqliteDriver(this.open);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  /** Says that there is one connection: Kysely lets one user have it at a time. */
  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class NodeSqliteDriver implements Driver {
  private database?: DatabaseSync;
  private connection?: NodeSqliteConnection;

  constructor(private readonly open: () => Promise<DatabaseSync>) {}

  async init(): Promise<void> {
    this.database = await this.open();
    this.connection = new NodeSqliteConnection(this.database);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.connection === undefined) throw new Error('the connection is not open');
    return this.connection;
  }

  async beginTransaction(): Promise<void> {
    await whenFree(() => this.database?.exec('BEGIN IMMEDIATE'));
  }

  async commitTransaction(): Promise<void> {
    await whenFree(() => this.database?.exec('COMMIT'));
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite ends a transaction by itself when the disk is full or fails.
    if (this.database?.isTransaction === true) this.database.exec('ROLLBACK');
  }

  async releaseConnection(): Promise<void> {
    // The one connection stays open until `destroy`.
  }

  async destroy(): Promise<void> {
    this.database?.close();
  }
}

interface Prepared {
  readonly statement: StatementSync;
  readonly answersRows: boolean;
}

class NodeSqliteConnection implements DatabaseConnection {
  private readonly prepared = new Map<string, Prepared>();

  constructor(private readonly database: DatabaseSync) {}

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return whenFree(() => this.execute<Row>(query));
  }

  /** SQLite hands rows over synchronously; what needs many of them pages by key. */
  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  private execute<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    const { statement, answersRows } = this.prepare(sql);
    const values = parameters as SQLInputValue[];
    if (answersRows) return { rows: statement.all(...values) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
  }

  private prepare(sql: string): Prepared {
    const known = this.prepared.get(sql);
    if (known !== undefined) {
      this.prepared.delete(sql);
      this.prepared.set(sql, known);
      return known;
    }
    const statement = this.database.prepare(sql);
    const fresh = { statement, answersRows: statement.columns().length > 0 };
    this.prepared.set(sql, fresh);
    if (this.prepared.size > STATEMENTS) this.prepared.delete(this.prepared.keys().next().value ?? '');
    return fresh;
  }
}
