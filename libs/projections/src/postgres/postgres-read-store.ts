import { randomUUID } from 'node:crypto';
import { Kysely, sql, type RawBuilder, type SqlBool } from 'kysely';
import { Refusal } from '#kernel';
import { Lease, LEASE_MS } from '../lease/lease.js';
import { LeaseTable } from '../lease/lease-table.js';
import { furthestOf, type Furthest, type Homes, type NamedProjection, type OpenDatabase, type ReadStore } from '../read-store.js';
import type { PostgresAddress } from './address.js';
import { openPool, type Connections } from './connections.js';
import { toldOfOpening, type PostgresError } from './errors.js';
import { migrate, type StoreTables } from './migrations.js';
import { PostgresHome } from './postgres-home.js';
import { PostgresHomes } from './postgres-homes.js';
import { SchemaDialect } from './schema-dialect.js';
import { ServingTable } from './serving-table.js';

/** Connections of one process at most: of readers, of who applies events, of who builds anew, and for the store's own tables. */
const READERS = 8;
const WRITERS = 8;
const BUILDERS = 2;
const OWN = 2;
/**
 * How long one statement may take in each of them, in milliseconds; what a server that does not answer at all is known by is {@link Pulse}. Long enough
 * for what is slow: those of a batch of events, and an index of a large view that is built anew.
 */
const QUESTION_MS = 10_000;
const STEP_MS = 20_000;
const INDEX_MS = 3_600_000;
const OWN_MS = 10_000;
/** How many times as long as a lease a transaction may stand still: so long whoever takes over may have to wait for it. */
const PATIENCE = 2;
/** How often a process says what it serves from, and whoever applies removes what nobody needs. */
const HOUSEKEEPING_MS = 60_000;

/** The lease of whoever applies events. */
const TURN = 'projections';

const NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

export interface PostgresOptions {
  /** How long a lease lasts that is not renewed, in milliseconds; another length only in tests. */
  readonly leaseMs?: number;
}

/** Views as schemas of one PostgreSQL database. One process at a time applies events, under a lease; all may read. */
export class PostgresReadStore implements ReadStore {
  readonly turn: Lease;
  private readonly namespace: string;
  private readonly leaseMs: number;
  private readonly holder = randomUUID();
  private readonly pools: Readonly<Record<'readers' | 'writers' | 'builders' | 'own', Connections>>;
  private readonly serving: ServingTable;
  private readonly leases: LeaseTable;
  private readonly served = new Map<string, NamedProjection>();
  private readonly housekeeping: NodeJS.Timeout;
  private migrated?: Promise<void>;

  /** Connects when it is first asked for something. */
  constructor(address: PostgresAddress, { leaseMs = LEASE_MS }: PostgresOptions = {}) {
    this.namespace = address.namespace;
    this.leaseMs = leaseMs;
    this.pools = {
      readers: openPool(address, { max: READERS, statementMs: QUESTION_MS }),
      // A holder that stands still in the middle of a transaction must not keep who takes over from it waiting.
      writers: openPool(address, { max: WRITERS, idleInTransactionMs: PATIENCE * leaseMs, statementMs: STEP_MS }),
      builders: openPool(address, { max: BUILDERS, statementMs: INDEX_MS }),
      own: openPool(address, { max: OWN, statementMs: OWN_MS }),
    };
    const db = new Kysely<StoreTables>({ dialect: this.ownDialect() });
    this.serving = new ServingTable(db, this.namespace);
    this.leases = new LeaseTable(db, NOW);
    this.turn = this.lease(TURN);
    this.housekeeping = setInterval(() => void this.keepHouse().catch(() => undefined), HOUSEKEEPING_MS).unref();
  }

  /**
   * Connects, and brings the store's own tables to what this version of the program wants.
   * @throws Refusal `unavailable`/`read-store-unavailable`
   */
  static async open(address: PostgresAddress, options?: PostgresOptions): Promise<PostgresReadStore> {
    const store = new PostgresReadStore(address, options);
    try {
      await store.look();
      return store;
    } catch (error) {
      await store.close();
      throw toldOfOpening(error);
    }
  }

