import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transaction } from 'kysely';
import { Refusal, type Position, type Recorded } from '#kernel';
import type { Projection, ProjectionRunner, View } from '#projections';
import { readPostgresAddress } from '../../libs/projections/src/postgres/address.js';
import { PostgresReadStore } from '../../libs/projections/src/postgres/postgres-read-store.js';
import { ProjectionRunner as Runner } from '../../libs/projections/src/projection-runner.js';
import { bulkStatementsContract } from '../../libs/projections/src/testing/bulk-statements.contract.js';
import { askServer, schemasOf } from '../../libs/projections/src/testing/own-schemas.js';
import { OpenedLog } from '../../libs/projections/src/testing/open-log.js';
import { readStoreText } from '../../libs/projections/src/testing/read-store-of.js';
import { rebuildContract } from '../../libs/projections/src/testing/rebuild.contract.js';
import { tallyProjection, type TallyTables } from '../../libs/projections/src/testing/tally.projection.js';
import { viewsContract } from '../../libs/projections/src/testing/views.contract.js';
import { hostileLogContract } from '../support/hostile-log.contract.js';
import { FollowingProcess } from '../support/following-process.js';
import { kill, PostgresServer } from './support/postgres-server.js';

// A server that others may be using: every test makes schemas of its own on it.
const server = process.env.COUNTERSIGN_READ_STORE ?? '';
/** Where `start-postgres.sh` keeps the server, if it may be stopped and started. */
const home = process.env.COUNTERSIGN_READ_STORE_HOME;
const serverProcess = () => new PostgresServer(home ?? '');
/** How long leases last here. */
const LEASE_MS = 1_000;
/** Of whoever waits for all that happened while the server was away. */
const patiently = { ms: 20_000, counted: 'since-progress' } as const;

beforeAll(async () => {
  // Says once, and before anything else, that the server does not answer.
  await (await PostgresReadStore.open(readPostgresAddress(server))).close();
});

viewsContract();
rebuildContract();
bulkStatementsContract();
hostileLogContract();

let opened: OpenedLog;
let stores: PostgresReadStore[];
let runners: ProjectionRunner[];
let processes: FollowingProcess[];
let loads: (() => Promise<number>)[];
beforeEach(() => {
  opened = new OpenedLog();
  [stores, runners, processes, loads] = [[], [], [], []];
});
afterEach(async () => {
  await Promise.all(loads.map((stop) => stop()));
  await Promise.all(processes.map((process) => process.kill()));
  await Promise.all(runners.map((runner) => runner.stop()));
  await Promise.all(stores.map((store) => store.close()));
  await opened.close();
});

const address = () => readStoreText(opened.directory);
const count = (stream: string, by = 1) => opened.append(stream, 'counted', { by });
const tallies = (view: View<TallyTables>) => view.db.selectFrom('tally').selectAll().orderBy('stream').execute();

function storeOf(leaseMs = LEASE_MS): PostgresReadStore {
  const store = new PostgresReadStore(own(), { leaseMs });
  stores.push(store);
  return store;
}

function runnerOf(store: PostgresReadStore, applies = true): ProjectionRunner {
  const runner = new Runner(opened.log, store, { applies, warn: (message) => opened.warnings.push({ message, detail: '' }) });
  runners.push(runner);
  return runner;
}

function following(): FollowingProcess {
  const process = new FollowingProcess(join(opened.directory, 'log.db'), address(), LEASE_MS);
  processes.push(process);
  return process;
}

const own = () => readPostgresAddress(address());
const asked = <Row>(text: string) => askServer<Row>(own(), text);
const schemas = () => schemasOf(own());

/** Events without end until it is stopped; answers how many. */
function load(): () => Promise<number> {
  let going = true;
  const running = (async () => {
    let events = 0;
    for (; going; events += 1) {
      await count(`count-${events % 7}`, events);
      await new Promise((turn) => setImmediate(turn));
    }
    return events;
  })();
  const stop = () => {
    going = false;
    return running;
  };
  loads.push(stop);
  return stop;
}

