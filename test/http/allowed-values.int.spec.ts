import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue } from '../../apps/server/src/http/catalogue.js';
import { openApiDocument } from '../../apps/server/src/openapi/document.js';
import { API_CONTROLLERS } from '../../apps/server/src/server.module.js';
import { RunningServer } from './support/running-server.js';
import { WorkedRecord } from './support/worked-record.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly example: string;
  readonly schema: { readonly enum?: readonly string[] };
}

interface Problem {
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const { paths } = openApiDocument(API_CONTROLLERS, catalogue) as {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters: readonly Parameter[] } }>>;
};

/** Every parameter of a question that is one of some values, with a request in which nothing but it is wrong. */
const wrong = Object.entries(paths).flatMap(([path, { get }]) => {
  const parameters = get?.parameters ?? [];
  const address = parameters
    .filter((one) => one.in === 'path')
    .reduce((url, { name, example }) => url.replace(`{${name}}`, encodeURIComponent(example)), path);
  return parameters.flatMap(({ name, schema }) => {
    if (schema.enum === undefined) return [];
    const others = parameters.filter((one) => one.in === 'query' && one.required && one.name !== name);
    const good = Object.fromEntries(others.map((one) => [one.name, one.example]));
    const query = new URLSearchParams({ ...good, [name]: 'no-such-value' }).toString();
    return [{ path, name, request: `${address}?${query}`, values: schema.enum }];
  });
});

let server: RunningServer;
let record: WorkedRecord;
beforeAll(async () => {
  server = await RunningServer.start();
  record = await (await WorkedRecord.open(server.client, 1)).collect(1);
});
afterAll(() => server.stop());

const textsOf = ({ detail, errors = [] }: Problem) => [detail, ...errors.map((error) => error.detail)].join('\n');

describe('whoever sends a value that there is not', () => {
  it.each(wrong)('as $name of $path, hears which there are', async ({ request, values }) => {
    for (const language of ['zh', 'en']) {
      const { status, body } = await server.client.get<Problem>(request, { as: 'auditor', headers: { 'accept-language': language } });
      expect(status).toBe(422);
      for (const value of values) expect(textsOf(body)).toContain(value);
    }
  });

  it.each([
    ['status', ['collecting', 'in-review', 'closed']],
    ['category', ['registered', 'orphan']],
    ['stage', ['primary', 'junior']],
  ])('as %s of the list of records, hears which there are', async (name, values) => {
    const { status, body } = await server.client.get<Problem>(`/api/records?${name}=no-such-value`);
    expect(status).toBe(422);
    for (const value of values) expect(body.detail).toContain(value);
  });

  it.each([
    ['submissions', { line: 'no-such-line' }, ['household', 'enrolment']],
    ['details', { section: 'no-such-section', values: { sex: 'female' } }, ['identity', 'payment']],
    ['details', { section: 'identity', values: { sex: 'no-such-sex' } }, ['female', 'male']],
    ['closure', { reason: 'no-such-reason' }, ['graduated', 'deceased']],
    ['errors', { field: 'no-such-field', origin: 'audit' }, ['address', 'cardNumber']],
    ['visits', { method: 'no-such-method', purpose: '爱心访', date: '2020-09-09' }, ['home', 'phone']],
    ['submissions', { line: 'household', stranger: 1 }, ['line']],
  ])('in %s as %j, hears which there are, and of no option of the command line', async (action, body, values) => {
    const people = {
      submissions: 'village-collector',
      details: 'village-collector',
      closure: 'approver',
      errors: 'auditor',
      visits: 'teacher',
    };
    const as = people[action as keyof typeof people];
    const answer = await server.client.post<Problem>(`/api/records/${record.id}/${action}`, body, { as, upon: '*' });
    expect(answer.status).toBe(422);
    for (const value of values) expect(textsOf(answer.body)).toContain(value);
    expect(textsOf(answer.body)).not.toMatch(/(^|\s)--[a-z]/);
  });
});
