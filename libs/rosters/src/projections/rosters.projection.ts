import type { Kysely, Transaction } from 'kysely';
import type { Envelope, Json, Recorded } from '#kernel';
import type { Projection } from '#projections';
import type { IdentityContested } from '#records';
import type { FindingContent, FindingDecided, RosterImported } from '../events.js';
import { createTables } from './create-tables.js';
import type { ContestRow, FindingTableRow, KnownRecordRow, RostersTables } from './tables.js';

type Tx = Transaction<RostersTables>;
type Values = Readonly<Record<string, Envelope>>;

/** Rows of one statement: bounds its parameters. */
const CHUNK = 100;

const IDENTITY_STREAM = 'identity-';

/** Fields of a record that reconciling looks at, with their columns. */
const FIELDS = { name: 'name', idNumber: 'id_number', region: 'region' } as const;

const RECORD_TYPES = [
  'record-opened',
  'record-closed',
  'details-recorded',
  'statement-recorded',
  'record-transferred',
  'transfer-disputed',
];
const IDENTITY_TYPES = ['identity-claimed', 'identity-superseded'];
const CONTESTED = 'identity-contested';
const OWN_TYPES = ['roster-imported', 'finding-opened', 'finding-updated', 'finding-decided', 'finding-applied', 'finding-closed'];

/** Rosters, findings, and what reconciling must know of people and records. */
export const rostersProjection: Projection<RostersTables> = {
  name: 'rosters',
  version: 3,
  filter: { types: [...OWN_TYPES, ...IDENTITY_TYPES, ...RECORD_TYPES, CONTESTED] },
  create: (db: Kysely<RostersTables>) => createTables(db),
  async apply(tx: Tx, events: readonly Recorded[]): Promise<void> {
    const records = new RecordBatch(tx);
    await records.load(events);
    for (const event of events) {
      if (RECORD_TYPES.includes(event.type)) records.take(event);
      else if (event.type === CONTESTED) records.contest(event);
      else if (OWN_TYPES.includes(event.type)) await takeOwn(tx, event);
    }
    await records.write();
    await takeIdentities(
      tx,
      events.filter(({ type }) => IDENTITY_TYPES.includes(type)),
    );
  },
};

/** Each claim is written once a batch, as its last event leaves it; who bore it before is kept. */
async function takeIdentities(tx: Tx, events: readonly Recorded[]): Promise<void> {
  await takeFormer(tx, events);
  const last = new Map(events.map((event) => [event.stream.slice(IDENTITY_STREAM.length), event]));
  const claims = [...last.entries()];
  for (let start = 0; start < claims.length; start += CHUNK) {
    const some = claims.slice(start, start + CHUNK);
    const held = some.flatMap(([claim, { type, data }]) =>
      type === 'identity-claimed' ? [{ claim, student_id: (data as { studentId: string }).studentId }] : [],
    );
    const freed = some.flatMap(([claim, { type }]) => (type === 'identity-superseded' ? [claim] : []));
    if (freed.length > 0) await tx.deleteFrom('identity').where('claim', 'in', freed).execute();
    if (held.length === 0) continue;
    await tx
      .insertInto('identity')
      .values(held)
      .onConflict((conflict) => conflict.column('claim').doUpdateSet(({ ref }) => ({ student_id: ref('excluded.student_id') })))
      .execute();
  }
}

async function takeFormer(tx: Tx, events: readonly Recorded[]): Promise<void> {
  const freed = events.filter(({ type }) => type === 'identity-superseded');
  for (const { stream, data } of freed) {
    const row = { claim: stream.slice(IDENTITY_STREAM.length), student_id: (data as { studentId: string }).studentId };
    await tx
      .insertInto('former_identity')
      .values(row)
      .onConflict((conflict) => conflict.columns(['claim', 'student_id']).doNothing())
      .execute();
  }
}

async function takeOwn(tx: Tx, event: Recorded): Promise<void> {
  switch (event.type) {
    case 'roster-imported':
      return takeRoster(tx, event);
    case 'finding-opened':
    case 'finding-updated':
      return takeContent(tx, event);
    case 'finding-decided': {
      const decided = event.data as FindingDecided;
      const decision = JSON.stringify({
        ...decided,
        by: event.actor,
        time: event.time,
        commandId: event.commandId,
        commandHash: event.commandHash,
      });
      // Nothing is to be applied of a rejection.
      return change(tx, event, { status: decided.decision, decision, applied: decided.decision === 'rejected' ? 1 : 0 });
    }
    case 'finding-applied':
      return change(tx, event, { applied: 1 });
    case 'finding-closed':
      return change(tx, event, { status: 'closed' });
  }
}

async function takeRoster(tx: Tx, { data, revision, position }: Recorded): Promise<void> {
  const { asOf: as_of, ...rest } = data as RosterImported;
  await tx
    .insertInto('roster_file')
    .values({ ...rest, as_of, number: revision, position })
    .execute();
}

