import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SAMPLE } from '../support/command-line.js';
import { RunningServer } from '../http/support/running-server.js';
import { idNumber } from '../http/support/small-county.js';
import { Uploads } from '../http/support/uploads.js';
import { CYCLE, realText } from './support/county.js';
import { A } from './support/people.js';
import { DOTTED_SEARCHES } from './tables/readings.js';

const POVERTY_OFFICER = 'u0335';

let server: RunningServer;
beforeAll(async () => {
  const [regions = '', schools = '', staff = ''] = ['regions', 'schools', 'staff'].map((name) => join(SAMPLE, `${name}.csv`));
  server = await RunningServer.start({ directory: { regions, schools, staff } });
});
afterAll(() => server.stop());

const handOver = (name: string, content: string, type?: string) =>
  new Uploads(server.port).upload(name, Buffer.from(content), { as: POVERTY_OFFICER, ...(type !== undefined && { type }) });

async function found(search: string): Promise<readonly string[]> {
  const { body } = await server.client.post<{ items: readonly { name: string }[] }>(
    '/api/records/search',
    { search, cycle: CYCLE },
    { as: POVERTY_OFFICER },
  );
  return body.items.map(({ name }) => name);
}

describe('the media type of an upload (26)', () => {
  // A person of each upload's own: the second of one file would change nothing.
  it.each(
    [
      'application/vnd.ms-excel',
      'application/csv',
      'application/octet-stream',
      'text/csv; charset=gb18030',
      'text/csv',
      'text/plain',
      'text/comma-separated-values',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/zip',
      'application/x-unknown',
      'image/png',
    ].map((type, index) => [type, idNumber(index)] as const),
  )('%s decides nothing: the bytes do', async (type, number) => {
    const content = realText('00-base-pov.csv').replace(A.idNumber, number);
    const { status, body } = await handOver('00-base-pov.csv', content, type);
    expect(status).toBe(202);
    expect(await new Uploads(server.port).ended(body.importId)).toMatchObject({ state: 'done', answer: { records: { opened: 1 } } });
    expect(await found(number)).toEqual([A.name]);
  });

  it.each(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    '%s is no file: 415, with the types that can be taken',
    async (type) => {
      const { status, body } = await handOver('00-base-pov.csv', '{}', type);
      expect(status).toBe(415);
      expect(JSON.stringify(body)).toContain('text/csv');
      expect(JSON.stringify(body)).toContain('application/octet-stream');
    },
  );
});

describe('a search over HTTP', () => {
  beforeAll(async () => {
    const { body } = await handOver('20-surnames.csv', realText('20-surnames.csv'));
    await new Uploads(server.port).ended(body.importId);
  });

  it.each(DOTTED_SEARCHES)('finds 买买提·艾力 by %s, and nobody else (7)', async (search) => {
    expect(await found(search)).toEqual(['买买提·艾力']);
  });
});