  homes(projection: NamedProjection): Homes {
    return new PostgresHomes(this.namespace, projection, this.serving, (schema) => this.home(schema, projection));
  }

  building(place: string): OpenDatabase {
    let touching: NodeJS.Timeout | undefined;
    return this.database(this.pools.builders, {
      schema: place,
      opened: () => {
        touching ??= setInterval(() => void this.serving.touch(place).catch(() => undefined), HOUSEKEEPING_MS).unref();
        return Promise.resolve();
      },
      mayWrite: () => this.serving.reserved(place),
      repair: () => Promise.resolve(false),
      lacking: () => new Refusal('unavailable', 'read-store-incomplete', { params: { reason: 'building' } }),
      closed: () => clearInterval(touching),
    });
  }

  lease(name: string): Lease {
    return new Lease(this.leases, name, this.holder, this.leaseMs);
  }

  look(): Promise<void> {
    return this.serving.look();
  }

  async furthest(origin: string): Promise<Furthest | undefined> {
    return furthestOf(await this.serving.checkpoints(origin));
  }

  /** Says what this process serves from; whoever applies events removes the homes that nobody needs any more. */
  async keepHouse(): Promise<void> {
    for (const projection of this.served.values()) await this.serving.seen(projection);
    if (this.turn.epoch !== undefined) await this.serving.sweep();
  }

  async close(): Promise<void> {
    clearInterval(this.housekeeping);
    await Promise.all(Object.values(this.pools).map((pool) => pool.end()));
  }

  /** Of the store's own tables. What is lacking is made anew before they are next used. */
  private ownDialect(): SchemaDialect {
    const lacking = async ({ code }: PostgresError) => {
      this.migrated = undefined;
      return new Refusal('unavailable', 'read-store-incomplete', { params: { reason: code } });
    };
    return new SchemaDialect(this.pools.own, this.namespace, { ready: () => this.migrate(), lacking });
  }

  /** Before the store's own tables are used: once a process, and again if the server was away or they have gone. */
  private migrate(): Promise<void> {
    this.migrated ??= this.bringUp();
    this.migrated.catch(() => (this.migrated = undefined));
    return this.migrated;
  }

  private async bringUp(): Promise<void> {
    const db = new Kysely<StoreTables>({ dialect: new SchemaDialect(this.pools.own, this.namespace) });
    await migrate(db, this.namespace);
    for (const projection of this.served.values()) await this.serving.seen(projection, db);
  }

  /** Makes the store's own tables anew if any is lacking. */
  private async repair(): Promise<boolean> {
    if (await this.serving.isWhole()) return false;
    this.migrated = undefined;
    await this.migrate();
    return true;
  }

  private home(schema: string, projection: NamedProjection): OpenDatabase {
    return this.database(this.pools.writers, {
      schema,
      opened: () => {
        this.served.set(`${projection.name}/${projection.version}`, projection);
        return this.serving.seen(projection);
      },
      mayWrite: () => this.underLease(),
      repair: () => this.repair(),
      lacking: () => new Refusal('unavailable', 'view-made-anew', { params: { view: projection.name } }),
      closed: () => undefined,
    });
  }

  private database(
    writers: Connections,
    settings: Omit<ConstructorParameters<typeof PostgresHome>[0], 'readers' | 'writers'>,
  ): OpenDatabase {
    const { readers } = this.pools;
    return (ready, mend) => new PostgresHome({ ...settings, readers, writers }, ready, mend);
  }

  /** The condition that nobody has taken over since this process took the lease. */
  private underLease(): RawBuilder<SqlBool> | undefined {
    const { epoch } = this.turn;
    if (epoch === undefined) return undefined;
    return sql<SqlBool>`exists (select 1 from ${sql.id(this.namespace, 'lease')} where name = ${TURN} and epoch = ${epoch} and holder = ${this.holder})`;
  }
}
