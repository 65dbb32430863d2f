import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandLine, SAMPLE } from '../support/command-line.js';
import { ServerProcess } from './support/server-process.js';
import { CYCLE, idNumber } from './support/small-county.js';
import { Uploads } from './support/uploads.js';

const POVERTY = '扶贫办_建档立卡人口.xlsx';
const ROLLS = '教育局_学籍.csv';
const OFFICERS = { poverty: 'u0335', education: 'u0334' };
/** Of the sample: those who are registered as poor and enrolled. */
const STUDENTS = 406;

const file = (name: string) => readFileSync(join(SAMPLE, name));
const openedIn = async (uploads: Uploads, importId: string) => (await uploads.ended(importId)).answer?.records.opened;

let line: CommandLine;
let server: ServerProcess;
let uploads: Uploads;
async function startServer(): Promise<void> {
  server = await ServerProcess.start(line.data);
  await server.ready();
  uploads = new Uploads(server.client.port);
}
beforeEach(async () => {
  line = new CommandLine();
  await line.loadDirectory();
  await startServer();
});
afterEach(async () => {
  await server.kill();
  line.remove();
});

describe('a server, whose imports run in a thread of their own,', () => {
  it('imports and reconciles, refuses what is no roster, and takes commands meanwhile', async () => {
    const poverty = await uploads.upload(POVERTY, file(POVERTY), { as: OFFICERS.poverty, query: '&reconcile=false' });
    const wrong = await uploads.upload('names.csv', Buffer.from('a,b\n1,2\n'), { as: OFFICERS.education });
    const rolls = await uploads.upload(ROLLS, file(ROLLS), { as: OFFICERS.education });
    const opened: number[] = [];
    let done = false;
    const writing = (async () => {
      for (let n = 0; !done; n += 1) {
        // Of another cycle: nobody whom the rosters speak of.
        const body = { cycle: '2019-2020', idNumber: idNumber(n) };
        opened.push((await server.client.post('/api/records', body, { as: 'u0001', key: `open-${n}` })).status);
      }
    })();
    expect(await uploads.ended(poverty.body.importId)).toMatchObject({ state: 'done', answer: { records: { opened: 0 } } });
    expect(await uploads.ended(wrong.body.importId)).toMatchObject({ state: 'failed', problem: { code: 'no-roster', status: 422 } });
    expect(await openedIn(uploads, rolls.body.importId)).toBe(STUDENTS);
    done = true;
    await writing;
    expect(new Set(opened)).toEqual(new Set([201]));
    const again = await uploads.upload(ROLLS, file(ROLLS), { as: OFFICERS.education });
    expect(await uploads.ended(again.body.importId)).toMatchObject({ answer: { files: [{ repeated: true }], events: 0 } });
  }, 300_000);

  it('killed in the middle of one, ends it at the next start, and nothing is there twice', async () => {
    const poverty = await uploads.upload(POVERTY, file(POVERTY), { as: OFFICERS.poverty, query: '&reconcile=false' });
    await uploads.ended(poverty.body.importId);
    const before = line.events();
    const rolls = await uploads.upload(ROLLS, file(ROLLS), { as: OFFICERS.education });
    // The roster itself is one event: what comes after it are records.
    while (line.events() < before + 2) await new Promise((turn) => setTimeout(turn, 5));
    await server.kill();
    await startServer();
    expect(await uploads.ended(rolls.body.importId)).toMatchObject({ state: 'done' });
    const { body } = await server.client.get<{ students: number }>(`/api/counties/430482?cycle=${CYCLE}`);
    expect(body.students).toBe(STUDENTS);
  }, 300_000);
});
