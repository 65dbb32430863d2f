import { sql, type Kysely, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import { Refusal, type Position } from '#kernel';
import type { NamedProjection } from '../read-store.js';
import { PostgresError } from './errors.js';
import type { StoreTables } from './migrations.js';
import { baseName, inWords, readSchemaName, schemaName, type NamedSchema } from './schema-names.js';

/** How long a home that was replaced stays for who is reading it. */
const REPLACED = sql`interval '1 minute'`;
/** After so long without a sign nobody serves from an earlier version any more, or a builder is no more. */
const UNSEEN = sql`interval '10 minutes'`;
/** How long removing a home waits for who is reading it, before it is left for the next time. */
const LOCK_TIMEOUT = sql`set local lock_timeout = '1s'`;

/** There is no such table, or schema. */
const UNDEFINED: readonly string[] = ['42P01', '3F000'];

/** The home that serves a version. */
interface ServingHome {
  readonly generation: number;
  /** The number of its schema, which another of the same name would not have; null: there is none. */
  readonly schema: string | null;
}

type ServingRow = Selectable<StoreTables['serving']>;

/** Which home of each version of each view serves, and which homes nobody needs any more. */
export class ServingTable {
  private homes: ReadonlyMap<string, ServingHome> = new Map();
  private looking?: Promise<void>;

  constructor(
    private readonly db: Kysely<StoreTables>,
    private readonly namespace: string,
  ) {}

  /** The generation that serves, as it was when it was last looked. */
  generation(projection: NamedProjection): number {
    return this.homes.get(keyOf(projection))?.generation ?? 0;
  }

  /** Which schema it is, as of then; undefined: there is none. */
  standing(projection: NamedProjection): string | undefined {
    return this.homes.get(keyOf(projection))?.schema ?? undefined;
  }

  /** Learns which generations serve. Who asks while it is being asked gets the next answer: the one on its way may be of before. */
  async look(): Promise<void> {
    await this.looking;
    this.looking ??= this.read().finally(() => (this.looking = undefined));
    await this.looking;
  }

  /** Says that this process serves from a version. Of one that nobody knows of any more, the last generation that stands serves. */
  async seen(projection: NamedProjection, db: Kysely<StoreTables> = this.db): Promise<void> {
    const { name: view, version } = projection;
    const base = baseName(this.namespace, projection);
    const generation = sql<number>`(select coalesce(max(substring(nspname::text from ${`^${base}_g([0-9]+)$`})::integer), 0) from pg_namespace)`;
    await db
      .insertInto('serving')
      .values({ view, version, generation })
      .onConflict((conflict) => conflict.columns(['view', 'version']).doUpdateSet({ seen_at: sql<Date>`now()` }))
      .execute();
  }

  /** Whether the store's own tables can be asked. Every one of them is. */
  async isWhole(): Promise<boolean> {
    const asked = sql`select 1 from lease, serving, building, migration limit 1`.execute(this.db);
    return asked.then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal && error.code === 'read-store-incomplete') return false;
        throw error;
      },
    );
  }

  /** In one transaction: what was built at a place becomes the next generation, and serves. */
  async serve(place: string, projection: NamedProjection): Promise<void> {
    const { name: view, version } = projection;
    await this.seen(projection);
    await this.db.transaction().execute(async (tx) => {
      const { generation } = await tx
        .updateTable('serving')
        .set({ generation: sql<number>`generation + 1`, replaced_at: sql<Date>`now()` })
        .where('view', '=', view)
        .where('version', '=', version)
        .returning('generation')
        .executeTakeFirstOrThrow();
      const schema = schemaName(this.namespace, projection, generation);
      await sql`alter schema ${sql.id(place)} rename to ${sql.id(schema)}`.execute(tx);
      await tx.deleteFrom('building').where('place', '=', place).execute();
    });
    await this.look();
  }

  /** A place for a home to be built, and a sign that its builder is at work as long as it is touched. */
  async reserve(projection: NamedProjection, suffix: string): Promise<string> {
    const place = `${baseName(this.namespace, projection)}_b${suffix}`;
    await this.db.insertInto('building').values({ place }).execute();
    return place;
  }

  async touch(place: string): Promise<void> {
    await this.db
      .updateTable('building')
      .set({ touched_at: sql<Date>`now()` })
      .where('place', '=', place)
      .execute();
  }

  /** The condition that a place has not been cleared away. */
  reserved(place: string): RawBuilder<SqlBool> {
    return sql<SqlBool>`exists (select 1 from ${sql.id(this.namespace, 'building')} where place = ${place})`;
  }

  async discard(place: string): Promise<void> {
    await this.drop(place);
    await this.db.deleteFrom('building').where('place', '=', place).execute();
  }

  /** Removes the homes that nobody needs any more; what cannot be removed now is left for the next time. */
  async sweep(): Promise<void> {
    const versions = await this.db.selectFrom('serving').selectAll().select(isOld()).execute();
    const building = await this.db
      .selectFrom('building')
      .select('place')
      .where('touched_at', '>', sql<Date>`now() - ${UNSEEN}`)
      .execute();
    const places = new Set(building.map(({ place }) => place));
    for (const schema of await this.schemas()) {
      const named = readSchemaName(this.namespace, schema);
      const version = named && versions.find((row) => inWords(row.view) === named.view && row.version === named.version);
      if (named === undefined || version === undefined) continue;
      if (named.generation === undefined ? !places.has(schema) : isSpent(named, version, versions))
        await this.discard(schema).catch(() => undefined);
    }
    const spent = versions.filter((version) => isOutdated(version, versions));
    for (const { view, version } of spent) {
      await this.db.deleteFrom('serving').where('view', '=', view).where('version', '=', version).execute();
    }
  }

  /** How far the rows of an origin go in each home that serves or served. A home that is being removed says nothing. */
  async checkpoints(origin: string): Promise<readonly { readonly view: string; readonly position: Position }[]> {
    const found: { view: string; position: Position }[] = [];
    for (const schema of await this.schemas()) {
      const named = readSchemaName(this.namespace, schema);
      if (named?.generation === undefined) continue;
      const { rows } = await sql<{ position: Position }>`select position from ${sql.id(schema, 'view_checkpoint')} where origin = ${origin}`
        .execute(this.db)
        .catch(withoutTables);
      found.push(...rows.map(({ position }) => ({ view: named.view, position })));
    }
    return found;
  }

  private async read(): Promise<void> {
    const rows = await this.db
      .selectFrom('serving')
      .select(['view', 'version', 'generation', schemaOf(this.namespace)])
      .execute();
    this.homes = new Map(rows.map(({ view, version, generation, schema }) => [keyOf({ name: view, version }), { generation, schema }]));
  }

  private async schemas(): Promise<readonly string[]> {
    const { rows } = await sql<{ name: string }>`select nspname as name from pg_namespace
      where starts_with(nspname, ${`${this.namespace}_`})`.execute(this.db);
    return rows.map(({ name }) => name);
  }

  private async drop(schema: string): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await LOCK_TIMEOUT.execute(tx);
      await tx.schema.dropSchema(schema).ifExists().cascade().execute();
    });
  }
}