/** What the tally must be: the log itself, added up. */
async function expectedTallies() {
  const { events } = await opened.log.readAll({ filter: { streamPrefixes: ['count-'] }, limit: 1_000_000 });
  const sums = new Map<string, { stream: string; events: number; sum: number }>();
  for (const { stream, data } of events) {
    const row = sums.get(stream) ?? { stream, events: 0, sum: 0 };
    sums.set(stream, { stream, events: row.events + 1, sum: row.sum + (data as { by: number }).by });
  }
  return [...sums.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

describe('one process at a time applies', () => {
  it('and another waits for the position, also one that never applies itself', async () => {
    const [leader, standby, reader] = [runnerOf(storeOf()), runnerOf(storeOf()), runnerOf(storeOf(), false)];
    const views = [leader, standby, reader].map((runner) => runner.view(tallyProjection()));
    for (const runner of [leader, standby, reader]) runner.start();
    for (let n = 0; n < 20; n += 1) {
      const position = await count('count-a');
      await Promise.all(views.map((view) => view.upTo(position)));
      for (const view of views) expect(await tallies(view)).toEqual([{ stream: 'count-a', events: n + 1, sum: n + 1 }]);
    }
    expect(stores.filter(({ turn }) => turn.epoch !== undefined)).toHaveLength(1);
  });

  it('and gives its turn back when it ends', async () => {
    const first = runnerOf(storeOf());
    first.view(tallyProjection());
    first.start();
    await first.catchUp();
    await first.stop();
    const view = runnerOf(storeOf()).view(tallyProjection());
    // Long before the lease would have expired: it is the 2nd holder that moves the view on.
    expect(await view.upTo(await count('count-a'))).toBe(await opened.log.head());
  });

  it('whoever was killed is followed by another, and nothing is lost or doubled', async () => {
    const process = following();
    await process.says('holds 1');
    const standby = runnerOf(storeOf());
    const view = standby.view(tallyProjection());
    standby.start();
    const stop = load();
    await view.upTo(await count('count-x'));
    await process.kill();
    await view.upTo(await count('count-y'));
    await stop();
    await view.upTo();
    expect(stores[0]?.turn.epoch).toBe(2);
    expect(await tallies(view)).toEqual(await expectedTallies());
  });

  it('whoever was stopped beyond its lease cannot write when it goes on; the view is the log’s sum', async () => {
    const process = following();
    await process.says('holds 1');
    const standby = runnerOf(storeOf());
    const view = standby.view(tallyProjection());
    standby.start();
    const stop = load();
    await view.upTo(await count('count-x'));
    process.pause();
    await view.upTo(await count('count-y'));
    expect(stores[0]?.turn.epoch).toBe(2);
    const awake = process.says('stands by');
    process.goOn();
    await awake;
    await view.upTo(await count('count-z'));
    await stop();
    await view.upTo();
    expect(await tallies(view)).toEqual(await expectedTallies());
    // It stands in line, and applies again when its turn comes.
    const holdsAgain = process.says('holds 3');
    await standby.stop();
    await holdsAgain;
    const last = runnerOf(storeOf(), false).view(tallyProjection());
    await last.upTo(await count('count-x'));
    expect(await tallies(last)).toEqual(await expectedTallies());
  });
});

describe('a holder that does not know that it was followed', () => {
  it('is refused by the database, and what it wrote is gone', async () => {
    // So long a lease that it believes in it all the while.
    const deceived = runnerOf(storeOf(60_000));
    const view = deceived.view(tallyProjection());
    const first = await count('count-a');
    deceived.start();
    await view.upTo(first);
    await asked('update lease set until = 0');
    const next = storeOf(60_000);
    const leave = next.turn.want();
    while (next.turn.epoch === undefined) await new Promise((turn) => setTimeout(turn, 5));
    const lost = new Promise<void>((resolve) => void stores[0]?.turn.onChange(resolve));
    const position = await count('count-a');
    await expect(view.upTo(position, { ms: 300, counted: 'in-all' })).rejects.toMatchObject({ code: 'view-behind' });
    expect(stores[0]?.turn.epoch).toBe(1);
    expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 1, sum: 1 }]);
    await leave();
    await asked('update lease set until = 0');
    expect(opened.warnings).toEqual([]);
    await deceived.stop();
    await lost;
  });

  it('does not keep the next one waiting in the middle of a transaction', async () => {
    let release = () => {};
    const gate = new Promise<void>((go) => (release = go));
    let entered = () => {};
    const inside = new Promise<void>((go) => (entered = go));
    const plain = tallyProjection();
    const pausing: Projection<TallyTables> = {
      ...plain,
      async apply(tx: Transaction<TallyTables>, events: readonly Recorded[]): Promise<void> {
        await plain.apply(tx, events);
        entered();
        await gate;
      },
    };
    const held = runnerOf(storeOf());
    held.view(pausing);
    await count('count-a', 5);
    held.start();
    await inside;
    // As if its process stood still: it renews nothing, and its transaction is open.
    await asked('update lease set until = 0, epoch = epoch + 1');
    const view = runnerOf(storeOf()).view(plain);
    await view.upTo(await opened.log.head());
    release();
    await held.stop();
    expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 1, sum: 5 }]);
  });
});

