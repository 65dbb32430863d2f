import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { ProjectorThread } from '#projections';
import { everyProjection } from '../../apps/composition/src/every-projection.js';
import { RunningServer } from './support/running-server.js';

interface Ready {
  readonly status: string;
  readonly code?: string;
  readonly views: readonly { readonly view: string; readonly events: number }[];
}

let server: RunningServer;
beforeEach(async () => {
  server = await RunningServer.start();
});
afterEach(() => server.stop());

const ready = () => server.client.get<Ready>('/health/ready');

describe('readiness', () => {
  it('tells of every view, and the thread that keeps them knows the same', async () => {
    const { status, body } = await ready();
    expect({ status, said: body.status }).toEqual({ status: 200, said: 'ready' });
    const views = everyProjection(({ name }) => name);
    expect(body.views.map(({ view }) => view).sort()).toEqual([...views].sort());
  });

  it('is 503 with its reason when the log does not answer in time; the process lives all the same', async () => {
    const { log } = server.runtime;
    const head = log.head.bind(log);
    log.head = () => new Promise(() => undefined);
    expect(await ready()).toMatchObject({ status: 503, body: { code: 'log-not-answering' } });
    expect((await server.client.get('/health/live')).status).toBe(200);
    log.head = head;
    expect((await ready()).status).toBe(200);
  });

  it('is 503 when the read store does not answer in time, or says no', async () => {
    const { runner } = server.runtime;
    const lags = runner.lags.bind(runner);
    runner.lags = () => new Promise(() => undefined);
    expect(await ready()).toMatchObject({ status: 503, body: { code: 'read-store-not-answering' } });
    runner.lags = () => Promise.reject(new Refusal('unavailable', 'read-store-unavailable', { params: { reason: 'ECONNREFUSED' } }));
    expect(await ready()).toMatchObject({ status: 503, body: { code: 'read-store-unavailable' } });
    runner.lags = lags;
    expect((await ready()).status).toBe(200);
  });

  it('is 503 when a view has stopped, and says which', async () => {
    const { runner } = server.runtime;
    const lags = runner.lags.bind(runner);
    runner.lags = async () =>
      (await lags()).map((lag) => (lag.view === 'records' ? { ...lag, stalled: { reason: 'Error', after: lag.position } } : lag));
    const { status, body } = await ready();
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { code: 'projection-stopped', detail: expect.stringContaining('records') },
    });
  });
});

it('is 503 while the thread that keeps the views of this process does not run', async () => {
  const dying = new ProjectorThread(new URL('data:text/javascript,'), {}, { warn: () => undefined });
  const beside = await RunningServer.start({ projector: dying });
  expect(await beside.client.get('/health/ready')).toMatchObject({ status: 503, body: { code: 'projector-not-running' } });
  dying.start();
  while (dying.health.state !== 'died') await new Promise((turn) => setImmediate(turn));
  const { status, body } = await beside.client.get<{ code: string; detail: string }>('/health/ready');
  expect({ status, body }).toMatchObject({ status: 503, body: { code: 'projector-not-running', detail: expect.stringContaining('died') } });
  await dying.stop();
  await beside.stop();
});
