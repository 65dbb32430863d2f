import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
let record: WorkedRecord;
beforeAll(async () => {
  server = await RunningServer.start();
  record = await (await (await WorkedRecord.open(server.client)).collect()).submit();
});
afterAll(() => server.stop());

/** What tells a command from another one with its id, as it stands in the one event of a type that an act has appended. */
async function hashIn(type: string, act: () => Promise<unknown>): Promise<string | undefined> {
  const { log } = server.runtime;
  const after = await log.head();
  await act();
  const { events } = await log.readAll({ after, filter: { types: [type] }, limit: 2 });
  expect(events).toHaveLength(1);
  return events[0]?.commandHash;
}

const keyed = (text: string) => server.runtime.sealer.indexOf(text);
const post = async (path: string, body: unknown, as: string) => {
  const { status, body: answer } = await server.client.post(path, body, { as });
  if (status > 201) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
};

/** Logs hold these hashes: a command that was run before is known again only while they are made of the same bytes. */
describe('the hash of a command is the keyed hash of its canonical JSON', () => {
  it('for a command on a record', async () => {
    const values = { region: VILLAGE, address: '新建村三组' };
    const other = await WorkedRecord.open(server.client, 1);
    const hash = await hashIn('details-recorded', () => other.post('poverty-officer', 'details', { values, section: 'household' }));
    expect(hash).toBe(
      keyed(
        `{"body":{"section":"household","values":{"address":"新建村三组","region":"${VILLAGE}"}},"command":"CollectDetails","recordId":"${other.id}"}`,
      ),
    );
  });

  it('for what stands beside a record', async () => {
    const digest = await record.digest('household');
    const view = { line: 'household', documents: [], digest };
    expect(await hashIn('submission-shown', () => post(`/api/records/${record.id}/views`, view, 'village-reviewer'))).toBe(
      keyed(`{"body":{"digest":"${digest}","documents":[],"line":"household"},"command":"ViewRecord","recordId":"${record.id}"}`),
    );
    await server.setClock('2020-09-16T10:00:00+08:00');
    const late = { line: 'enrolment', level: 'school' };
    expect(await hashIn('level-escalated', () => post(`/api/records/${record.id}/escalations`, late, 'school-collector'))).toBe(
      keyed(`{"body":{"level":"school","line":"enrolment"},"command":"EscalateLevel","recordId":"${record.id}"}`),
    );
  });

  it('for a decision about many records', async () => {
    const digest = await record.digest('household');
    const reviews = [{ recordId: record.id, line: 'household', level: 'village', digest }];
    const body = { reviews, note: '集中审核', decision: 'approve' };
    expect(await hashIn('bulk-review-begun', () => post('/api/reviews', body, 'village-reviewer'))).toBe(
      keyed(
        `{"body":{"decision":"approve","note":"集中审核","reviews":[{"digest":"${digest}","level":"village","line":"household",` +
          `"recordId":"${record.id}"}]},"command":"BulkReview"}`,
      ),
    );
  });

  it('for samples, with and without a village', async () => {
    const draw = (body: object) => hashIn('spot-checks-drawn', () => post('/api/visits/samples', body, 'approver'));
    expect(await draw({ month: '2020-09' })).toBe(keyed('{"body":{"month":"2020-09"},"command":"DrawSamples"}'));
    await server.setClock('2020-10-09T10:00:00+08:00');
    expect(await draw({ village: VILLAGE, month: '2020-10' })).toBe(
      keyed(`{"body":{"month":"2020-10","village":"${VILLAGE}"},"command":"DrawSamples"}`),
    );
  });

  it('for units and people, whose bodies stand beside the name', async () => {
    const village = { code: '430482101299', name: '荷叶村委会', level: 'village', parent: '430482101' };
    expect(await hashIn('region-registered', () => post('/api/units', village, 'administrator'))).toBe(
      keyed('{"code":"430482101299","command":"RegisterUnit","level":"village","name":"荷叶村委会","parent":"430482101"}'),
    );
    const person = { username: 'new-reviewer', name: '午一', phone: '19900000099' };
    expect(await hashIn('person-registered', () => post('/api/people', person, 'administrator'))).toBe(
      keyed('{"command":"RegisterPerson","name":"午一","phone":"19900000099","username":"new-reviewer"}'),
    );
  });

  it('for a month that is published, which has no body', async () => {
    await server.setClock('2020-10-10T10:00:00+08:00');
    expect(await hashIn('assessment-published', () => post('/api/assessments/2020-09/publication', {}, 'approver'))).toBe(
      keyed('{"command":"PublishAssessment","month":"2020-09"}'),
    );
  });
});
