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
  readonly samples: readonly object[];
}

const item = async (record: WorkedRecord) => ({
  recordId: record.id,
  line: 'household',
  level: 'village',
  digest: await record.digest('household'),
});
const look = (record: WorkedRecord, as = 'village-reviewer') =>
  record.digest('household').then((digest) => record.post(as, 'views', { line: 'household', digest, documents: [] }));
const send = (body: object, key: string, as = 'village-reviewer') => server.client.post<BulkBody>('/api/reviews', body, { as, key });
const events = async () => Number(await server.runtime.log.head());

describe('bulk approval', () => {
  it('answers an outcome for each record and flags each event; repeated, it answers as then and appends nothing', async () => {
    const [first, second, third] = records as [WorkedRecord, WorkedRecord, WorkedRecord];
    const stale = { ...(await item(third)), digest: '0'.repeat(64) };
    const unknown = { ...stale, recordId: `${first.id.slice(0, -11)}x-2020-2021` };
    const body = { decision: 'approve', reviews: [await item(first), stale, await item(second), unknown], note: '集中审核' };
    const nothing = await events();
    const unseen = await send(body, 'bulk-1');
    // What would be refused anyway is no sample.
    expect(unseen).toMatchObject({
      status: 409,
      body: {
        code: 'samples-not-viewed',
        samples: [await item(first), await item(second)],
        errors: [
          { pointer: '/reviews/0', code: 'sample-not-viewed' },
          { pointer: '/reviews/2', code: 'sample-not-viewed' },
        ],
      },
    });
    expect(await events()).toBe(nothing);
    await look(first);
    await look(second, 'township-reviewer');
    expect((await send(body, 'bulk-1')).body.samples).toEqual([await item(second)]);
    await look(second);
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
    for (const record of records.slice(2, 4)) await look(record);
    const answers = await Promise.all([send(body, 'bulk-2'), send(body, 'bulk-2'), send(body, 'bulk-2')]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(answers[0]?.body.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const signed = (await server.runtime.log.readStream(`record-${records[2]?.id}`)).filter(({ type }) => type === 'line-signed-off');
    expect(signed).toHaveLength(1);
  });

  it('that broke off goes on where it stopped', async () => {
    const reviews = [await item(records[4] as WorkedRecord), await item(records[5] as WorkedRecord)];
    for (const record of records.slice(4)) await look(record);
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

  it('wants three samples of more, and the others keep that nothing of them was viewed', async () => {
    const many: WorkedRecord[] = [];
    for (let n = 11; n <= 16; n += 1) many.push(await (await (await WorkedRecord.open(server.client, n)).collect(n)).submit());
    const body = { decision: 'approve', reviews: await Promise.all(many.map(item)) };
    const { samples } = (await send(body, 'many')).body as unknown as { samples: readonly { recordId: string; digest: string }[] };
    expect(samples.length).toBeGreaterThanOrEqual(3);
    for (const part of [body.reviews.slice(0, 4), body.reviews.slice(2)]) {
      const drawn = (await send({ decision: 'approve', reviews: part }, `part-${part.length}-${part[0]?.recordId}`)).body.samples;
      const expected = samples.filter(({ recordId }) => part.some((one) => one.recordId === recordId));
      expect(drawn).toEqual(expect.arrayContaining([...expected]));
    }
    // Of a joint digest or another line it would be no view of this one.
    const wrong = many.find(({ id }) => id === samples[0]?.recordId) as WorkedRecord;
    await wrong.post('village-reviewer', 'views', { line: 'enrolment', digest: await wrong.digest('enrolment'), documents: [] });
    for (const sample of samples.slice(1)) await look(many.find(({ id }) => id === sample.recordId) as WorkedRecord);
    expect((await send(body, 'many')).body.samples).toEqual([samples[0]]);
    await look(wrong);
    await server.setClock('2020-09-10T10:00:05+08:00');
    expect((await send(body, 'many')).body.outcomes.map(({ outcome }) => outcome)).toEqual(many.map(() => 'done'));
    for (const record of many) {
      const signed = (await server.runtime.log.readStream(`record-${record.id}`)).at(-1);
      const drawn = samples.some(({ recordId }) => recordId === record.id);
      const milliseconds = record.id === wrong.id ? 5_000 : 0;
      expect([drawn, signed?.data]).toMatchObject([drawn, { bulk: true, viewed: { documents: [], milliseconds } }]);
    }
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
