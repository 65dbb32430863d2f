import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Recorded } from '#kernel';
import type { Projection } from '../projection.js';

export interface TallyTables {
  readonly tally: { readonly stream: string; readonly events: number; readonly sum: number };
}

/** A tiny projection for specs: adds up what each `count-` stream counted, so an event that is applied twice or never shows. */
export function tallyProjection(spoiled?: (event: Recorded) => boolean, name = 'tally'): Projection<TallyTables> {
  return {
    name,
    version: 1,
    filter: { streamPrefixes: ['count-'] },
    async create(db: Kysely<TallyTables>): Promise<void> {
      await db.schema
        .createTable('tally')
        .addColumn('stream', 'text', (column) => column.primaryKey())
        .addColumn('events', 'integer', (column) => column.notNull())
        .addColumn('sum', 'integer', (column) => column.notNull())
        .execute();
    },
    async apply(tx: Transaction<TallyTables>, events: readonly Recorded[]): Promise<void> {
      for (const event of events) {
        const { by } = event.data as { by: number };
        await tx
          .insertInto('tally')
          .values({ stream: event.stream, events: 1, sum: by })
          .onConflict((conflict) =>
            conflict.column('stream').doUpdateSet({ events: sql<number>`tally.events + 1`, sum: sql<number>`tally.sum + ${by}` }),
          )
          .execute();
        // Thrown after its own write: what was written of the batch has to go as well.
        if (spoiled?.(event) === true) throw new Error('spoiled');
      }
    },
  };
}
