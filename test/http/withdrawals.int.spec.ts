import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

const REASON = '看错了户籍地';
const withdraw = (record: WorkedRecord, as: string, body: object) =>
  record.attempt(as, 'withdrawals', { reason: REASON, ...body }, { upon: '*' });
const stateOf = async (record: WorkedRecord) => (await record.get('approver')).lines.household?.state;

describe('what somebody has submitted or signed', () => {
  it('is taken back by who did it, before the next has acted, and stands in the history with its reason', async () => {
    const record = await (await (await WorkedRecord.open(server.client, 1)).collect(1)).submit();
    expect(await withdraw(record, 'school-collector', { line: 'household' })).toMatchObject({ status: 403, body: { code: 'not-own-act' } });
    expect(await withdraw(record, 'village-collector', { line: 'household' })).toMatchObject({ status: 200 });
    expect(await stateOf(record)).toBe('collecting');
    await record.attempt('village-collector', 'submissions', { line: 'household' }, { upon: '*' });
    await record.approve('village-reviewer', 'household', 'village');
    expect(await withdraw(record, 'village-collector', { line: 'household' })).toMatchObject({
      status: 409,
      body: { code: 'signed-already' },
    });
    expect(await withdraw(record, 'village-reviewer', { line: 'household', level: 'village' })).toMatchObject({ status: 200 });
    expect(await stateOf(record)).toBe('submitted');
    await record.approve('village-reviewer', 'household', 'village');
    await record.approve('township-reviewer', 'household', 'township');
    expect(await withdraw(record, 'village-reviewer', { line: 'household', level: 'village' })).toMatchObject({
      status: 409,
      body: { code: 'next-has-acted' },
    });
    const { body } = await server.client.get<{ entries: readonly { type: string; data: object }[] }>(`/api/records/${record.id}/history`, {
      as: 'approver',
    });
    expect(body.entries.filter(({ type }) => type === 'line-withdrawn').map(({ data }) => data)).toMatchObject([
      { line: 'household', submission: 1, reason: REASON },
      { line: 'household', level: 'village', submission: 2, reason: REASON },
    ]);
  });

  it('is not taken back without a reason, nor once the record is approved', async () => {
    const record = await (await (await (await WorkedRecord.open(server.client, 2)).collect(2)).submit()).approveLines();
    expect(await withdraw(record, 'township-reviewer', { line: 'household', level: 'township', reason: ' ' })).toMatchObject({
      status: 422,
    });
    await record.approve('approver', 'joint', 'county');
    expect(await withdraw(record, 'township-reviewer', { line: 'household', level: 'township' })).toMatchObject({
      status: 409,
      body: { code: 'record-approved' },
    });
  });
});
