import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ownLog } from '../../libs/event-store/src/testing/server-place.js';
import { readPostgresAddress } from '../../libs/projections/src/postgres/address.js';
import { removeSchemas } from '../../libs/projections/src/testing/own-schemas.js';
import { readStoreText } from '../../libs/projections/src/testing/read-store-of.js';
import { runTour, stepsOf, withoutChance, withoutPositions } from '../e2e/readme-tour.js';
import type { Client } from '../http/support/client.js';
import { START } from '../http/support/running-server.js';
import { ServerProcess } from '../http/support/server-process.js';
import { COUNTY, CYCLE, SmallCounty } from '../http/support/small-county.js';
import { WorkedRecord } from '../http/support/worked-record.js';
import { CommandLine, SAMPLE } from '../support/command-line.js';
import { TestServer } from '../support/eventstoredb/test-server.js';
import { PaymentService, type PaymentEvent } from '../support/payment-service.js';

// The scaled-out row: views on the PostgreSQL that COUNTERSIGN_READ_STORE names, the log on the EventStoreDB that COUNTERSIGN_EVENT_STORE
// names, or on a server of ours that speaks its protocol, several processes beside each other. Needs the built program.
const WRITERS = 4;
/** How many records each writer brings to approval before and after a fault. */
const RECORDS = 3;

let testServer: TestServer | undefined;
beforeAll(async () => {
  if (named() === undefined) testServer = await TestServer.start();
});
afterAll(() => testServer?.stop());

function named(): string | undefined {
  const address = process.env.COUNTERSIGN_EVENT_STORE ?? '';
  return address.startsWith('esdb') ? address : undefined;
}

/** A log that nobody has used. */
function aLog(): Readonly<Record<string, string>> {
  return { COUNTERSIGN_EVENT_STORE: ownLog(named() ?? testServer?.address() ?? '') };
}

/** Everything in the data directory, whatever servers the environment of this suite names. */
const EMBEDDED: Readonly<Record<string, string>> = {
  COUNTERSIGN_EVENT_STORE: 'sqlite:',
  COUNTERSIGN_READ_STORE: 'sqlite:',
  COUNTERSIGN_KAFKA: '',
};

/** Views of a data directory are gone with it. */
const removeViews = (data: string) => removeSchemas(readPostgresAddress(readStoreText(data)));

