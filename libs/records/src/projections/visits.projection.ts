import type { Kysely, Transaction } from 'kysely';
import type { Actor, Envelope, Recorded } from '#kernel';
import { findAll, indexable, insertAll, putAll, type Projection } from '#projections';
import type { DisagreementFound, DisagreementSettled, VisitRecorded } from '#verification';
import type { SampleDrawn } from '../commands/draw-samples.js';
import { partsOf, recordOf } from '../record-id.js';
import {
  createVisitsIndexes,
  createVisitsTables,
  type DisagreementRow,
  type DrawRow,
  type DrawnRow,
  type SettledBy,
  type VisitCheckRow,
  type VisitRow,
  type VisitsTables,
} from './visits-tables.js';

type Settled = Pick<DisagreementRow, 'to_position' | 'outcome' | 'stands' | 'settled'>;
type Values = Readonly<Record<string, Envelope | undefined>>;
type Place = Pick<VisitsTables['placed'], 'school' | 'village'>;

/** The fields that say where a student is enrolled and lives. */
const FIELDS = { school: 'school', village: 'region' } as const;
const NOWHERE: Place = { school: '', village: '' };

/** Visits (三联访) with what they found, the disagreements that came of them, and the samples drawn for spot checks. */
export const visitsProjection: Projection<VisitsTables> = {
  name: 'visits',
  version: 3,
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
  index: (db: Kysely<VisitsTables>) => createVisitsIndexes(db),

  async apply(tx: Transaction<VisitsTables>, events: readonly Recorded[]): Promise<void> {
    const batch = new Batch(tx);
    await batch.load([...new Set(events.filter(({ type }) => type !== 'spot-checks-drawn').map(({ stream }) => recordOf(stream)))]);
    for (const event of events) batch.take(event);
    await batch.write();
  },
};

/** Where each record's student is placed is read once and written once a batch. */
class Batch {
  private readonly places = new Map<string, Place>();
  private readonly moved = new Set<string>();
  private readonly visits: VisitRow[] = [];
  private readonly checks: VisitCheckRow[] = [];
  private readonly disagreements = new Map<string, DisagreementRow>();
  private readonly settled: ({ readonly id: string } & Settled)[] = [];
  private readonly draws: DrawRow[] = [];
  private readonly drawn: DrawnRow[] = [];

  constructor(private readonly tx: Transaction<VisitsTables>) {}

  async load(recordIds: readonly string[]): Promise<void> {
    const rows = await findAll(this.tx, 'placed', 'record_id', recordIds);
    for (const { record_id, school, village } of rows) this.places.set(record_id, { school, village });
  }

  take(event: Recorded): void {
    const recordId = recordOf(event.stream);
    switch (event.type) {
      case 'visit-recorded':
        return this.visited(event, recordId);
      case 'disagreement-found':
        return this.found(event, recordId);
      case 'disagreement-settled':
        return this.settle(event);
      case 'spot-checks-drawn':
        return this.draw(event);
      default:
        return this.place(recordId, placeSetBy(event));
    }
  }

  async write(): Promise<void> {
    const placed = [...this.moved].map((record_id) => ({ record_id, ...this.placeOf(record_id) }));
    await putAll(this.tx, 'placed', placed);
    await insertAll(this.tx, 'visit', this.visits);
    await insertAll(this.tx, 'visit_check', this.checks);
    await insertAll(this.tx, 'disagreement', [...this.disagreements.values()]);
    for (const { id, ...settled } of this.settled) {
      await this.tx.updateTable('disagreement').set(settled).where('id', '=', id).execute();
    }
    await insertAll(this.tx, 'draw', this.draws);
    await insertAll(this.tx, 'drawn', this.drawn);
  }

  private placeOf(recordId: string): Place {
    return this.places.get(recordId) ?? NOWHERE;
  }

  private place(recordId: string, change: Partial<Place>): void {
    if (Object.keys(change).length === 0) return;
    this.places.set(recordId, { ...this.placeOf(recordId), ...change });
    this.moved.add(recordId);
  }

  private visited({ position, actor, data }: Recorded, record_id: string): void {
    const { date, method, purpose, checked } = data as VisitRecorded['data'];
    const { userId: visitor, role, unit } = actor;
    const visit = { position, record_id, ...this.placeOf(record_id), month: date.slice(0, '2020-09'.length), method, role };
    this.visits.push({ ...visit, cycle: partsOf(record_id).cycle, purpose, visitor, unit });
    for (const [field, { outcome, value }] of Object.entries(checked)) {
      this.checks.push({ ...visit, field: indexable(field), outcome, found: outcome === 'differs' ? (value?.c ?? null) : null });
    }
  }

  private found({ position: from_position, time, actor, data }: Recorded, record_id: string): void {
    const { disagreementId: id, field, line, kind, found } = data as DisagreementFound['data'];
    const { cycle } = partsOf(record_id);
    const place = this.placeOf(record_id);
    this.disagreements.set(id, {
      id,
      record_id,
      cycle,
      field,
      line,
      kind,
      ...place,
      time,
      from_position,
      found: found?.c ?? null,
      found_by: JSON.stringify(personOf(actor)),
      to_position: null,
      outcome: null,
      stands: null,
      settled: null,
    });
  }

  private settle({ position: to_position, time, actor, data }: Recorded): void {
    const { disagreementId: id, outcome, standing: stands, reason } = data as DisagreementSettled['data'];
    const by: SettledBy = { by: personOf(actor), time, ...(reason !== undefined && { reason }) };
    const settled: Settled = { to_position, outcome, stands, settled: JSON.stringify(by) };
    const begun = this.disagreements.get(id);
    if (begun === undefined) this.settled.push({ id, ...settled });
    else this.disagreements.set(id, { ...begun, ...settled });
  }

  private draw({ position, data }: Recorded): void {
    const { month, unit, drawn } = data as SampleDrawn;
    this.draws.push({ month, unit, position, data: JSON.stringify(data) });
    for (const [place, record_id] of drawn.entries()) this.drawn.push({ month, unit, place, record_id });
  }
}

function personOf({ userId, name, role, unit }: Actor): SettledBy['by'] {
  return { userId, name, role, unit };
}

/** The school and village that an event gives the record; a statement gives only what was taken. */
function placeSetBy({ type, data }: Recorded): Partial<Place> {
  const { values, took } = data as { readonly values: Values; readonly took?: readonly string[] };
  const place: Partial<Record<keyof Place, string>> = {};
  for (const name of ['school', 'village'] as const) {
    const set = type !== 'statement-recorded' || took?.includes(FIELDS[name]) === true ? values[FIELDS[name]] : undefined;
    if (set !== undefined) place[name] = typeof set.v === 'string' ? indexable(set.v) : '';
  }
  return place;
}
