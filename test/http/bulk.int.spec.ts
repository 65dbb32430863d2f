import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
const records: WorkedRecord[] = [];
beforeAll(async () => {
  server = await RunningServer.start();
  for (let n = 1; n <= 6; n += 1) {
    const record = await WorkedRecord.open(server.client, n);
    records.push(await (await record.collect(n)).submit());
  }
});
afterAll(() => server.stop());

interface BulkBody {
  readonly outcomes: readonly { recordId: string; outcome: string; code?: string; revision?: number }[];
  readonly position: string;
  readonly code: string;
}

const item = async (record: WorkedRecord) => ({
  recordId: record.id,
  line: 'household',
  level: 'village',
  digest: await record.digest('household'),
});
const send = (body: object, key: string, as = 'village-reviewer') => server.client.post<BulkBody>('/api/reviews', body, { as, key });
const events = async () => Number(await server.runtime.log.head());

describe('bulk approval', () => {
  it('answers an outcome for each record and flags each event; repeated, it answers as then and appends nothing', async () => {
    const [first, second, third] = records as [WorkedRecord, WorkedRecord, WorkedRecord];
    const stale = { ...(await item(third)), digest: '0'.repeat(64) };
    const unknown = { ...stale, recordId: `${first.id.slice(0, -11)}x-2020-2021` };
    const body = { decision: 'approve', reviews: [await item(first), stale, await item(second), unknown], note: '集中审核' };
    const { status, body: answer } = await send(body, 'bulk-1');
    expect(status).toBe(200);
    expect(answer.outcomes.map(({ recordId, outcome, code }) => [recordId, outcome, code])).toEqual([
      [first.id, 'done', undefined],
      [third.id, 'refused', 'stale-digest'],
      [second.id, 'done', undefined],
      [unknown.recordId, 'refused', 'unknown-record'],
    ]);
    const history = await server.client.get<{ entries: readonly { type: string; data: { bulk?: boolean; note?: string } }[] }>(
      `/api/records/${first.id}/history`,
    );
    expect(history.body.entries.at(-1)).toMatchObject({ type: 'line-signed-off', data: { bulk: true, note: '集中审核' } });
    const before = await events();
    expect((await send(body, 'bulk-1')).body).toEqual(answer);
    expect(await events()).toBe(before);
    expect(await send({ ...body, note: '另' }, 'bulk-1')).toMatchObject({ status: 422, body: { code: 'command-reused' } });
  });

  it('twice at once is done once', async () => {
    const body = { decision: 'approve', reviews: [await item(records[2] as WorkedRecord), await item(records[3] as WorkedRecord)] };
    const answers = await Promise.all([send(body, 'bulk-2'), send(body, 'bulk-2'), send(body, 'bulk-2')]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(answers[0]?.body.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const signed = (await server.runtime.log.readStream(`record-${records[2]?.id}`)).filter(({ type }) => type === 'line-signed-off');
    expect(signed).toHaveLength(1);
  });

  it('that broke off goes on where it stopped', async () => {
    const reviews = [await item(records[4] as WorkedRecord), await item(records[5] as WorkedRecord)];
    const append = server.runtime.log.append;
    const log = server.runtime.log as { append: typeof append };
    // The disk is full after the first record.
    let appends = 0;
    log.append = (stream, ...rest) => {
      if (stream.startsWith('record-')) appends += 1;
      return appends > 1 && stream.startsWith('record-') ? Promise.reject(new Error('disk full')) : append(stream, ...rest);
    };
    const body = { decision: 'approve', reviews };
    try {
      expect((await send(body, 'bulk-3')).status).toBe(500);
    } finally {
      log.append = append;
    }
    const { body: answer } = await send(body, 'bulk-3');
    expect(answer.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    for (const record of records.slice(4)) expect((await record.get()).lines.household?.signOffs).toHaveLength(1);
  });

  it('refuses more than 500 records, no records, and other decisions', async () => {
    const one = await item(records[0] as WorkedRecord);
    expect((await send({ decision: 'approve', reviews: Array.from({ length: 501 }, () => one) }, 'b-4')).status).toBe(422);
    expect((await send({ decision: 'approve', reviews: [] }, 'b-5')).status).toBe(422);
    expect((await send({ decision: 'return', reviews: [one] }, 'b-6')).status).toBe(422);
    expect(await send({ decision: 'approve', reviews: [one] }, 'b-7', 'stranger')).toMatchObject({
      status: 403,
      body: { code: 'no-appointment' },
    });
  });
});
