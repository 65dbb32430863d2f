import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GeneratedClient, type Called } from './support/generated-client.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE, JUNIOR, VALUES, VILLAGE } from './support/small-county.js';

let server: RunningServer;
let client: GeneratedClient;
beforeAll(async () => {
  server = await RunningServer.start();
  client = await GeneratedClient.of(`http://127.0.0.1:${server.port}`);
});
afterAll(() => server.stop());

describe('a client made of the OpenAPI document alone', () => {
  it('takes a record from nothing to approved', async () => {
    const acting = (person: string) => ({ 'X-Countersign-As': person });
    const opened = await client.call('openRecord', {
      parameters: acting('village-collector'),
      body: { cycle: CYCLE, idNumber: VALUES.identity.idNumber },
    });
    expect(opened.status).toBe(201);
    const id = String(opened.body.recordId);
    let etag = opened.etag ?? '';
    const upon = async (person: string, operation: string, body: object): Promise<Called> => {
      const called = await client.call(operation, { parameters: { id, 'If-Match': etag, ...acting(person) }, body });
      expect(called.status).toBe(200);
      etag = called.etag ?? etag;
      return called;
    };
    const collect = (person: string, section: string, values: object) => upon(person, 'collectDetails', { section, values });
    await collect('poverty-officer', 'household', { region: VILLAGE });
    await collect('village-collector', 'identity', VALUES.identity);
    await collect('village-collector', 'household', VALUES.household);
    await collect('village-collector', 'poverty', VALUES.poverty);
    await collect('village-collector', 'enrolment', VALUES.enrolment);
    await collect('school-collector', 'payment', VALUES.payment);
    await upon('teacher', 'recordVisit', { method: 'phone', purpose: '资助访', date: '2020-09-09' });
    await upon('village-collector', 'submitLine', { line: 'household' });
    await upon('school-collector', 'submitLine', { line: 'enrolment' });

    // Who may sign what is asked of the API: each reviewer takes what their inbox shows.
    for (const person of ['village-reviewer', 'township-reviewer', 'school-reviewer', 'approver']) {
      const inbox = await client.call('getInbox', { parameters: acting(person) });
      const [item] = inbox.body.items as readonly { recordId: string; line: string; level: string; digest: string }[];
      const { line, level, digest } = item ?? { line: '', level: '', digest: '' };
      const review = { decision: 'approve', line, level, digest };
      const signed = await client.call('reviewRecord', { parameters: { id, ...acting(person) }, body: review });
      expect(signed.status).toBe(200);
    }
    const record = await client.call('getRecord', { parameters: { id } });
    expect(record.body).toMatchObject({ status: 'approved', payable: true });
    const counts = await client.call('getSchool', { parameters: { code: JUNIOR } });
    expect(counts.body).toMatchObject({ students: 1, byStatus: { approved: 1 } });
    await client.call('getRecordHistory', { parameters: { id } });
  });

  it('finds every path that the document names', async () => {
    const unknown: string[] = [];
    for (const { operationId, parameters, requestBody } of client.operations) {
      const given = Object.fromEntries(
        parameters.filter((one) => one.required === true).map(({ name }) => [name, name === 'If-Match' ? '"1"' : 'x']),
      );
      const body = requestBody?.content['application/json']?.example as object | undefined;
      const called = await client.call(operationId, { parameters: given, ...(body !== undefined && { body }) });
      if (called.body.code === 'unknown-path') unknown.push(operationId);
    }
    expect(unknown).toEqual([]);
    expect(client.operations.length).toBeGreaterThan(40);
  });

  it('hears of every path of the API that answers', async () => {
    const routes = server.application.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false, includeHooks: false }) as string;
    const parts: string[] = [];
    const served = routes.split('\n').flatMap((line) => {
      const match = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line);
      if (match === null) return [];
      const depth = (match[1]?.length ?? 0) / 4;
      parts.splice(depth, parts.length, match[2] ?? '');
      const path = parts.join('').replace(/:(\w+)/g, '{$1}');
      return (match[3] ?? '')
        .split(', ')
        .filter((method) => ['GET', 'POST', 'DELETE'].includes(method))
        .map((method) => `${method.toLowerCase()} ${path}`);
    });
    const described = client.operations.map(({ method, path }) => `${method} ${path}`);
    expect(served.filter((route) => route !== 'get /' && !described.includes(route))).toEqual([]);
    expect(described.filter((route) => !served.includes(route))).toEqual([]);
  });
});