async function takeContent(tx: Tx, { stream, data, revision }: Recorded): Promise<void> {
  const content = data as FindingContent;
  const row: FindingTableRow = {
    finding_id: findingIdOf(stream),
    cycle: content.cycle,
    kind: content.kind,
    status: 'open',
    person: content.person ?? null,
    fingerprint: content.fingerprint,
    content: JSON.stringify(content),
    decision: null,
    applied: 0,
    revision,
  };
  await tx
    .insertInto('finding')
    .values(row)
    .onConflict((conflict) => conflict.column('finding_id').doUpdateSet(row))
    .execute();
}

async function change(tx: Tx, { stream, revision }: Recorded, columns: Partial<FindingTableRow>): Promise<void> {
  await tx
    .updateTable('finding')
    .set({ ...columns, revision })
    .where('finding_id', '=', findingIdOf(stream))
    .execute();
}

function findingIdOf(stream: string): string {
  return stream.slice('finding-'.length);
}

/** Each record is read once and written once a batch. */
class RecordBatch {
  private readonly records = new Map<string, KnownRecordRow>();
  /** Contests of this batch that still stand, by record. */
  private readonly contests = new Map<string, ContestRow[]>();
  /** Records that got another number: what was contested before is no matter any more. */
  private readonly renumbered = new Set<string>();
  private readonly opened = new Set<string>();

  constructor(private readonly tx: Tx) {}

  async load(events: readonly Recorded[]): Promise<void> {
    const ids = [...new Set(events.filter(({ type }) => RECORD_TYPES.includes(type)).map(({ stream }) => recordIdOf(stream)))];
    for (let start = 0; start < ids.length; start += CHUNK) {
      const rows = await this.tx
        .selectFrom('known_record')
        .selectAll()
        .where('record_id', 'in', ids.slice(start, start + CHUNK))
        .execute();
      for (const row of rows) this.records.set(row.record_id, row);
    }
  }

  take({ type, stream, data }: Recorded): void {
    const record_id = recordIdOf(stream);
    if (type === 'record-opened') {
      const { subjectId: student_id, cycle } = data as { subjectId: string; cycle: string };
      this.opened.add(record_id);
      this.records.set(record_id, { record_id, student_id, cycle, closed: 0, name: null, id_number: null, region: null });
      return;
    }
    const before = this.records.get(record_id);
    // A hole would make findings wrong without anybody seeing it.
    if (before === undefined) throw new Error(`${stream}: ${type} before record-opened`);
    const after = type === 'record-closed' ? { ...before, closed: 1 } : { ...before, ...columnsOf(valuesIn(type, data)) };
    this.records.set(record_id, after);
    if (after.id_number === before.id_number) return;
    // Nothing of an earlier batch can be contested of a record that is new.
    if (!this.opened.has(record_id)) this.renumbered.add(record_id);
    this.contests.delete(record_id);
  }

  contest({ data }: Recorded): void {
    const { recordId: record_id, claim, cycle } = data as IdentityContested;
    const before = (this.contests.get(record_id) ?? []).filter((row) => row.claim !== claim);
    this.contests.set(record_id, [...before, { record_id, claim, cycle }]);
  }

  async write(): Promise<void> {
    await this.writeContests();
    const rows = [...this.records.values()];
    for (let start = 0; start < rows.length; start += CHUNK) {
      await this.tx
        .insertInto('known_record')
        .values(rows.slice(start, start + CHUNK))
        .onConflict((conflict) =>
          conflict.column('record_id').doUpdateSet(({ ref }) => ({
            closed: ref('excluded.closed'),
            name: ref('excluded.name'),
            id_number: ref('excluded.id_number'),
            region: ref('excluded.region'),
          })),
        )
        .execute();
    }
  }

  private async writeContests(): Promise<void> {
    const renumbered = [...this.renumbered];
    for (let start = 0; start < renumbered.length; start += CHUNK) {
      await this.tx
        .deleteFrom('contest')
        .where('record_id', 'in', renumbered.slice(start, start + CHUNK))
        .execute();
    }
    for (const row of [...this.contests.values()].flat()) {
      await this.tx
        .insertInto('contest')
        .values(row)
        .onConflict((conflict) => conflict.columns(['record_id', 'claim']).doNothing())
        .execute();
    }
  }
}

function recordIdOf(stream: string): string {
  return stream.slice('record-'.length);
}

/** The values that an event gave the record. */
function valuesIn(type: string, data: unknown): Values {
  if (type !== 'statement-recorded') return (data as { values: Values }).values;
  const { values, took } = data as { values: Values; took: readonly string[] };
  return Object.fromEntries(Object.entries(values).filter(([field]) => took.includes(field)));
}

function columnsOf(values: Values): Partial<KnownRecordRow> {
  return Object.fromEntries(
    Object.entries(FIELDS).flatMap(([field, column]) => (values[field] === undefined ? [] : [[column, textOf(values[field].v)]])),
  );
}

function textOf(value: Json): string | null {
  return typeof value === 'string' ? value : null;
}
