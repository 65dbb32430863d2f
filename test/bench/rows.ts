import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant, Row } from './measure.js';
import type { Prepared } from './prepare.js';
import { rosterFiles } from './support/roster-files.js';

/** What rows are made for. */
export interface Setting extends Prepared {
  readonly postgres: string;
  /** A Kafka broker to throw away, `host:port`; absent: nothing is relayed. */
  readonly kafka?: string;
  /** A county's rosters with its regions, schools and staff. */
  readonly rosters: string;
  /** Counties of different sizes, the smaller first: their data directories by how many records they have. */
  readonly counties: readonly { readonly records: number; readonly data: string }[];
  readonly quick: boolean;
}

const RIVALS = {
  auditedRow: 'row + audit trigger, PostgreSQL',
  emmettPostgres: 'Emmett, PostgreSQL',
  emmettSqlite: 'Emmett, SQLite',
} as const;
type Rival = keyof typeof RIVALS;

const CONTESTANTS = 'dist/test/bench/contestants';
const RIVAL = 'test/bench/rivals/contestant.mjs';
/** Events an append of a batch. */
const BATCH = 500;

const ours = (script: string, options: object): Contestant => ({
  name: 'ours',
  part: 'ours',
  script: `${CONTESTANTS}/${script}.js`,
  options: { ...options },
});
/** Why goals are missed, from profiles of the day of the table. */
const WHY = {
  commands:
    'a command is decided by the whole rule book, its values sealed, its events checked, written as canonical JSON and folded: about 0.15 ms of the main thread, of which a quarter is writing and checking, a sixth deciding, a tenth sealing; one at a time more than half is the commit, which changes seven pages: three indexes, and the counter that never gives a position twice; those who come together then wait for one commit together, and the views take as much again in their thread; the bare limit does none of it',
  http: 'besides the command, Nest’s pipeline and the sockets, which take as long again; load, server, its views and its commits share two cores here',
  batch: 'half of it is checking shapes and writing canonical JSON, a third the indexes and triggers that hold the log’s promises',
  rebuild:
    'every event is folded into its record and into the rows that it shows in (a fifth each), rows are ended and begun instead of overwritten, so that any past can be asked for, and totals are kept; of a million records each state is read from the disk and written again; a seventh of the time goes into collecting garbage, and more room for young objects, with which it is up to a third faster, takes more than the gigabyte that a rebuild may have',
  server:
    'measured while every append was still read back before it was answered, two calls where the bare client makes one; today it is one call, and this has not been measured again',
  postgres:
    'half of the time it waits for the server: each 500 events are a transaction of its own, with what they need read first and what they write sent table by table; the rest is as in a rebuild',
  relay:
    'it reads the log, makes the events that others are told, looks before each batch whether it may still lead, and keeps how far it has come; the bare producer has all of it in memory beforehand',
  import:
    'the limit reads with both cores and decides nothing; after it both are busy to the end: one seals values, decides statements, checks and writes events (a fifth each), compares rows and collects garbage; commits, the rosters’ view and V8’s helpers take the other',
  load: 'load, server, its views and its garbage collector share two cores here: what takes long waits while V8 marks its heap or the disk takes a checkpoint; after a burst some five hundred commands that were let in are worked first',
} as const;

const DISK =
  'pages of a view that nobody has read for a while come from the disk again: the first question about a unit or a record waits for them';
/** A million records in one county are twenty counties’ work at one county’s desks. */
const WHY_QUESTIONS: Readonly<Record<(typeof QUESTIONS)[number][0], string>> = {
  village: DISK,
  county:
    'its levels that nobody can sign are looked for among all in which the person who stands highest is barred, and among a million records those are tens of thousands; as of the past each total is looked up, and up to two hundred rows between two totals are counted one by one',
  list: DISK,
  countyList: DISK,
  search: 'of a million people thousands have a name that begins so, and their records are put in order',
  inbox: DISK,
  blame: DISK,
  ledger: 'a person has twenty people’s deeds here, which are counted from an index, one by one',
  assessment: 'it reads all that anybody answered for in the month, of every record',
};

const limit = (script: string, options: object): Contestant => ({ ...ours(script, options), name: 'limit', part: 'limit' });

/** All rows, in the order of the table. */
export function rowsOf(setting: Setting): readonly Row[] {
  return [
    ...[1, 32].flatMap((many) => commandRows(setting, many)),
    ...validationRows(setting),
    ...logRows(setting),
    ...serverRows(setting),
    ...crowdedRows(setting),
    ...rebuildRows(setting),
    ...postgresRows(setting),
    ...relayRows(setting),
    ...importRows(setting),
    ...questionRows(setting),
    ...loadRows(setting),
  ];
}

