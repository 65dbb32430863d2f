import type { Kysely, Transaction } from 'kysely';
import type { Envelope, Recorded } from '#kernel';
import type { Projection } from '#projections';
import type { DisagreementFound, DisagreementSettled, VisitRecorded } from '#verification';
import type { SampleDrawn } from '../commands/draw-samples.js';
import { partsOf } from '../record-id.js';
import { createVisitsTables, type VisitsTables } from './visits-tables.js';

type Values = Readonly<Record<string, Envelope | undefined>>;
type Place = Pick<VisitsTables['placed'], 'school' | 'village'>;

/** The fields that say where a student is enrolled and lives. */
const FIELDS = { school: 'school', village: 'region' } as const;
const NOWHERE: Place = { school: '', village: '' };
/** Rows of one statement: bounds its parameters. */
const INSERTED_AT_ONCE = 200;

/** Visits (三联访) with what they found, the disagreements that came of them, and the samples drawn for spot checks. */
export const visitsProjection: Projection<VisitsTables> = {
  name: 'visits',
  version: 2,
  filter: {
    streamPrefixes: ['record-', 'spot-checks-'],
    types: [
      'visit-recorded',
      'disagreement-found',
      'disagreement-settled',
      'spot-checks-drawn',
      'details-recorded',
      'statement-recorded',
      'record-transferred',
      'transfer-disputed',
    ],
  },

  create: (db: Kysely<VisitsTables>) => createVisitsTables(db),

  async apply(tx: Transaction<VisitsTables>, events: readonly Recorded[]): Promise<void> {
    const places = new Places(tx);
    for (const event of events) {
      const recordId = event.stream.slice('record-'.length);
      switch (event.type) {
        case 'visit-recorded':
          await takeVisit(tx, event, recordId, await places.of(recordId));
          break;
        case 'disagreement-found':
          await takeDisagreement(tx, event, recordId, await places.of(recordId));
          break;
        case 'disagreement-settled':
          await settleDisagreement(tx, event);
          break;
        case 'spot-checks-drawn':
          await takeDraw(tx, event);
          break;
        default:
          await places.set(recordId, placeSetBy(event));
      }
    }
  },
};

/** Where the records of a batch are placed, each read once. */
class Places {
  private readonly known = new Map<string, Place>();

  constructor(private readonly tx: Transaction<VisitsTables>) {}

  async of(recordId: string): Promise<Place> {
    const known = this.known.get(recordId);
    if (known !== undefined) return known;
    const row = await this.tx.selectFrom('placed').select(['school', 'village']).where('record_id', '=', recordId).executeTakeFirst();
    const place = row ?? NOWHERE;
    this.known.set(recordId, place);
    return place;
  }

  async set(recordId: string, change: Partial<Place>): Promise<void> {
    if (Object.keys(change).length === 0) return;
    const place = { ...(await this.of(recordId)), ...change };
    this.known.set(recordId, place);
    await this.tx
      .insertInto('placed')
      .values({ record_id: recordId, ...place })
      .onConflict((conflict) => conflict.column('record_id').doUpdateSet(place))
      .execute();
  }
}

async function takeVisit(tx: Transaction<VisitsTables>, event: Recorded, recordId: string, place: Place): Promise<void> {
  const { position, actor } = event;
  const { date, method, purpose, checked } = event.data as VisitRecorded['data'];
  const month = date.slice(0, '2020-09'.length);
  const { userId: visitor, role, unit } = actor;
  const visit = { position, record_id: recordId, ...place, month, method, role };
  await tx
    .insertInto('visit')
    .values({ ...visit, cycle: partsOf(recordId).cycle, purpose, visitor, unit })
    .execute();
  const checks = Object.entries(checked).map(([field, { outcome, value }]) => ({
    ...visit,
    field,
    outcome,
    found: outcome === 'differs' ? (value?.c ?? null) : null,
  }));
  for (let start = 0; start < checks.length; start += INSERTED_AT_ONCE) {
    await tx
      .insertInto('visit_check')
      .values(checks.slice(start, start + INSERTED_AT_ONCE))
      .execute();
  }
}

async function takeDisagreement(tx: Transaction<VisitsTables>, event: Recorded, recordId: string, place: Place): Promise<void> {
  const { disagreementId: id, field, line, kind } = event.data as DisagreementFound['data'];
  const { position: from_position, time } = event;
  const { cycle } = partsOf(recordId);
  const row = { id, record_id: recordId, cycle, field, line, kind, ...place, time, from_position, to_position: null, outcome: null };
  await tx.insertInto('disagreement').values(row).execute();
}

async function settleDisagreement(tx: Transaction<VisitsTables>, { position, data }: Recorded): Promise<void> {
  const { disagreementId, outcome } = data as DisagreementSettled['data'];
  await tx.updateTable('disagreement').set({ to_position: position, outcome }).where('id', '=', disagreementId).execute();
}

async function takeDraw(tx: Transaction<VisitsTables>, { position, data }: Recorded): Promise<void> {
  const { month, unit, drawn } = data as SampleDrawn;
  await tx
    .insertInto('draw')
    .values({ month, unit, position, data: JSON.stringify(data) })
    .execute();
  const rows = drawn.map((record_id, place) => ({ month, unit, place, record_id }));
  for (let start = 0; start < rows.length; start += INSERTED_AT_ONCE) {
    await tx
      .insertInto('drawn')
      .values(rows.slice(start, start + INSERTED_AT_ONCE))
      .execute();
  }
}

/** The school and village that an event gives the record; a statement gives only what was taken. */
function placeSetBy({ type, data }: Recorded): Partial<Place> {
  const { values, took } = data as { readonly values: Values; readonly took?: readonly string[] };
  const place: Partial<Record<keyof Place, string>> = {};
  for (const name of ['school', 'village'] as const) {
    const set = type !== 'statement-recorded' || took?.includes(FIELDS[name]) === true ? values[FIELDS[name]] : undefined;
    if (set !== undefined) place[name] = typeof set.v === 'string' ? set.v : '';
  }
  return place;
}
