import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { COUNTY, CYCLE, idNumber, JUNIOR, VILLAGE } from './support/small-county.js';
import { WorkedRecord, type CommandBody } from './support/worked-record.js';

const MONTH = '2020-09';

/** Every question of now whose answer is made of views, with who asks. */
const QUESTIONS = [
  [`/api/records?cycle=${CYCLE}`],
  ['/api/inbox', 'village-reviewer'],
  ['/api/inbox', 'resident-helper'],
  [`/api/villages/${VILLAGE}?cycle=${CYCLE}`],
  [`/api/counties/${COUNTY}?cycle=${CYCLE}`],
  [`/api/deadlines?cycle=${CYCLE}`],
  [`/api/visits/summary?school=${JUNIOR}&month=${MONTH}`],
  [`/api/visits/agreement?village=${VILLAGE}&month=${MONTH}`, 'village-reviewer'],
  [`/api/visits/disagreements?cycle=${CYCLE}`, 'village-reviewer'],
  [`/api/visits/samples?month=${MONTH}`, 'approver'],
  ['/api/people/village-collector/responsibility', 'auditor'],
  [`/api/units/${VILLAGE}/responsibility/events`, 'auditor'],
  [`/api/findings?cycle=${CYCLE}`],
] as const;

interface Body {
  readonly asOf?: { readonly position: string };
  readonly code?: string;
}

let server: RunningServer;
let reached: string;
let after: string;

/** The views have a first record; of a second one there are only the events, because nobody applies events any more. */
beforeAll(async () => {
  server = await RunningServer.start();
  await (await WorkedRecord.open(server.client, 1)).collect(1);
  reached = await server.runtime.log.head();
  expect((await ask(`minPosition=${reached}`)).map(({ status }) => status)).toEqual(QUESTIONS.map(() => 200));
  server = await RunningServer.start({ county: await server.halt(), applies: false });
  const opened = await server.client.post<CommandBody>(
    '/api/records',
    { cycle: CYCLE, idNumber: idNumber(2) },
    { as: 'village-collector' },
  );
  after = opened.body.position;
});
afterAll(() => server.stop());

function ask(more = '') {
  return Promise.all(
    QUESTIONS.map(async ([path, as]) => {
      const { status, body, headers } = await server.client.get<Body>(`${path}${path.includes('?') ? '&' : '?'}${more}`, as && { as });
      return { path, status, position: body.asOf?.position, code: body.code, retryAfter: headers.get('retry-after') };
    }),
  );
}

describe('while views are far behind the log', () => {
  it('questions of now are answered for where the views have come to, and say so', async () => {
    expect(after > reached).toBe(true);
    const answers = await ask();
    expect(answers.map(({ path, status, position }) => [path, status, position])).toEqual(QUESTIONS.map(([path]) => [path, 200, reached]));
  });

  it('whoever needs less is answered as well; whoever needs more is told to come again', async () => {
    expect((await ask(`minPosition=${reached}`)).map(({ status }) => status)).toEqual(QUESTIONS.map(() => 200));
    const refused = await ask(`minPosition=${after}`);
    const expected = QUESTIONS.map(([path]) => [path, 503, 'view-behind', '1']);
    expect(refused.map(({ path, status, code, retryAfter }) => [path, status, code, retryAfter])).toEqual(expected);
  });
});
