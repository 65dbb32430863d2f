import type { Kysely, Transaction } from 'kysely';
import type { Recorded } from '#kernel';
import type { Projection } from '#projections';
import type { LevelEscalated } from '../commands/escalate-level.js';

/** An overdue level that was escalated. */
export interface EscalationRow {
  readonly position: string;
  readonly record_id: string;
  readonly cycle: string;
  readonly line: string;
  readonly level: string;
  readonly digest: string;
  readonly due_at: string;
  /** The unit that is late. */
  readonly unit: string;
}

export interface EscalationsTables {
  readonly escalation: EscalationRow;
}

/** Overdue levels that were escalated, from the streams beside the records. */
export const escalationsProjection: Projection<EscalationsTables> = {
  name: 'escalations',
  version: 1,
  filter: { streamPrefixes: ['escalations-'] },

  async create(db: Kysely<EscalationsTables>): Promise<void> {
    let table = db.schema.createTable('escalation').addColumn('position', 'text', (column) => column.primaryKey());
    for (const name of ['record_id', 'cycle', 'line', 'level', 'digest', 'due_at', 'unit']) {
      table = table.addColumn(name, 'text', (column) => column.notNull()) as typeof table;
    }
    await table.execute();
    await db.schema.createIndex('escalation_by_cycle').on('escalation').columns(['cycle', 'position']).execute();
  },

  async apply(tx: Transaction<EscalationsTables>, events: readonly Recorded[]): Promise<void> {
    for (const { position, data } of events) {
      const { recordId, cycle, line, level, digest, dueAt, late } = data as LevelEscalated;
      await tx
        .insertInto('escalation')
        .values({ position, record_id: recordId, cycle, line, level, digest, due_at: dueAt, unit: late.unit })
        .execute();
    }
  },
};
