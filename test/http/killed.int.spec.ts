import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CommandLine } from '../support/command-line.js';
import type { Client } from './support/client.js';
import { START } from './support/running-server.js';
import { ServerProcess } from './support/server-process.js';
import { CYCLE, idNumber, SmallCounty, VILLAGE } from './support/small-county.js';
import type { CommandBody } from './support/worked-record.js';

const WRITERS = 32;
const KILLS = 10;
/** How many answers come before a kill. */
const LOAD = 60;

/** One command of a writer: sent until it is answered, always with the same key. */
interface Work {
  readonly recordId: string;
  readonly key: string;
}

interface HistoryBody {
  readonly entries: readonly { readonly type: string; readonly revision: number; readonly data: { readonly note?: string } }[];
}

let county: SmallCounty;
let line: CommandLine;
let server: ServerProcess | undefined;
beforeEach(async () => {
  county = new SmallCounty();
  line = new CommandLine();
  const files = Object.entries(county.files).flatMap(([name, path]) => [`--${name}`, path]);
  await line.json(['--clock', START, 'directory', 'import', ...files]);
});
afterEach(async () => {
  await server?.kill();
  line.remove();
  county.remove();
});

const visit = (client: Client, { recordId, key }: Work) =>
  client.post<CommandBody>(
    `/api/records/${recordId}/visits`,
    { method: 'phone', purpose: '爱心访', date: '2020-09-09', note: key },
    { as: 'village-helper', upon: '*', key },
  );

/** Opens a record in the village for each writer. */
async function openRecords(client: Client): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: WRITERS }, async (_none, n) => {
      const { body } = await client.post<CommandBody>(
        '/api/records',
        { cycle: CYCLE, idNumber: idNumber(n) },
        { as: 'village-collector', key: `open-${n}` },
      );
      const details = { section: 'household', values: { region: VILLAGE } };
      await client.post(`/api/records/${body.recordId}/details`, details, { as: 'poverty-officer', upon: '*', key: `region-${n}` });
      return body.recordId;
    }),
  );
}

it('kill -9 under load of 32 writers, ten times: no answered command is lost, none is doubled, and the views equal the log', async () => {
  let running = (server = await ServerProcess.start(line.data));
  const records = await openRecords(running.client);
  const answered = new Map<string, number>();
  const open = new Map<string, Work>();
  let made = 0;

  for (let kill = 0; kill < KILLS; kill += 1) {
    let answers = 0;
    const dead = new Promise<void>((resolve) => {
      const { client } = running;
      const write = async (recordId: string): Promise<void> => {
        const unanswered = [...open.values()].find((work) => work.recordId === recordId);
        const work = unanswered ?? { recordId, key: `visit-${(made += 1)}` };
        open.set(work.key, work);
        const { status, body } = await visit(client, work);
        if (status !== 200) throw new Error(`${work.key}: ${status} ${body.code}`);
        open.delete(work.key);
        answered.set(work.key, body.revision);
        answers += 1;
        if (answers === LOAD) void running.kill().then(resolve);
        return write(recordId);
      };
      // A writer ends with the server: its last command has no answer and is sent again to the next one.
      for (const recordId of records)
        write(recordId).catch((error: unknown) => {
          // Of another realm than the test's: known by its name.
          if ((error as Error).name !== 'TypeError') throw error;
        });
    });
    await dead;
    running = server = await ServerProcess.start(line.data);
  }

  for (const work of open.values()) answered.set(work.key, (await visit(running.client, work)).body.revision);
  const histories = await Promise.all(
    records.map(
      async (recordId) =>
        (await running.client.get<HistoryBody>(`/api/records/${recordId}/history`, { as: 'village-helper' })).body.entries,
    ),
  );
  const visits = histories.flat().filter(({ type }) => type === 'visit-recorded');
  expect(visits.map(({ data }) => data.note).sort()).toEqual([...answered.keys()].sort());
  expect(visits.filter(({ data, revision }) => answered.get(data.note ?? '') !== revision)).toEqual([]);
  const counts = await running.client.get<{ visits: number; students: number }>(`/api/villages/${VILLAGE}?cycle=${CYCLE}`);
  expect(counts.body).toMatchObject({ visits: visits.length, students: WRITERS });
  expect(visits.length).toBeGreaterThanOrEqual(KILLS * LOAD);
}, 300_000);
