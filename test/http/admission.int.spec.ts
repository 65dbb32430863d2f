import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Admission } from '../../apps/server/src/http/admission.js';
import { openConnection } from './support/raw-request.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE, idNumber, VILLAGE } from './support/small-county.js';

const AT_ONCE = 3;
const HALF_A_COMMAND = 'POST /api/records HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{';

let admission: Admission;
let server: RunningServer;
beforeAll(async () => {
  admission = new Admission(AT_ONCE);
  server = await RunningServer.start({ admission });
});
afterAll(() => server.stop());

const open = (n: number) =>
  server.client.post('/api/records', { cycle: CYCLE, idNumber: idNumber(n) }, { as: 'village-collector', key: `open-${n}` });

/** Keeps every append from being answered until the log is let go. */
function holdLog(): { readonly reached: (appends: number) => Promise<void>; readonly letGo: () => void } {
  const { store } = server.runtime;
  const append = store.append.bind(store);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let waiting = 0;
  let wake = () => {};
  store.append = async (...args) => {
    waiting += 1;
    wake();
    await held;
    return append(...args);
  };
  return {
    reached: async (appends) => {
      while (waiting < appends) await new Promise<void>((resolve) => (wake = resolve));
    },
    letGo: () => {
      store.append = append;
      letGo();
    },
  };
}

describe('a server that has as many commands under way as it lets in', () => {
  it('tells more to come again, answers questions meanwhile, and finishes what it has let in', async () => {
    const log = holdLog();
    const letIn = Array.from({ length: AT_ONCE }, (_, n) => open(n));
    await log.reached(AT_ONCE);
    const refused = await Promise.all([open(10), open(11)]);
    for (const { status, body, headers } of refused) {
      expect(status).toBe(503);
      expect(body).toMatchObject({ code: 'overloaded', type: 'urn:countersign:problem:overloaded', status: 503 });
      expect(headers.get('retry-after')).toBe('1');
    }
    expect((await server.client.get(`/api/villages/${VILLAGE}?cycle=${CYCLE}`)).status).toBe(200);
    log.letGo();
    expect((await Promise.all(letIn)).map(({ status }) => status)).toEqual(Array.from({ length: AT_ONCE }, () => 201));
    // Nothing was done of what was refused; sent again with the same key it is done once.
    expect((await open(10)).status).toBe(201);
    expect(admission.underWay).toBe(0);
  });

  it('does not count who listens to the feed', async () => {
    const gone = new AbortController();
    const listeners = Array.from({ length: AT_ONCE + 2 }, () =>
      fetch(`http://127.0.0.1:${server.port}/api/feed`, { headers: { accept: 'text/event-stream' }, signal: gone.signal }),
    );
    expect((await Promise.all(listeners)).map(({ status }) => status)).toEqual(listeners.map(() => 200));
    expect((await open(20)).status).toBe(201);
    gone.abort();
  });

  it('gives the places of what was refused for its form, and of clients that went away half way, to others', async () => {
    for (let n = 0; n < 2 * AT_ONCE; n += 1) {
      expect((await server.client.send('POST', '/api/records', '{"cycle":', { as: 'village-collector' })).status).toBe(400);
      (await openConnection(server.port, HALF_A_COMMAND)).destroy();
    }
    while (admission.underWay > 0) await new Promise((turn) => setImmediate(turn));
    expect((await open(30)).status).toBe(201);
  });

  it('keeps the place of a client that went away while its command was being done', async () => {
    const log = holdLog();
    const gone = new AbortController();
    const address = `http://127.0.0.1:${server.port}/api/records`;
    const headers = { 'content-type': 'application/json', 'x-countersign-as': 'village-collector' };
    const body = JSON.stringify({ cycle: CYCLE, idNumber: idNumber(40) });
    const left = fetch(address, { method: 'POST', headers, body, signal: gone.signal }).catch(() => 'left');
    await log.reached(1);
    gone.abort();
    expect(await left).toBe('left');
    expect(admission.underWay).toBe(1);
    log.letGo();
    while (admission.underWay > 0) await new Promise((turn) => setImmediate(turn));
  });
});

it('a server that ends takes nothing more in, and says so', async () => {
  admission.close();
  const { status, body, headers } = await server.client.get('/health/ready');
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'stopping' });
  expect(headers.get('connection')).toBe('close');
});
