import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql, type Kysely, type Transaction } from 'kysely';
import { findAll, forEach, insertAll, putAll } from '../bulk-statements.js';
import type { HomeDatabase } from '../read-store.js';
import { OpenedLog } from './open-log.js';

interface Row {
  readonly id: string;
  readonly place: string | null;
  readonly count: number;
}

interface BulkTables {
  readonly bulk: Row;
}

/** What statements over many rows promise, whichever database takes them. Run as `viewsContract` is. */
export function bulkStatementsContract(): void {
  let opened: OpenedLog;
  let home: HomeDatabase;
  beforeEach(async () => {
    opened = new OpenedLog();
    home = opened.readStore().homes({ name: 'bulk', version: 1 }).database(0)(
      () => Promise.resolve(),
      () => Promise.resolve(false),
    );
    await home.make(async (tx) => {
      await tx.schema
        .createTable('bulk')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('place', 'text')
        .addColumn('count', 'integer', (column) => column.notNull())
        .execute();
    });
  });
  afterEach(async () => {
    await home.close();
    await opened.close();
  });

  const work = <Answer>(run: (tx: Transaction<BulkTables>) => Promise<Answer>): Promise<Answer> =>
    (home.writing as unknown as Kysely<BulkTables>).transaction().execute(run);
  const rows = () => home.reading<BulkTables>().selectFrom('bulk').selectAll().orderBy('id').execute();
  const row = (n: number): Row => ({ id: String(n).padStart(5, '0'), place: n % 3 === 0 ? null : `村${n}`, count: n });

  describe('many rows', () => {
    it.each([0, 1, 3, 85, 4_001])('are inserted and put: %i', async (many) => {
      const made = Array.from({ length: many }, (_, n) => row(n));
      await work((tx) => insertAll(tx, 'bulk', made));
      expect(await rows()).toEqual(made);
      const put = Array.from({ length: many }, (_, n) => ({ ...row(n + 1), count: n + 3_000_000_000 }));
      await work((tx) => putAll(tx, 'bulk', put));
      expect(await rows()).toEqual(many === 0 ? [] : [row(0), ...put]);
    });

    it('may name their columns in any order', async () => {
      const turned = (n: number): Row => ({ count: n, place: `镇${n}`, id: row(n).id });
      const mixed = (n: number) => (n % 2 === 0 ? row(n) : turned(n));
      const made = Array.from({ length: 70 }, (_, n) => mixed(n));
      await work((tx) => insertAll(tx, 'bulk', made));
      await work((tx) => insertAll(tx, 'bulk', [mixed(71), mixed(72)]));
      expect(await rows()).toEqual([...made, mixed(71), mixed(72)]);
      await work((tx) =>
        putAll(
          tx,
          'bulk',
          [row(2), row(71), { ...turned(3), id: row(73).id }].map(({ id, ...rest }) => ({ id, ...rest })),
        ),
      );
      expect((await rows()).slice(-3)).toEqual([row(71), row(72), { ...turned(3), id: row(73).id }]);
    });

    it.each([0, 1, 150])('are found by a column: %i', async (many) => {
      const made = Array.from({ length: 200 }, (_, n) => row(n));
      await work((tx) => insertAll(tx, 'bulk', made));
      const asked = made.slice(20, 20 + many).map(({ id }) => id);
      const found = await work((tx) => findAll(tx, 'bulk', 'id', [...asked, 'nobody']));
      expect([...found].sort((one, other) => (one.id < other.id ? -1 : 1))).toEqual(made.slice(20, 20 + many));
    });

    it('are gone through by one statement, whose answers come back', async () => {
      await work((tx) => insertAll(tx, 'bulk', [row(1), row(2), row(4)]));
      const given = [row(1), row(4), row(5)].map(({ id }, n) => [id, n + 10]);
      const changed = await work((tx) =>
        forEach<BulkTables, Pick<Row, 'id' | 'count'>>(
          tx,
          'count on',
          given,
          (values) =>
            sql`update bulk set count = bulk.count + given.column2 from (${values}) as given where id = given.column1 returning id, count`,
        ),
      );
      expect(changed.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
        { id: '00001', count: 11 },
        { id: '00004', count: 15 },
      ]);
    });

    it('hold whatever a text can hold, and are asked for by it', async () => {
      const odd = ['"', "'", '\\', '\\u0000', '\n\u2028', '𠮷', '{"a":[null]}', '', 'a\0b', 'c\ud800d', '\udc00e', '\\ud800'];
      await work((tx) =>
        insertAll(
          tx,
          'bulk',
          odd.map((place, n) => ({ ...row(n), place })),
        ),
      );
      for (const [n, place] of odd.entries()) {
        const found = await home.reading<BulkTables>().selectFrom('bulk').select(['count', 'place']).where('place', '=', place).execute();
        expect(found.map(({ count }) => count)).toEqual([n]);
        if (!place.includes('\0') && place.isWellFormed()) expect(found[0]?.place).toBe(place);
      }
    });
  });
}
