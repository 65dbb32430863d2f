import type { Transaction } from 'kysely';
import type { Recorded } from '#kernel';
import { insertAll, RecentStates, type Projection } from '#projections';
import { recordOf } from '#records';
import type { EvolvingRecordEvent, RecordType } from '#verification';
import { AnsweringBatch, type Answered } from './answering-batch.js';
import { createIndexes, createTables } from './create-tables.js';
import { deedsOf, refusedDeed } from './deeds.js';
import { FieldMasks } from './field-masks.js';
import type { AttributedRow, DeedRow, ResponsibilityTables } from './tables.js';

const RECORD = 'record-';
/** How many records are kept in memory between batches. */
const KEPT = 4_000;

type Event = EvolvingRecordEvent & Pick<Recorded, 'position' | 'stream'>;

/** Who answers for what: fields by unit for the assessments, deeds by person for the ledgers. It holds no values of records. */
export function responsibilityProjection(type: RecordType): Projection<ResponsibilityTables> {
  const masks = new FieldMasks(type);
  const recent = new RecentStates<Answered>(KEPT);
  return {
    name: 'responsibility',
    version: 3,
    filter: { streamPrefixes: [RECORD, 'refusals-'] },
    create: createTables,
    index: createIndexes,
    async apply(tx: Transaction<ResponsibilityTables>, events: readonly Recorded[]): Promise<void> {
      const batch = new AnsweringBatch(tx, type, masks, recent);
      await batch.load(events.filter(({ stream }) => stream.startsWith(RECORD)));
      const deeds: DeedRow[] = [];
      const attributed: AttributedRow[] = [];
      const reversals: Event[] = [];
      for (const recorded of events) {
        if (!recorded.stream.startsWith(RECORD)) {
          // How many more there were in a minute is no deed of its own.
          if (recorded.type === 'attempt-refused') deeds.push(refusedDeed(recorded, type));
          continue;
        }
        const event = recorded as unknown as Event;
        const recordId = recordOf(event.stream);
        deeds.push(...deedsOf(event, recordId, batch.take(event, recordId), type));
        if (event.type === 'error-attributed') attributed.push(attributedRow(event, recordId));
        if (event.type === 'attribution-appeal-decided') reversals.push(event);
      }
      await batch.write();
      await insertAll(tx, 'deed', deeds);
      await insertAll(tx, 'attributed', attributed);
      for (const reversal of reversals) await reverse(tx, reversal);
    },
  };
}

function attributedRow(event: Extract<Event, { type: 'error-attributed' }>, recordId: string): AttributedRow {
  const { errorId, field, missing, outdated } = event.data;
  return {
    error_id: errorId,
    record_id: recordId,
    field,
    missing: missing ? 1 : 0,
    outdated: outdated ? 1 : 0,
    position: event.position,
  };
}

/** What was attributed stays; from here on it no longer counts for the appellant. */
async function reverse(tx: Transaction<ResponsibilityTables>, event: Event): Promise<void> {
  if (event.type !== 'attribution-appeal-decided' || event.data.outcome !== 'reversed') return;
  await tx
    .updateTable('deed')
    .set({ reversed_position: event.position })
    .where('error_id', '=', event.data.errorId)
    .where('user_id', '=', event.data.appellant)
    .where('kind', 'in', ['introduced', 'passed'])
    .execute();
}