describe('homes that nobody needs', () => {
  it('are removed by whoever applies: what was replaced after a while, versions that nobody serves from, what builders left', async () => {
    const store = storeOf();
    const runner = runnerOf(store);
    runner.start();
    const views = [runner.view(tallyProjection()), runner.view({ ...tallyProjection(), version: 2 })];
    const position = await count('count-a');
    await Promise.all(views.map((view) => view.upTo(position)));
    await runner.rebuild('tally');
    await store.homes({ name: 'tally', version: 2 }).reserve();
    await asked(`create schema "${own().namespace}_tally_v2_b0123456789ab"`);
    await store.keepHouse();
    expect(await schemas()).toEqual(['', '_tally_v1', '_tally_v1_g1', '_tally_v2', '_tally_v2_g1']);
    await asked(`update serving set replaced_at = now() - interval '2 minutes'`);
    await store.keepHouse();
    expect(await schemas()).toEqual(['', '_tally_v1_g1', '_tally_v2_g1']);
    // A program that knows only the second version: nobody says any more that the first is served from.
    await runner.stop();
    const newer = storeOf();
    const only = runnerOf(newer).view({ ...tallyProjection(), version: 2 });
    await asked(`update serving set seen_at = now() - interval '11 minutes'`);
    const leave = newer.turn.want();
    await only.upTo();
    while (newer.turn.epoch === undefined) await new Promise((turn) => setTimeout(turn, 5));
    await newer.keepHouse();
    await leave();
    expect(await schemas()).toEqual(['', '_tally_v2_g1']);
    expect(await tallies(only)).toEqual([{ stream: 'count-a', events: 1, sum: 1 }]);
  });
});

describe('a database that has gone back to an earlier state', () => {
  it('is brought up from there: nothing is left out', async () => {
    const runner = runnerOf(storeOf());
    const view = runner.view(tallyProjection());
    runner.start();
    const early = await count('count-a');
    await view.upTo(early);
    await view.upTo(await count('count-b'));
    const { namespace } = own();
    await asked(`delete from "${namespace}_tally_v1".tally where stream = 'count-b'`);
    await asked(`update "${namespace}_tally_v1".view_checkpoint set position = '${early}'`);
    await view.upTo(await count('count-c'));
    expect(await tallies(view)).toEqual(await expectedTallies());
  });
});

