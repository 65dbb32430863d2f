import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Payroll } from '../support/payroll.js';
import { RunningServer } from './support/running-server.js';
import { OTHER_VILLAGE, VALUES } from './support/small-county.js';
import { WorkedRecord, type CommandBody, type RecordBody } from './support/worked-record.js';

describe('a subscriber that is written from the documents alone', () => {
  let server: RunningServer;
  const records: WorkedRecord[] = [];
  beforeAll(async () => {
    server = await RunningServer.start();
  });
  afterAll(() => server.stop());

  /** Up to where the county has its turn. */
  async function ready(n: number, values = VALUES): Promise<WorkedRecord> {
    const record = await WorkedRecord.open(server.client, n);
    records.push(record);
    await (await record.collect(n, values)).submit();
    return record.approveLines();
  }

  const joint = (record: WorkedRecord) => record.approve('approver', 'joint', 'county');

  async function corrected(record: WorkedRecord): Promise<void> {
    await record.post('auditor', 'errors', { field: 'cardNumber', origin: 'payment', note: '退票' });
    const { errors } = await record.get();
    const errorId = errors[0]?.errorId ?? '';
    const { body } = await server.client.post<CommandBody>(
      `/api/errors/${errorId}/confirmation`,
      {},
      { as: 'education-officer', upon: '*' },
    );
    expect(body.recordId).toBe(record.id);
    const correction = { errorId, values: { cardNumber: '6205500000000000012' } };
    const answer = await record.attempt('school-collector', 'corrections', correction, { upon: '*' });
    expect(answer.status).toBe(200);
    await record.approve('school-reviewer', 'enrolment', 'school');
    await joint(record);
  }

  async function reopened(record: WorkedRecord): Promise<void> {
    await record.post('approver', 'reopening', { lines: ['household'], reason: '家庭情况有变' });
    await record.post('village-collector', 'submissions', { line: 'household' });
    await record.approve('village-reviewer', 'household', 'village');
    await record.approve('township-reviewer', 'household', 'township');
    await joint(record);
  }

  async function transferred(record: WorkedRecord): Promise<void> {
    await record.post('village-collector', 'transfers', { line: 'household', to: OTHER_VILLAGE });
    await record.post('other-collector', 'transfers/acceptance', { line: 'household' });
  }

  const closed = (record: WorkedRecord, as = 'village-collector') => record.post(as, 'closure', { reason: 'moved-away' });

  /** Everything that may happen to an approved record; for the last one before and after another. */
  async function work(): Promise<void> {
    const steps = [corrected, reopened, transferred, closed];
    for (const [n, step] of steps.entries()) {
      const record = await ready(n + 1);
      await joint(record);
      await step(record);
    }
    const last = await ready(9);
    await joint(last);
    for (const step of [reopened, corrected, reopened, transferred]) await step(last);
    await closed(last, 'other-collector');
    await closed(await ready(10));
    await joint(await ready(11));
  }

  it('knows at every position that it has acknowledged exactly who may be paid', async () => {
    const payroll = new Payroll(`http://127.0.0.1:${server.port}`, 'payroll', 'approver');
    await payroll.open();
    const ending = new AbortController();
    const following = payroll.follow(ending.signal);
    await work();
    ending.abort();
    await following;
    await payroll.catchUp();
    expect(payroll.known.size).toBeGreaterThan(8);
    for (const [position, standing] of payroll.known) expect(await payableAt(position)).toEqual(standing);
    const paid = new Set([...payroll.known.values()].flat());
    expect(paid.size).toBe(records.length - 1);
    expect([...payroll.known.values()].at(-1)).toEqual([records[0], records[1], records[6]].map((record) => record?.id).sort());
  }, 120_000);

  /** As the records themselves say, each as of a position. */
  async function payableAt(position: string): Promise<readonly string[]> {
    const payable: string[] = [];
    for (const { id } of records) {
      const { status, body } = await server.client.get<RecordBody>(`/api/records/${id}?asOf=${position}`);
      if (status === 200 && body.status === 'approved' && body.payable === true) payable.push(id);
    }
    return payable.sort();
  }
});
