import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

type Items = { items: readonly Record<string, unknown>[]; nextCursor?: string };

const list = async (path: string) => (await server.client.get<Items>(path)).body.items;
const post = (path: string, body: object, as = 'administrator') =>
  server.client.post<{ code?: string; errors?: readonly { pointer: string }[] }>(path, body, { as });

describe('the directory', () => {
  it('lists units by what they are under, page by page', async () => {
    expect((await list('/api/units?under=430482101')).map(({ code }) => code)).toEqual(['3043482004', '3043482005', '3043482006', VILLAGE]);
    expect((await list('/api/units?level=township')).map(({ name }) => name)).toEqual(['柏坊镇', '水口山镇']);
    const first = (await server.client.get<Items>('/api/units?limit=3')).body;
    const second = (await server.client.get<Items>(`/api/units?limit=1000&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toHaveLength(8);
    expect(second.nextCursor).toBeUndefined();
  });

  it('lets an administrator register and change units, by the rules of the files', async () => {
    const village = { code: '430482101202', name: '三塘村委会', level: 'village', parent: '430482101' };
    expect(await post('/api/units', village)).toMatchObject({ status: 200, body: { events: 1 } });
    expect(await post('/api/units', village)).toMatchObject({ status: 200, body: { events: 0 } });
    expect(await post('/api/units', { ...village, parent: '999' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/parent' }] },
    });
    expect((await post('/api/units', { code: '1', name: '甲' })).status).toBe(422);
    expect(await post('/api/units', { ...village, name: '乙' }, 'approver')).toMatchObject({
      status: 403,
      body: { code: 'administrator-only' },
    });
    const school = { code: '3043482010', name: '三塘完小', kind: 'village', township: '430482101', parent: '3043482004', teachers: 5 };
    expect((await post('/api/units', school)).status).toBe(200);
    expect((await list('/api/units?kind=village')).map(({ name }) => name)).toContain('三塘完小');
  });

  it('makes people known, appoints them, ends it, and shows no phone number', async () => {
    const person = { username: 'new-reviewer', name: '午一', phone: '19900000099' };
    const appointment = { username: 'new-reviewer', role: 'reviewer', unit: VILLAGE, line: 'household' };
    expect((await post('/api/people', person)).status).toBe(201);
    expect(await post('/api/people', person)).toMatchObject({ status: 409, body: { code: 'username-taken' } });
    expect((await post('/api/appointments', appointment)).status).toBe(201);
    expect(await post('/api/appointments', appointment)).toMatchObject({ status: 409 });
    expect(await list('/api/appointments?person=new-reviewer')).toMatchObject([{ name: '午一', role: 'reviewer', unit: VILLAGE }]);
    expect(JSON.stringify(await list('/api/people'))).not.toContain('19900000099');
    await server.setClock('2020-09-11T10:00:00+08:00');
    expect((await post('/api/appointments/ending', appointment)).status).toBe(200);
    expect((await list('/api/appointments?person=new-reviewer'))[0]?.to).toBe('2020-09-11T02:00:00.000Z');
    expect(await post('/api/appointments/ending', { ...appointment, username: 'stranger' })).toMatchObject({ status: 404 });
  });

  it('lets a delegate sign in the name of who is away', async () => {
    const delegation = { person: 'township-reviewer', delegate: 'auditor', to: '2020-10-01T00:00:00+08:00' };
    expect((await post('/api/delegations', delegation)).status).toBe(201);
    expect(await list('/api/delegations?person=auditor')).toMatchObject([{ person: 'township-reviewer', delegate: 'auditor' }]);
    const record = await (await (await WorkedRecord.open(server.client, 1)).collect(1)).submit();
    await record.approve('village-reviewer', 'household', 'village');
    await record.approve('auditor', 'household', 'township');
    const { lines } = await record.get();
    expect(lines.household?.signOffs.at(-1)).toMatchObject({ by: { userId: 'auditor', onBehalfOf: 'township-reviewer' } });
    expect((await post('/api/delegations', { ...delegation, delegate: 'township-reviewer' })).status).toBe(422);
  });

  it('keeps trainings', async () => {
    const training = { username: 'village-collector', course: 'collecting', completedOn: '2020-08-28' };
    expect((await post('/api/trainings', training)).status).toBe(201);
    expect(await post('/api/trainings', training)).toMatchObject({ status: 409, body: { code: 'training-held' } });
    expect(await list('/api/trainings?course=collecting')).toMatchObject([{ userId: 'village-collector', completedOn: '2020-08-28' }]);
    for (const completedOn of ['2020-02-30', '2099-01-01', '1800-01-01', '28.8.2020']) {
      expect((await post('/api/trainings', { ...training, completedOn })).status).toBe(422);
    }
  });
});
