import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '../http/support/client.js';
import { ServerProcess } from '../http/support/server-process.js';
import { CYCLE, idNumber, SmallCounty, VILLAGE } from '../http/support/small-county.js';
import { Uploads } from '../http/support/uploads.js';
import type { CommandBody } from '../http/support/worked-record.js';
import { CommandLine } from '../support/command-line.js';
import { lineOf, saidByServer } from './support/said-by-server.js';
import { SmallDisk, whyNoSmallDisk } from './support/small-disk.js';

const WRITERS = 8;
/** Room for a small county, in megabytes. */
const MEGABYTES = 32;
const ROSTER = Buffer.from('姓名,身份证号,救助类别,状态\r\n张三,430482201103050025,低保,在享\r\n');

const scratch = mkdtempSync(join(tmpdir(), 'countersign-mount-'));
const refused = whyNoSmallDisk(scratch);
rmSync(scratch, { recursive: true });
// Where nothing can be mounted nothing is proved: CI must be able to, and everybody else is told.
if (refused !== undefined && process.env.CI !== undefined) throw new Error(`no small disk can be mounted in CI: ${refused}`);
if (refused !== undefined) process.stderr.write(`NOT TESTED: what happens on a full disk, because none can be mounted: ${refused}\n`);
const onSmallDisk = refused === undefined ? describe : describe.skip;

interface HistoryBody {
  readonly entries: readonly { readonly type: string; readonly data: { readonly note?: string } }[];
}

let county: SmallCounty;
let line: CommandLine;
let disk: SmallDisk;
let server: ServerProcess;
beforeEach(async () => {
  county = new SmallCounty();
  line = new CommandLine();
  if (refused !== undefined) return;
  disk = new SmallDisk(line.data, MEGABYTES);
  const files = Object.entries(county.files).flatMap(([name, path]) => [`--${name}`, path]);
  await line.json(['directory', 'import', ...files]);
  server = await ServerProcess.start(line.data);
});
afterEach(async () => {
  await server?.kill();
  disk?.remove();
  line.remove();
  county.remove();
});

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

function openRecords({ client }: ServerProcess): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: WRITERS }, async (_none, n) => {
      const opened = { cycle: CYCLE, idNumber: idNumber(n) };
      const { body } = await client.post<CommandBody>('/api/records', opened, { as: 'village-collector', key: `open-${n}` });
      const details = { section: 'household', values: { region: VILLAGE } };
      await client.post(`/api/records/${body.recordId}/details`, details, { as: 'poverty-officer', upon: '*', key: `region-${n}` });
      return body.recordId;
    }),
  );
}

/** Writers that send visits without end, each command until it is answered with 200. */
class Writers {
  readonly answered: string[] = [];
  /** How often a command was refused, by status, code and Retry-After. */
  readonly refusals = new Map<string, number>();
  private stopping = false;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly client: Client,
    records: readonly string[],
  ) {
    this.running = Promise.all(records.map((recordId, writer) => this.write(recordId, writer)));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async write(recordId: string, writer: number): Promise<void> {
    for (let n = 0; !this.stopping; n += 1) {
      const key = `visit-${writer}-${n}`;
      const visit = { method: 'phone', purpose: '爱心访', date: '2020-09-09', note: key };
      for (;;) {
        const path = `/api/records/${recordId}/visits`;
        const { status, headers, body } = await this.client.post<CommandBody>(path, visit, { as: 'village-helper', upon: '*', key });
        if (status === 200) break;
        const refusal = `${status} ${body.code} ${headers.get('retry-after')}`;
        this.refusals.set(refusal, (this.refusals.get(refusal) ?? 0) + 1);
        await turn();
      }
      this.answered.push(key);
    }
  }
}

const visitsOf = async (client: Client, recordId: string) =>
  (await client.get<HistoryBody>(`/api/records/${recordId}/history`, { as: 'village-helper' })).body.entries
    .filter(({ type }) => type === 'visit-recorded')
    .map(({ data }) => data.note ?? '');

onSmallDisk('a disk that is full', () => {
  it('refuses commands with its name, and everything goes on by itself when there is room: nothing answered is lost or doubled', async () => {
    const { client } = server;
    const records = await openRecords(server);
    const writers = new Writers(client, records);
    for (let times = 0; times < 2; times += 1) {
      const before = writers.answered.length;
      while (writers.answered.length < before + 100) await turn();
      writers.refusals.clear();
      // What one part gives back the next takes: until nothing is left for anybody.
      while ((writers.refusals.get('503 disk-full 1') ?? 0) < 50) {
        disk.fill();
        await turn();
      }
      expect([...writers.refusals.keys()]).toEqual(['503 disk-full 1']);
      expect(await client.get('/health/ready')).toMatchObject({ status: 503, body: { code: 'disk-full' } });
      expect((await client.get('/health/live')).status).toBe(200);
      expect((await client.get(`/api/records/${records[0]}`)).status).toBe(200);
      const upload = await new Uploads(client.port).upload('civil.csv', ROSTER, {
        as: 'poverty-officer',
        query: '&department=poverty-alleviation',
      });
      expect(upload).toMatchObject({ status: 503, body: { code: 'disk-full' } });
      disk.empty();
      await server.ready();
    }
    await writers.stop();
    const visits = (await Promise.all(records.map((recordId) => visitsOf(client, recordId)))).flat();
    expect(visits.sort()).toEqual([...writers.answered].sort());
    const last = await client.post<CommandBody>(
      `/api/records/${records[0]}/visits`,
      { method: 'phone', purpose: '爱心访', date: '2020-09-09' },
      { as: 'village-helper', upon: '*' },
    );
    const counted = await client.get(`/api/villages/${VILLAGE}?cycle=${CYCLE}&minPosition=${last.body.position}`);
    expect(counted).toMatchObject({ status: 200, body: { visits: visits.length + 1, students: WRITERS } });
  }, 120_000);

  it('ends a start with one line that names it, of a new server and of one that has worked, and nothing is in the way of the next', async () => {
    const [recordId] = await openRecords(server);
    disk.fill();
    const ended = await server.stop();
    expect(ended).toBe(0);
    disk.fill();
    for (const data of [line.data, join(line.data, 'another')]) {
      expect(await saidByServer(data)).toEqual({ code: 1, err: expect.stringMatching(lineOf('disk-full')) });
    }
    disk.empty();
    server = await ServerProcess.start(line.data);
    await server.ready();
    expect((await server.client.get(`/api/records/${recordId}`)).status).toBe(200);
  }, 120_000);

  it('stops the command line with one line that names it, and nothing is half done', async () => {
    await openRecords(server);
    const events = line.events();
    disk.fill();
    const files = Object.entries(county.files).flatMap(([name, path]) => [`--${name}`, path]);
    county.write('staff.csv', 'username,name,role,unit,line,phone\nanother,午一,auditor,430482,,\n');
    const command = ['--as', 'administrator', 'directory', 'import', ...files];
    const { code, out } = await line.run(['--json', ...command]);
    expect({ exit: code, problem: JSON.parse(out) as object }).toMatchObject({ exit: 1, problem: { status: 503, code: 'disk-full' } });
    expect(line.events()).toBe(events);
    disk.empty();
    await line.json(command);
    expect(line.events()).toBeGreaterThan(events);
  }, 120_000);
});
