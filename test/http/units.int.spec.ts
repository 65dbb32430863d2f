import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { CYCLE, JUNIOR, OTHER_VILLAGE, SCHOOL, VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

interface LevelBody {
  readonly line: string;
  readonly level: string;
  readonly waiting: number;
  readonly overdue: number;
  readonly escalated: number;
}

describe('visits of a school and month', () => {
  it('are counted by method, purpose and role, with the share of teachers that took part and the students visited', async () => {
    const records = [await WorkedRecord.open(server.client, 1), await WorkedRecord.open(server.client, 2)];
    for (const record of records) {
      await record.post('education-officer', 'details', { section: 'enrolment', values: { school: JUNIOR, stage: 'junior' } });
    }
    const [first, second] = records as [WorkedRecord, WorkedRecord];
    const visit = (record: WorkedRecord, as: string, method: string, purpose: string, date = '2020-09-09') =>
      record.post(as, 'visits', { method, purpose, date });
    await visit(first, 'teacher', 'phone', '爱心访');
    await visit(first, 'teacher', 'online', '资助访');
    await visit(second, 'school-collector', 'phone', '爱心访');
    const before = String(await server.runtime.log.head());
    await visit(second, 'teacher', 'home', '爱心访');
    const path = `/api/visits/summary?school=${JUNIOR}&month=2020-09`;
    const { body } = await server.client.get<object>(path);
    expect(body).toMatchObject({
      school: { code: JUNIOR, name: '柏坊中学' },
      visits: 4,
      byMethod: { home: 1, online: 1, phone: 2 },
      byPurpose: { 爱心访: 3, 资助访: 1 },
      byRole: { 'helper-teacher': 3, collector: 1 },
      students: 2,
      teachers: { taking: 2, all: 40, share: 0.05 },
    });
    expect((await server.client.get<object>(`${path}&asOf=${before}`)).body).toMatchObject({
      visits: 3,
      byMethod: { online: 1, phone: 2 },
    });
    expect((await server.client.get<object>(`/api/visits/summary?school=${SCHOOL}&month=2020-09`)).body).toMatchObject({
      visits: 0,
      students: 0,
    });
    expect(await server.client.get(`/api/visits/summary?school=${VILLAGE}&month=2020-09`)).toMatchObject({ status: 404 });
    expect(await server.client.get(`/api/visits/summary?school=${JUNIOR}&month=2020-13`)).toMatchObject({ status: 422 });
  });
});

describe('deadlines', () => {
  it('count what waits, what is overdue and what was escalated, by level and as of any moment', async () => {
    const record = await (await (await WorkedRecord.open(server.client, 11)).collect(11)).submit();
    const escalation = { line: 'household', level: 'village' };
    expect(await record.attempt('village-collector', 'escalations', escalation)).toMatchObject({
      status: 409,
      body: { code: 'not-overdue' },
    });
    const levels = async (query: string) =>
      (await server.client.get<{ levels: readonly LevelBody[] }>(`/api/deadlines?cycle=${CYCLE}&${query}`)).body.levels;
    const village = async (query = '') => (await levels(`village=${VILLAGE}${query}`)).find(({ level }) => level === 'village');
    expect(await village()).toEqual({ line: 'household', level: 'village', waiting: 1, overdue: 0, escalated: 0 });
    const before = String(await server.runtime.log.head());
    await server.setClock('2020-09-16T10:00:00+08:00');
    expect(await village()).toMatchObject({ waiting: 1, overdue: 1, escalated: 0 });
    const told = await record.post('village-collector', 'escalations', { ...escalation, reason: '逾期一天' });
    expect(told).toMatchObject({ to: { role: 'reviewer', unit: '430482101' } });
    expect(await village()).toMatchObject({ waiting: 1, overdue: 1, escalated: 1 });
    expect(await levels(`school=${JUNIOR}`)).toEqual([
      { line: 'enrolment', level: 'school', waiting: 1, overdue: 1, escalated: 0 },
      { line: 'household', level: 'village', waiting: 1, overdue: 1, escalated: 1 },
    ]);
    expect(await village(`&asOf=${before}`)).toMatchObject({ waiting: 1, overdue: 0, escalated: 0 });
    expect(await record.attempt('village-collector', 'escalations', escalation)).toMatchObject({
      status: 409,
      body: { code: 'already-escalated' },
    });
    await record.approve('village-reviewer', 'household', 'village');
    expect(await village()).toBeUndefined();
    expect(await record.attempt('village-collector', 'escalations', escalation)).toMatchObject({
      status: 409,
      body: { code: 'level-not-waiting' },
    });
    expect((await server.client.get<{ overdue: number }>(`/api/villages/${VILLAGE}`)).body.overdue).toBe(1);
  });
});

describe('a unit between two moments', () => {
  it('shows its counts at both, and the records that came, went and changed', async () => {
    const from = String(await server.runtime.log.head());
    const came = await (await WorkedRecord.open(server.client, 21)).collect(21);
    const went = await (await WorkedRecord.open(server.client, 22)).collect(22);
    const middle = String(await server.runtime.log.head());
    await went.post('village-collector', 'transfers', { line: 'household', to: OTHER_VILLAGE });
    await came.post('village-collector', 'submissions', { line: 'household' });
    const between = async (query: string) =>
      (
        await server.client.get<{
          before: { students: number };
          after: { students: number };
          items: readonly { recordId: string; change: string; before: object | null; after: object | null }[];
        }>(`/api/villages/${VILLAGE}/changes?${query}`)
      ).body;
    const all = await between(`from=${from}`);
    expect(all.after.students).toBe(all.before.students + 1);
    expect(all.items.map(({ recordId, change }) => [recordId, change])).toEqual([[came.id, 'came']]);
    const late = await between(`from=${middle}`);
    expect(late.items.map(({ recordId, change }) => [recordId, change]).sort()).toEqual(
      [
        [came.id, 'changed'],
        [went.id, 'went'],
      ].sort(),
    );
    expect(late.items.find(({ change }) => change === 'changed')).toMatchObject({
      before: { status: 'collecting' },
      after: { status: 'submitted' },
    });
    const early = await between(`from=${from}&to=${middle}&limit=1`);
    expect(early.items).toHaveLength(1);
    expect((await server.client.get(`/api/villages/${VILLAGE}/changes?from=${middle}&to=${from}`)).status).toBe(422);
  });
});