describe('several processes on one log', () => {
  let county: SmallCounty;
  let line: CommandLine;
  let environment: Readonly<Record<string, string>>;
  let processes: ServerProcess[];
  beforeEach(async () => {
    environment = aLog();
    county = new SmallCounty();
    line = new CommandLine(environment);
    processes = [];
    const files = Object.entries(county.files).flatMap(([name, path]) => [`--${name}`, path]);
    await line.json(['--clock', START, 'directory', 'import', ...files]);
  });
  afterEach(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await removeViews(line.data);
    line.remove();
    county.remove();
  });

  async function started(): Promise<ServerProcess> {
    const process = await ServerProcess.start(line.data, environment);
    processes.push(process);
    await process.ready();
    return process;
  }

  /** A record from nothing to approved by one process; begun again by another, it goes on where it broke off. */
  async function approve(client: Client, n: number): Promise<string> {
    const record = await WorkedRecord.open(client, n, { key: `open-${n}` });
    await record.collect(n);
    await record.submit();
    await record.approveLines();
    await record.approve('approver', 'joint', 'county');
    return record.id;
  }

  /** Each writer brings records to approval, one after the other. */
  async function work(client: Client, from: number): Promise<readonly string[]> {
    const writer = async (first: number) => {
      const ids: string[] = [];
      for (let n = 0; n < RECORDS; n += 1) ids.push(await approve(client, first + n));
      return ids;
    };
    return (await Promise.all(Array.from({ length: WRITERS }, (_none, w) => writer(from + w * RECORDS)))).flat();
  }

  /** The counts of the county as a process sees them from a position on; asked again while its views are behind. */
  async function counts(
    client: Client,
    position: string,
  ): Promise<{ students: number; byStatus: Readonly<Record<string, number>>; visits: number }> {
    for (;;) {
      const { status, body } = await client.get<{ students: number; byStatus: Readonly<Record<string, number>>; visits: number }>(
        `/api/counties/${COUNTY}?cycle=${CYCLE}&minPosition=${position}`,
      );
      if (status === 200) return body;
      expect(body).toMatchObject({ code: 'view-behind' });
    }
  }

  /** A payment service that has read the whole feed of a process, and up to where that is. */
  async function paid(client: Client): Promise<{ service: PaymentService; position: string }> {
    const service = new PaymentService();
    let position = '';
    for (let end = false; !end;) {
      const { body, headers } = await client.get<readonly PaymentEvent[]>(`/api/feed?limit=100&after=${position}`);
      for (const event of body) service.take(event);
      position = headers.get('countersign-position') ?? '';
      end = headers.get('countersign-end') === 'true';
    }
    return { service, position };
  }

  async function expectWhole(client: Client, approved: readonly string[], others: number): Promise<void> {
    const { service, position } = await paid(client);
    expect([...service.standing].sort()).toEqual([...approved].sort());
    expect(service.payments.size).toBe(approved.length);
    const { students, byStatus, visits } = await counts(client, position);
    expect({ students, approved: byStatus.approved, visits: visits >= approved.length }).toEqual({
      students: approved.length + others,
      approved: approved.length,
      visits: true,
    });
  }

  it('go on when the one that keeps the views is killed while it is commanded: another takes over, and nothing is lost or doubled', async () => {
    const active = await started();
    const standby = await started();
    const approved = [...(await work(active.client, 0))];
    const dying = WRITERS * RECORDS;
    // Commands that it does not live to answer, or answers: each is made again, with the same key, by the other.
    const broken = Array.from({ length: WRITERS }, (_none, n) => WorkedRecord.open(active.client, dying + n, { key: `open-${dying + n}` }));
    const killed = Promise.allSettled(broken);
    await active.kill();
    await killed;
    for (let n = 0; n < WRITERS; n += 1) await WorkedRecord.open(standby.client, dying + n, { key: `open-${dying + n}` });
    approved.push(...(await work(standby.client, dying + WRITERS)));
    await expectWhole(standby.client, approved, WRITERS);
    const again = await started();
    await expectWhole(again.client, approved, WRITERS);
  }, 300_000);

  it('go on when the one that keeps the views stands still beyond its lease, and agree with it when it goes on', async () => {
    const active = await started();
    const standby = await started();
    const approved = [...(await work(active.client, 0))];
    active.signal('SIGSTOP');
    approved.push(...(await work(standby.client, 100)));
    await expectWhole(standby.client, approved, 0);
    active.signal('SIGCONT');
    approved.push(...(await work(active.client, 200)));
    for (const { client } of [active, standby]) await expectWhole(client, approved, 0);
    expect(await Promise.all([active.stop(), standby.stop()])).toEqual([0, 0]);
  }, 300_000);
});

describe('unchanged on the scaled-out row', () => {
  it('the README’s tour prints what it prints embedded', () => {
    const steps = stepsOf(readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8'));
    const comparable = (outputs: readonly string[]) => withoutPositions(withoutChance(outputs));
    expect(comparable(runTour(steps, aLog()))).toEqual(comparable(steps.map(({ output }) => output)));
  }, 600_000);

  it('a month of the demo comes to the same counts as embedded', async () => {
    const rosters = ['扶贫办_建档立卡人口.xlsx', '教育局_学籍.csv'].map((file) => join(SAMPLE, file));
    const told = await Promise.all(
      [EMBEDDED, aLog()].map(async (environment) => {
        const line = new CommandLine(environment);
        try {
          await line.loadDirectory();
          await line.json(['roster', 'import', ...rosters, '--cycle', CYCLE]);
          await line.json(['demo', '--seed', '3', '--months', '1']);
          const [{ asOf, ...counts } = { asOf: undefined }] = await line.json<{ asOf: unknown }>(['county', COUNTY, '--cycle', CYCLE]);
          return counts;
        } finally {
          if (environment !== EMBEDDED) await removeViews(line.data);
          line.remove();
        }
      }),
    );
    expect(told[1]).toEqual(told[0]);
  }, 600_000);
});
