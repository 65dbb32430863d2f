import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { Lease } from '../lease/lease.js';
import { createLeaseTable, LeaseTable, type LeaseTables } from '../lease/lease-table.js';
import { furthestOf, type Furthest, type Homes, type NamedProjection, type OpenDatabase, type ReadStore } from '../read-store.js';
import { NodeSqliteDialect } from './node-sqlite-dialect.js';
import { openForWriting } from './open-database.js';
import { SqliteHome } from './sqlite-home.js';
import { SqliteHomes } from './sqlite-homes.js';

const NOW = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;

/** Views as files in one directory, a file for each home. Any process that has the directory may apply events: see {@link SqliteHome}. */
export class SqliteReadStore implements ReadStore {
  private leases?: Kysely<LeaseTables>;

  constructor(private readonly directory: string) {}

  homes(projection: NamedProjection): Homes {
    return new SqliteHomes(this.directory, projection);
  }

  building(place: string): OpenDatabase {
    return (ready) => new SqliteHome(place, ready, true);
  }

  /** Between processes that share the directory; the file of leases is made when the first is wanted. */
  lease(name: string): Lease {
    this.leases ??= new Kysely({
      dialect: new NodeSqliteDialect(() => openForWriting(join(this.directory, 'leases.db'))),
    });
    const db = this.leases;
    const table = new LeaseTable(db, NOW);
    const rows = {
      take: async (...taken: Parameters<LeaseTable['take']>) => {
        await createLeaseTable(db);
        return table.take(...taken);
      },
      renew: (...renewed: Parameters<LeaseTable['renew']>) => table.renew(...renewed),
      release: (...released: Parameters<LeaseTable['release']>) => table.release(...released),
    };
    return new Lease(rows, name, randomUUID());
  }

  async furthest(origin: string): Promise<Furthest | undefined> {
    const files = await readdir(this.directory).catch(() => []);
    return furthestOf(files.flatMap((file) => checkpointIn(this.directory, file, origin)));
  }

  async close(): Promise<void> {
    await this.leases?.destroy();
  }
}

/** How far the rows of one home go, if they are of the log of an origin. What cannot be read yet, or no more, says nothing. */
function checkpointIn(directory: string, file: string, origin: string): readonly Furthest[] {
  const view = /^(.+)-v\d+(\.g\d+)?\.db$/.exec(file)?.[1];
  if (view === undefined) return [];
  try {
    const database = new DatabaseSync(join(directory, file), { readOnly: true });
    try {
      const row = database.prepare('SELECT position FROM view_checkpoint WHERE origin = ?').get(origin) as { position: string } | undefined;
      return row === undefined ? [] : [{ view, position: row.position }];
    } finally {
      database.close();
    }
  } catch {
    return [];
  }
}