describe('what somebody takes away from under running processes', () => {
  const namespace = () => own().namespace;
  const takings: readonly (readonly [what: string, statement: () => string])[] = [
    ['a table of a view', () => `drop table "${namespace()}_tally_v1".tally`],
    ['a column of one', () => `alter table "${namespace()}_tally_v1".tally drop column sum`],
    ['the index that applying rests on', () => `alter table "${namespace()}_tally_v1".tally drop constraint tally_pkey`],
    ['the checkpoint’s row', () => `truncate "${namespace()}_tally_v1".view_checkpoint`],
    ['the checkpoint’s table', () => `drop table "${namespace()}_tally_v1".view_checkpoint`],
    ['the schema of a view', () => `drop schema "${namespace()}_tally_v1" cascade`],
    ['a table of the store', () => `drop table lease`],
    ['the table of what serves', () => `drop table serving`],
    ['the schema of the store', () => `drop schema "${namespace()}" cascade`],
    ['all of it', () => `drop schema "${namespace()}", "${namespace()}_tally_v1" cascade`],
  ];

  it.each(takings)('%s: it is made anew from the log, here and elsewhere, and no answer is short of anything', async (_, statement) => {
    const [leader, reader] = [runnerOf(storeOf()), runnerOf(storeOf(), false)];
    const views = [leader, reader].map((runner) => runner.view(tallyProjection()));
    for (const runner of [leader, reader]) runner.start();
    for (let n = 0; n < 20; n += 1) await count(`count-${n % 3}`, n);
    const position = await count('count-x');
    await Promise.all(views.map((view) => view.upTo(position, patiently)));
    const expected = await expectedTallies();
    await asked(statement());
    for (const view of views) {
      // Nobody does anything but ask.
      for (let answer: unknown; answer === undefined;) {
        answer = await answerOf(view, position);
        if (answer !== undefined) expect(answer).toEqual(expected);
      }
    }
    const later = await count('count-y');
    await Promise.all(views.map((view) => view.upTo(later, patiently).catch(() => view.upTo(later, patiently))));
    for (const view of views) expect(await tallies(view)).toEqual(await expectedTallies());
    expect(opened.warnings).toEqual([]);
    await leader.rebuild('tally');
    for (const view of views) expect(await tallies(view)).toEqual(await expectedTallies());
  });

  it('the database, dropped and made anew, under load', async () => {
    const name = `taken_${Date.now()}`;
    const there = { ...readPostgresAddress(server), database: name };
    await askServer(readPostgresAddress(server), `create database ${name}`);
    const store = new PostgresReadStore(there, { leaseMs: LEASE_MS });
    stores.push(store);
    const runner = runnerOf(store);
    const view = runner.view(tallyProjection());
    runner.start();
    await view.upTo(await count('count-x'), patiently);
    const stop = load();
    await askServer(readPostgresAddress(server), `drop database ${name} with (force)`);
    expect(await refusal(view.upTo(), TAKEN_AWAY)).toBeDefined();
    await askServer(readPostgresAddress(server), `create database ${name}`);
    await movesOn(runner, view, stop);
    await runner.stop();
    await askServer(readPostgresAddress(server), `drop database ${name} with (force)`);
  }, 120_000);

  it('what does not fit for another reason stops the view, as ever', async () => {
    const runner = runnerOf(storeOf());
    const plain = tallyProjection();
    const view = runner.view({
      ...plain,
      apply: async (tx) =>
        void (await tx
          .selectFrom('missing' as 'tally')
          .selectAll()
          .execute()),
    });
    runner.start();
    await expect(view.upTo(await count('count-a'))).rejects.toMatchObject({ code: 'projection-stopped' });
  });
});

(home === undefined ? describe.skip : describe)('a server that is stopped and started', () => {
  it('under load loses nothing and doubles nothing; meanwhile it is said that it does not answer', async () => {
    const runner = runnerOf(storeOf());
    const view = runner.view(tallyProjection());
    runner.start();
    await view.upTo(await count('count-x'));
    const stop = load();
    for (let times = 0; times < 3; times += 1) {
      await view.upTo(await count('count-x'), patiently);
      await serverProcess().stop();
      await expect(runner.lags()).rejects.toMatchObject({ kind: 'unavailable', code: 'read-store-unavailable' });
      await expect(view.upTo()).rejects.toMatchObject({ kind: 'unavailable', code: 'read-store-unavailable' });
      await serverProcess().start();
    }
    await stop();
    const head: Position = await opened.log.head();
    await view.upTo(head, patiently);
    expect(await tallies(view)).toEqual(await expectedTallies());
    expect(opened.warnings).toEqual([]);
    expect(await runner.lag('tally')).toMatchObject({ events: 0, position: head });
  }, 120_000);

  it('is back after it was away for three times as long as anybody waits, and the views move on within five seconds', async () => {
    const { runner, view, stop } = await underLoad();
    await serverProcess().stop();
    await refusedFor(view, 3 * BUDGET_MS);
    await serverProcess().start();
    await movesOn(runner, view, stop);
  }, 120_000);

  it('stands still: what was on its way is refused, and goes on when it does', async () => {
    const { runner, view, stop } = await underLoad();
    const thaw = await serverProcess().freeze();
    try {
      await refusedFor(view, 3 * BUDGET_MS);
    } finally {
      thaw();
    }
    await movesOn(runner, view, stop);
  }, 120_000);

  it('lets the processes of our connections stand still: others are made', async () => {
    const { runner, view, stop } = await underLoad();
    const own = await connectionsOf();
    for (const process of own) kill(process, 'SIGSTOP');
    try {
      // Of what is on its way some waits until its time is over, and is refused; then it is asked on other connections.
      while ((await refusal(view.db.selectFrom('tally').selectAll().execute())) !== undefined);
    } finally {
      for (const process of own) kill(process, 'SIGCONT');
    }
    await movesOn(runner, view, stop);
  }, 120_000);

  it('is killed in the middle of what it does, again and again', async () => {
    const { runner, view, stop } = await underLoad();
    for (let times = 0; times < 3; times += 1) {
      let own = await unlessAway(connectionsOf());
      while (own === undefined || own.length === 0) own = await unlessAway(connectionsOf());
      const [process] = own;
      // Its server ends all others then, and recovers.
      if (process !== undefined) kill(process, 'SIGKILL');
      await view.upTo(await count('count-x'), patiently).catch(onlyAway);
    }
    await movesOn(runner, view, stop);
  }, 120_000);
});

