import { sql, type Kysely, type Transaction } from 'kysely';
import type { Envelope, Json, Recorded } from '#kernel';
import { findAll, forEach, indexable, putAll, type Projection } from '#projections';
import { recordOf, type IdentityContested } from '#records';
import type { FindingContent, FindingDecided, RosterImported } from '../events.js';
import { APPROVER, decidingLines } from '../findings/deciders.js';
import { createTables } from './create-tables.js';
import type { ContestRow, FindingTableRow, IdentityRow, KnownRecordRow, RostersTables } from './tables.js';

type Tx = Transaction<RostersTables>;
type Values = Readonly<Record<string, Envelope>>;

const IDENTITY_STREAM = 'identity-';

/** Fields of a record that reconciling looks at, with their columns. */
const FIELDS = { name: 'name', idNumber: 'id_number', region: 'region' } as const;
const COLUMNS = Object.entries(FIELDS);

/** Data of an event that states values; of a roster's statement, only those count that the record took. */
interface Stating {
  readonly values: Values;
  readonly took?: readonly string[];
}

const RECORD_TYPES: ReadonlySet<string> = new Set([
  'record-opened',
  'record-closed',
  'details-recorded',
  'statement-recorded',
  'record-transferred',
  'transfer-disputed',
]);
const IDENTITY_TYPES: ReadonlySet<string> = new Set(['identity-claimed', 'identity-superseded']);
const CONTESTED = 'identity-contested';
const OWN_TYPES: ReadonlySet<string> = new Set([
  'roster-imported',
  'finding-opened',
  'finding-updated',
  'finding-decided',
  'finding-applied',
  'finding-closed',
]);

/** Rosters, findings, and what reconciling must know of people and records. */
export const rostersProjection: Projection<RostersTables> = {
  name: 'rosters',
  version: 5,
  filter: { types: [...OWN_TYPES, ...IDENTITY_TYPES, ...RECORD_TYPES, CONTESTED] },
  create: (db: Kysely<RostersTables>) => createTables(db),
  async apply(tx: Tx, events: readonly Recorded[]): Promise<void> {
    const records = new RecordBatch(tx);
    await records.load(events);
    for (const event of events) {
      if (RECORD_TYPES.has(event.type)) records.take(event);
      else if (event.type === CONTESTED) records.contest(event);
      else if (OWN_TYPES.has(event.type)) await takeOwn(tx, event);
    }
    await records.write();
    await takeIdentities(
      tx,
      events.filter(({ type }) => IDENTITY_TYPES.has(type)),
    );
  },
};

/** Each claim is written once a batch, as its last event leaves it; who bore it before is kept. */
async function takeIdentities(tx: Tx, events: readonly Recorded[]): Promise<void> {
  const superseded = events.filter(({ type }) => type === 'identity-superseded').map(identityRow);
  await forEach(
    tx,
    'keep former identities',
    superseded.map(({ claim, student_id }) => [claim, student_id]),
    (rows) =>
      sql`insert into former_identity (claim, student_id) select column1, column2 from (${rows}) as given where true on conflict do nothing`,
  );
  const last = [...new Map(events.map((event) => [event.stream, event])).values()];
  await forEach(
    tx,
    'free identities',
    last.filter(({ type }) => type === 'identity-superseded').map(({ stream }) => [claimOf(stream)]),
    (rows) => sql`delete from identity where claim in (${rows})`,
  );
  await putAll(tx, 'identity', last.filter(({ type }) => type === 'identity-claimed').map(identityRow));
}

function identityRow({ stream, data }: Recorded): IdentityRow {
  return { claim: claimOf(stream), student_id: (data as { studentId: string }).studentId };
}

function claimOf(stream: string): string {
  return stream.slice(IDENTITY_STREAM.length);
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
      await endTurns(tx, event);
      // Nothing is to be applied of a rejection.
      return change(tx, event, { status: decided.decision, decision, applied: decided.decision === 'rejected' ? 1 : 0 });
    }
    case 'finding-applied':
      return change(tx, event, { applied: 1 });
    case 'finding-closed':
      await endTurns(tx, event);
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

async function takeContent(tx: Tx, { type, stream, data, revision, time }: Recorded): Promise<void> {
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
    since: time,
  };
  // In other rows than before it is the same finding, which has waited since then.
  const { since: _since, ...updated } = row;
  const { since } = await tx
    .insertInto('finding')
    .values(row)
    .onConflict((conflict) => conflict.column('finding_id').doUpdateSet(type === 'finding-updated' ? updated : row))
    .returning('since')
    .executeTakeFirstOrThrow();
  await turnsTo(tx, row, since);
}

/** Who decides it now; until then others may have. */
async function turnsTo(tx: Tx, { finding_id, content, revision }: FindingTableRow, since: string): Promise<void> {
  if (revision > 0) await tx.deleteFrom('finding_turn').where('finding_id', '=', finding_id).execute();
  const deciders = [APPROVER, ...decidingLines(content)];
  await tx
    .insertInto('finding_turn')
    .values(deciders.map((decider) => ({ decider, since, finding_id })))
    .execute();
}

async function endTurns(tx: Tx, { stream }: Recorded): Promise<void> {
  await tx.deleteFrom('finding_turn').where('finding_id', '=', findingIdOf(stream)).execute();
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
    const ids = [...new Set(events.filter(({ type }) => RECORD_TYPES.has(type)).map(({ stream }) => recordOf(stream)))];
    for (const row of await findAll(this.tx, 'known_record', 'record_id', ids)) this.records.set(row.record_id, row);
  }

  take({ type, stream, data }: Recorded): void {
    const record_id = recordOf(stream);
    if (type === 'record-opened') {
      const { subjectId: student_id, cycle } = data as { subjectId: string; cycle: string };
      this.opened.add(record_id);
      this.records.set(record_id, { record_id, student_id, cycle, closed: 0, name: null, id_number: null, region: null });
      return;
    }
    const before = this.records.get(record_id);
    // A hole would make findings wrong without anybody seeing it.
    if (before === undefined) throw new Error(`${stream}: ${type} before record-opened`);
    const after = type === 'record-closed' ? { ...before, closed: 1 } : { ...before, ...columnsOf(data as Stating) };
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
    await forEach(
      this.tx,
      'end contests',
      [...this.renumbered].map((id) => [id]),
      (rows) => sql`delete from contest where record_id in (${rows})`,
    );
    await forEach(
      this.tx,
      'contest',
      [...this.contests.values()].flat().map(({ record_id, claim, cycle }) => [record_id, claim, cycle]),
      (rows) =>
        sql`insert into contest (record_id, claim, cycle) select column1, column2, column3 from (${rows}) as given where true on conflict do nothing`,
    );
    await putAll(this.tx, 'known_record', [...this.records.values()]);
  }
}

/** The columns of the values that an event gave the record. */
function columnsOf({ values, took }: Stating): Partial<KnownRecordRow> {
  const columns: Partial<Record<(typeof FIELDS)[keyof typeof FIELDS], string | null>> = {};
  for (const [field, column] of COLUMNS) {
    const value = values[field];
    if (value !== undefined && (took === undefined || took.includes(field))) columns[column] = textOf(value.v);
  }
  return columns;
}

function textOf(value: Json): string | null {
  return typeof value === 'string' ? indexable(value) : null;
}