function commandRows({ collecting: template, changeable, postgres, quick }: Setting, many: number): readonly Row[] {
  const seconds = quick ? 1 : 3;
  const asked = { template, changeable, postgres, concurrency: many, connections: many, seconds, warmUp: quick ? 1 : 2 };
  const rivals = (script: string, options: object): readonly Contestant[] =>
    (Object.keys(RIVALS) as Rival[]).map((store) => ({ name: RIVALS[store], part: 'rival', script, options: { ...options, store } }));
  const atOnce = many === 1 ? 'one at a time' : `${many} at a time`;
  return [
    {
      id: `commands-${many}`,
      title: `Durable commands, ${atOnce}, in process`,
      unit: '/s',
      goal: many === 1 ? { ofLimit: 0.7, timesBestRival: 2 } : { ofLimit: 0.5, timesBestRival: 3 },
      why: WHY.commands,
      contestants: [ours('commands', asked), limit('group-commit', asked), ...rivals(RIVAL, { ...asked, work: 'commands' })],
    },
    {
      id: `http-${many}`,
      title: `The same over HTTP, ${atOnce}`,
      unit: '/s',
      goal: { timesBestRival: 2 },
      why: WHY.http,
      contestants: [ours('http', asked), ...rivals(`${CONTESTANTS}/http.js`, asked)],
    },
  ];
}

function validationRows({ quick }: Setting): readonly Row[] {
  const asked = { bodies: quick ? 10_000 : 50_000 };
  return [
    {
      id: 'validation',
      title: 'Validation of a body of twenty fields',
      unit: '/s',
      goal: { absolute: 15_000 },
      contestants: [
        ours('validation', { ...asked, way: 'ours' }),
        { ...ours('validation', { ...asked, way: 'class-validator' }), name: 'class-validator', part: 'rival' },
        limit('validation', { ...asked, way: 'json-schema' }),
      ],
    },
  ];
}

function logRows({ postgres, changeable, quick }: Setting): readonly Row[] {
  const asked = { size: BATCH, seconds: quick ? 1 : 3, events: quick ? 10_000 : 100_000, concurrency: 1, postgres, changeable };
  const emmett = (work: string): readonly Contestant[] =>
    (['emmettSqlite', 'emmettPostgres'] as const).map((store) => ({
      name: RIVALS[store],
      part: 'rival',
      script: RIVAL,
      options: { ...asked, work, store },
    }));
  return [
    {
      id: 'batch',
      title: `Events appended, ${BATCH} at a time`,
      unit: '/s',
      goal: { ofLimit: 0.7 },
      why: WHY.batch,
      contestants: [ours('batch', asked), limit('bare-log', { ...asked, work: 'batch' }), ...emmett('batch')],
    },
    {
      id: 'replay',
      title: 'Events replayed into a view in memory',
      unit: '/s',
      goal: { ofLimit: 0.5 },
      contestants: [ours('replay', asked), limit('bare-log', { ...asked, work: 'replay' }), ...emmett('replay')],
    },
  ];
}

function serverRows({ quick }: Setting): readonly Row[] {
  const asked = { concurrency: 32, seconds: quick ? 1 : 3, events: quick ? 2_000 : 10_000 };
  const row = (work: string, title: string, why?: string): Row => ({
    id: `eventstoredb-${work}`,
    title: `EventStoreDB’s protocol, limit is the bare client: ${title}`,
    unit: '/s',
    goal: { ofLimit: 0.7 },
    ...(why !== undefined && { why }),
    contestants: [ours('eventstoredb', { ...asked, work }), limit('bare-eventstoredb', { ...asked, work })],
  });
  return [row('append', 'appends, 32 at a time', WHY.server), row('read', 'events of the whole log through a filter')];
}

/** Events of others beside a log. */
const OTHERS = 50_000;
const CROWDED = [
  ['county', 'the county’s counts'],
  ['list', 'first page of its list'],
  ['blame', 'field history of a record'],
] as const;

/** What people ask must not take longer because others write to the same database. */
function crowdedRows({ quick }: Setting): readonly Row[] {
  return CROWDED.map(([figure, title]) => ({
    id: `crowded-${figure}`,
    title: `EventStoreDB’s protocol, ${OTHERS.toLocaleString('en')} events of others behind the log: ${title}, now: p50 against none`,
    unit: '× as long',
    goal: { absolute: 1.5 },
    contestants: [{ ...ours('crowded', { others: OTHERS, times: quick ? 30 : 200 }), figure }],
  }));
}

/** As many rounds as a large county has the time for: five of 10,000 records. */
function roundsOf(records: number): number {
  return Math.max(1, Math.round(50_000 / records));
}

function rebuildRows({ counties }: Setting): readonly Row[] {
  return counties.flatMap(({ records, data }) =>
    ['all', 'records'].map((view) => ({
      rounds: roundsOf(records),
      id: `rebuild-${view}-${records}`,
      title: `Rebuild of ${view === 'all' ? 'all views' : `the view of ${view} beside the others`}, ${records.toLocaleString('en')} records: events`,
      unit: '/s' as const,
      goal: { ofLimit: 0.5 },
      why: WHY.rebuild,
      contestants: [
        { ...ours('rebuild', { data }), figure: view },
        { ...limit('bare-rebuild', { data }), figure: view },
      ],
    })),
  );
}