/** The number of the schema of a row's home, which is named as {@link schemaName} names it. */
function schemaOf(namespace: string) {
  return sql<
    string | null
  >`(select oid::text from pg_namespace where nspname = concat(${namespace}::text, '_', replace(view, '-', '_'), '_v', version,
    case when generation > 0 then '_g' || generation end)::name)`.as('schema');
}

type Aged = ServingRow & { readonly replaced: boolean | null; readonly unseen: boolean };

function isOld() {
  return [
    sql<boolean | null>`replaced_at < now() - ${REPLACED}`.as('replaced'),
    sql<boolean>`seen_at < now() - ${UNSEEN}`.as('unseen'),
  ] as const;
}

/** What a home has to say that has no tables, or is none. @throws everything else */
function withoutTables(error: unknown): { readonly rows: readonly never[] } {
  if (error instanceof PostgresError && UNDEFINED.includes(error.code)) return { rows: [] };
  if (error instanceof Refusal && error.code === 'read-store-incomplete') return { rows: [] };
  throw error;
}

/** An earlier generation than the one that serves, or any of a version that nobody serves from. */
function isSpent({ generation = 0 }: NamedSchema, version: Aged, all: readonly Aged[]): boolean {
  return isOutdated(version, all) || (generation < version.generation && version.replaced === true);
}

function isOutdated({ view, version, unseen }: Aged, all: readonly Aged[]): boolean {
  return unseen && all.some((other) => other.view === view && other.version > version);
}

function keyOf({ name, version }: NamedProjection): string {
  return `${name}/${version}`;
}