/** How long questions wait for a view, in milliseconds. */
const BUDGET_MS = 5_000;
/** How soon after the return of a server views must move again. */
const SOON_MS = 5_000;

/** A view that is kept up with events without end. */
async function underLoad() {
  const runner = runnerOf(storeOf());
  const view = runner.view(tallyProjection());
  runner.start();
  await view.upTo(await count('count-x'), patiently);
  return { runner, view, stop: load() };
}

/** The view takes what comes, and is what the log says; nobody was told that it has stopped. */
async function movesOn(runner: ProjectionRunner, view: View<TallyTables>, stop: () => Promise<number>): Promise<void> {
  const deadline = performance.now() + SOON_MS;
  const position = () => view.position().catch((error: unknown) => void onlyAway(error, TAKEN_AWAY));
  const standing = await position();
  let now = standing;
  while (now === undefined || now === standing) {
    expect(performance.now()).toBeLessThan(deadline);
    now = await position();
  }
  await stop();
  const head = await opened.log.head();
  await view.upTo(head, patiently);
  expect(await tallies(view)).toEqual(await expectedTallies());
  expect(opened.warnings).toEqual([]);
  expect(await runner.lag('tally')).toMatchObject({ events: 0, position: head });
}

/** Every question is refused, none waits for ever. */
async function refusedFor(view: View<TallyTables>, ms: number): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < ms) {
    expect(await refusal(view.db.selectFrom('tally').selectAll().execute())).toBe('read-store-unavailable');
  }
}

function unlessAway<Answer>(work: Promise<Answer>): Promise<Answer | undefined> {
  return work.catch((error: unknown) => void onlyAway(error));
}

async function refusal(work: Promise<unknown>, words = AWAY): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => onlyAway(error, words),
  );
}

/** What the view answers for a position; undefined while it is refused. */
function answerOf(view: View<TallyTables>, position: Position): Promise<unknown> {
  const rows = () => view.db.selectFrom('tally').select(['stream', 'events', 'sum']).orderBy('stream').execute();
  const answer = view.upTo(position).then(rows);
  return answer.catch((error: unknown) => void onlyAway(error, TAKEN_AWAY));
}

const AWAY = ['read-store-unavailable', 'view-behind'];
const TAKEN_AWAY = [...AWAY, 'read-store-no-database', 'read-store-incomplete', 'view-made-anew'];

/** @throws what is no word of a server that is away */
function onlyAway(error: unknown, words = AWAY): string {
  if (error instanceof Refusal && words.includes(error.code)) return error.code;
  throw error;
}

/** The server's processes for our connections, but for the one that asks. */
async function connectionsOf(): Promise<readonly number[]> {
  const rows = await asked<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'countersign' and pid <> pg_backend_pid()`,
  );
  return rows.map(({ pid }) => pid);
}
