import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { CYCLE, VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
  for (const n of [1, 2, 3]) await (await WorkedRecord.open(server.client, n)).collect(n);
});
afterAll(() => server.stop());

async function file(path: string): Promise<{ status: number; type: string | null; disposition: string | null; bytes: Uint8Array }> {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/exports/${path}`);
  const { status, headers } = response;
  return {
    status,
    type: headers.get('content-type'),
    disposition: headers.get('content-disposition'),
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

describe('files', () => {
  it('of a list hold every student, masked, in a form that spreadsheets read', async () => {
    const csv = await file(`students?format=csv&cycle=${CYCLE}&village=${VILLAGE}`);
    expect(csv).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8' });
    expect(csv.disposition).toMatch(/^attachment; filename="students-\d+\.csv"$/);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(csv.bytes);
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text.match(/张小花/g)).toHaveLength(3);
    expect(text).not.toMatch(/\d{17}[\dX]/);
    const xlsx = await file(`students?format=xlsx&cycle=${CYCLE}`);
    expect([...xlsx.bytes.subarray(0, 2)]).toEqual([...Buffer.from('PK')]);
  });

  it('of a unit hold its counts', async () => {
    const csv = await file(`villages/${VILLAGE}?format=csv&cycle=${CYCLE}`);
    expect(csv.status).toBe(200);
    expect(new TextDecoder().decode(csv.bytes)).toContain('新建村委会');
  });

  it('that cannot be are refused before the first byte', async () => {
    expect((await file(`students?format=pdf&cycle=${CYCLE}`)).status).toBe(422);
    expect((await file(`students?format=csv&village=1`)).status).toBe(404);
    expect((await file(`planets/${VILLAGE}?format=csv`)).status).toBe(404);
    expect((await file(`villages/${VILLAGE}?format=csv&asOf=9999999`)).type).toContain('application/problem+json');
  });
});

describe('search', () => {
  it('finds by name, pinyin, initials and ID number, and none of them stands in an address', async () => {
    const found = async (search: string) =>
      (await server.client.post<{ items: readonly { name: string }[] }>('/api/records/search', { search, cycle: CYCLE })).body.items.length;
    expect(await found('张小')).toBe(3);
    expect(await found('zhangxiao')).toBe(3);
    expect(await found('zxh')).toBe(3);
    expect(await found('王')).toBe(0);
    expect((await server.client.get(`/api/records?search=x`)).status).toBe(422);
    expect((await server.client.post('/api/records/search', { search: '' })).status).toBe(422);
  });
});
