import {
  PostgresAdapter,
  PostgresIntrospector,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import type { Connections } from './connections.js';
import { PortableCompiler } from './portable-compiler.js';
import { maybeLacking, PostgresError, told } from './errors.js';
import { storable } from './storable.js';
import type { Pulse } from './pulse.js';

/** The schema in which a connection last looked for tables. */
const schemas = new WeakMap<pg.PoolClient, string>();

/** Who stands behind the connections. */
export interface Keeper {
  /** Awaited before each use of a connection: the schema may have to be made first. */
  readonly ready?: () => Promise<void>;
  /** What is told of a statement that was refused because something may be lacking; looks at it. */
  readonly lacking?: (error: PostgresError) => Promise<Error>;
}

/**
 * Kysely over shared connections to PostgreSQL, in one schema: statements name tables as they do on SQLite, and the connection looks for
 * them there (`search_path`). Connections must therefore not be shared behind the back of this process, by a pooler that gives each
 * statement or transaction another one.
 */
export class SchemaDialect implements Dialect {
  constructor(
    private readonly pool: Connections,
    private readonly schema: string,
    private readonly keeper: Keeper = {},
  ) {}

  createDriver(): Driver {
    return new SchemaDriver(this.pool, this.schema, this.keeper);
  }

  createQueryCompiler(): QueryCompiler {
    return new PortableCompiler();
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}

class SchemaDriver implements Driver {
  constructor(
    private readonly pool: Connections,
    private readonly schema: string,
    private readonly keeper: Keeper,
  ) {}

  async init(): Promise<void> {
    // Connections are made when they are needed.
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.keeper.ready?.();
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      throw told(error);
    }
    const connection = new SchemaConnection(client, this.pool.pulse, this.keeper.lacking);
    if (schemas.get(client) !== this.schema) {
      await connection.run(`set search_path to "${this.schema}"`).catch((error: unknown) => {
        connection.release();
        throw error;
      });
      schemas.set(client, this.schema);
    }
    return connection;
  }

  async beginTransaction(connection: SchemaConnection, settings: TransactionSettings): Promise<void> {
    await connection.run(settings.isolationLevel === undefined ? 'begin' : `begin isolation level ${settings.isolationLevel}`);
  }

  async commitTransaction(connection: SchemaConnection): Promise<void> {
    const { command } = await connection.run('commit');
    // That is how PostgreSQL answers a COMMIT after a statement that failed.
    if (command === 'ROLLBACK') throw new PostgresError('25P02');
  }

  async rollbackTransaction(connection: SchemaConnection): Promise<void> {
    // A connection that is lost has rolled back.
    await connection.run('rollback').catch(() => connection.spoil());
  }

  async releaseConnection(connection: SchemaConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    // The connections belong to the store.
  }
}

class SchemaConnection implements DatabaseConnection {
  private spoiled = false;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly pulse: Pulse,
    private readonly lacking: Keeper['lacking'],
  ) {}

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, rowCount } = await this.run(sql, parameters);
    return { rows: rows as Row[], ...(rowCount !== null && { numAffectedRows: BigInt(rowCount) }) };
  }

  /** What needs many rows pages by key. */
  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  /** @throws Refusal `unavailable`/`read-store-unavailable`, {@link PostgresError} */
  async run(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    try {
      return await this.pulse.during(this.client, this.client.query(text, values.map(storable)));
    } catch (error) {
      const known = told(error);
      if (!(known instanceof PostgresError)) this.spoil();
      throw this.lacking !== undefined && maybeLacking(known) ? await this.lacking(known) : known;
    }
  }

  spoil(): void {
    this.spoiled = true;
  }

  release(): void {
    this.client.release(this.spoiled);
  }
}
