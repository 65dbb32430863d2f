import type { Kysely, Transaction } from 'kysely';
import type { Envelope, Recorded } from '#kernel';
import type { Projection } from '#projections';
import { partsOf } from '../record-id.js';

/** A visit, as it is counted. */
export interface VisitRow {
  readonly position: string;
  readonly record_id: string;
  readonly cycle: string;
  /** Code of the school that the student was on the roll of when the visit was recorded; empty if none was known. */
  readonly school: string;
  /** Of the visit's own date, YYYY-MM. */
  readonly month: string;
  readonly method: string;
  readonly purpose: string;
  readonly visitor: string;
  readonly role: string;
  /** The unit that the visitor acted for. */
  readonly unit: string;
}

export interface VisitsTables {
  readonly visit: VisitRow;
  /** Where each record's student is enrolled now, for the visits to come. */
  readonly enrolled: { readonly record_id: string; readonly school: string };
}

type Values = Readonly<Record<string, Envelope | undefined>>;

const SCHOOL = 'school';

/** Visits with the school of the student they were paid to. */
export const visitsProjection: Projection<VisitsTables> = {
  name: 'visits',
  version: 1,
  filter: {
    streamPrefixes: ['record-'],
    types: ['visit-recorded', 'details-recorded', 'statement-recorded', 'record-transferred', 'transfer-disputed'],
  },

  async create(db: Kysely<VisitsTables>): Promise<void> {
    await db.schema
      .createTable('enrolled')
      .addColumn('record_id', 'text', (column) => column.primaryKey())
      .addColumn('school', 'text', (column) => column.notNull())
      .execute();
    let table = db.schema.createTable('visit').addColumn('position', 'text', (column) => column.primaryKey());
    for (const name of ['record_id', 'cycle', 'school', 'month', 'method', 'purpose', 'visitor', 'role', 'unit']) {
      table = table.addColumn(name, 'text', (column) => column.notNull()) as typeof table;
    }
    await table.execute();
    await db.schema.createIndex('visit_by_school').on('visit').columns(['school', 'month', 'position']).execute();
    await db.schema.createIndex('visit_by_unit').on('visit').columns(['unit', 'month', 'position']).execute();
  },

  async apply(tx: Transaction<VisitsTables>, events: readonly Recorded[]): Promise<void> {
    const known = new Map<string, string>();
    for (const event of events) {
      const recordId = event.stream.slice('record-'.length);
      if (event.type === 'visit-recorded') {
        await tx
          .insertInto('visit')
          .values(visitRow(event, recordId, known.get(recordId) ?? (await schoolOf(tx, recordId))))
          .execute();
        continue;
      }
      const school = schoolSetBy(event);
      if (school === undefined) continue;
      known.set(recordId, school);
      await tx
        .insertInto('enrolled')
        .values({ record_id: recordId, school })
        .onConflict((conflict) => conflict.column('record_id').doUpdateSet({ school }))
        .execute();
    }
  },
};

function visitRow({ position, actor, data }: Recorded, recordId: string, school: string): VisitRow {
  const { date, method, purpose } = data as { date: string; method: string; purpose: string };
  const month = date.slice(0, '2020-09'.length);
  const { userId: visitor, role, unit } = actor;
  return { position, record_id: recordId, cycle: partsOf(recordId).cycle, school, month, method, purpose, visitor, role, unit };
}

async function schoolOf(tx: Transaction<VisitsTables>, recordId: string): Promise<string> {
  const row = await tx.selectFrom('enrolled').select('school').where('record_id', '=', recordId).executeTakeFirst();
  return row?.school ?? '';
}

/** The school that an event gives the record; undefined if it says nothing about it. A statement says it only if it was taken. */
function schoolSetBy({ type, data }: Recorded): string | undefined {
  const { values, took } = data as { readonly values: Values; readonly took?: readonly string[] };
  const set = type !== 'statement-recorded' || took?.includes(SCHOOL) === true ? values[SCHOOL] : undefined;
  if (set === undefined) return undefined;
  return typeof set.v === 'string' ? set.v : '';
}