/** More than a county has: on PostgreSQL such a view takes hours, and tells nothing that a county's does not. */
const MOST_ON_POSTGRES = 100_000;

function postgresRows({ counties, postgres }: Setting): readonly Row[] {
  return counties
    .filter(({ records }) => records <= MOST_ON_POSTGRES)
    .map(({ records, data }) => ({
      rounds: roundsOf(records),
      id: `postgres-view-${records}`,
      title: `The view of records on PostgreSQL catches up, ${records.toLocaleString('en')} records: events`,
      unit: '/s' as const,
      goal: { ofLimit: 0.5 },
      why: WHY.postgres,
      contestants: [
        ours('postgres-view', { data, postgres, view: 'records' }),
        limit('bare-postgres-view', { data, postgres, view: 'records' }),
      ],
    }));
}

function relayRows({ kafka: broker, quick }: Setting): readonly Row[] {
  if (broker === undefined) return [];
  const asked = { broker, times: quick ? 2_000 : 10_000 };
  return [
    {
      id: 'relay',
      title: 'Events relayed to Kafka; the limit is a bare producer',
      unit: '/s',
      goal: { ofLimit: 0.7 },
      why: WHY.relay,
      contestants: [ours('relay', asked), limit('bare-relay', asked)],
    },
  ];
}

function importRows({ rosters, quick }: Setting): readonly Row[] {
  const many = `Rosters of ${megabytesOf(rosters)} MB`;
  return [
    {
      id: 'import',
      title: `${many} to records and findings; the limit only reads the files`,
      unit: 'ms',
      goal: { ofLimit: 1 / 3 },
      why: WHY.import,
      contestants: [ours('import', { rosters, readOnly: false }), limit('import', { rosters, readOnly: true })],
    },
    {
      id: 'import-serving',
      title: `${many} imported by a server that is asked meanwhile: its event loop stands still`,
      unit: 'ms',
      goal: { absolute: 50 },
      contestants: [ours('import-serving', { rosters, quick })],
    },
  ];
}

function megabytesOf(folder: string): number {
  const bytes = rosterFiles(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return Math.round(bytes / 1e5) / 10;
}

const QUESTIONS = [
  ['village', 'A village', 5],
  ['county', 'The county', 50],
  ['list', 'First page of a village’s list', 20],
  ['countyList', 'First page of the county’s list', 20],
  ['search', 'Search by the beginning of a name', 20],
  ['inbox', 'First page of the county approver’s inbox', 20],
  ['blame', 'Field history of a record', 20],
  ['ledger', 'Ledger of a person', 50],
  ['assessment', 'Assessment of a month', 5_000],
] as const;

function questionRows({ counties, quick }: Setting): readonly Row[] {
  return counties.flatMap(({ records, data }) =>
    QUESTIONS.flatMap(([question, title, most]) =>
      [false, true]
        // These are of now only.
        .filter((past) => !past || (question !== 'search' && question !== 'inbox'))
        .map((past) => ({
          id: `${question}-${past ? 'past' : 'now'}-${records}`,
          title: `${title}, ${past ? 'as of the past' : 'now'}, ${records.toLocaleString('en')} records: p99`,
          grows: { what: `${title}, ${past ? 'as of the past' : 'now'}`, records },
          unit: 'ms' as const,
          goal: { absolute: past ? most * 3 : most },
          why: WHY_QUESTIONS[question],
          contestants: [{ ...ours('questions', { data, times: quick ? 30 : 200 }), figure: `${question}-${past ? 'past' : 'now'}` }],
        })),
    ),
  );
}

function loadRows({ collecting: template, changeable, quick }: Setting): readonly Row[] {
  const asked = { template, changeable, warmUp: quick ? 1 : 2, trying: quick ? 2 : 5 };
  const evenly = ours('open-load', { ...asked, seconds: quick ? 3 : 120 });
  return [
    {
      id: 'open-load',
      title: 'A command at 60 % of the top speed: p95',
      unit: 'ms',
      goal: { absolute: 50 },
      // It is long.
      rounds: 1,
      why: WHY.load,
      contestants: [{ ...evenly, figure: 'command' }],
    },
    {
      id: 'lag',
      title: 'A view behind an answered command, meanwhile: p95',
      unit: 'ms',
      goal: { absolute: 500 },
      rounds: 1,
      contestants: [{ ...evenly, figure: 'lag' }],
    },
    {
      id: 'recovery',
      title: 'Recovery after three times the top speed',
      unit: 'ms',
      goal: { absolute: 1_000 },
      rounds: 3,
      why: WHY.load,
      contestants: [ours('overload', { ...asked, seconds: quick ? 3 : 10 })],
    },
  ];
}
