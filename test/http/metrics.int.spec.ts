import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyProjection } from '../../apps/composition/src/every-projection.js';
import type { Client } from './support/client.js';
import { readOpenMetrics, type Sample } from './support/open-metrics.js';
import { RunningServer } from './support/running-server.js';
import { ServerProcess } from './support/server-process.js';
import { CYCLE, idNumber, SmallCounty, VILLAGE } from './support/small-county.js';
import { Uploads } from './support/uploads.js';
import { WorkedRecord, type CommandBody } from './support/worked-record.js';
import { CommandLine } from '../support/command-line.js';

async function metricsOf(port: number) {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  return { response, text, samples: readOpenMetrics(text) };
}

/** The value of the one series of a name with these labels; undefined if there is none. */
function valueOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
  const found = samples.filter((one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value));
  expect(found.length).toBeLessThan(2);
  return found[0]?.value;
}

const labelsOf = (samples: readonly Sample[], name: string, label: string) =>
  samples.filter((one) => one.name === name).map(({ labels }) => labels[label]);

describe('/metrics', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await RunningServer.start();
  });
  afterAll(() => server.stop());

  it('is OpenMetrics', async () => {
    const { response } = await metricsOf(server.port);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await server.client.send('POST', '/metrics', undefined)).status).toBe(405);
  });

  it('counts requests by what they were to, and sorts them by how long they took', async () => {
    const record = await WorkedRecord.open(server.client, 1);
    for (let times = 0; times < 3; times += 1) await record.get();
    const { samples } = await metricsOf(server.port);
    const route = { method: 'GET', route: '/api/records/:id' };
    expect(valueOf(samples, 'countersign_http_requests_total', { ...route, status: '200' })).toBe(3);
    expect(valueOf(samples, 'countersign_http_request_duration_seconds_count', route)).toBe(3);
    expect(valueOf(samples, 'countersign_http_request_duration_seconds_bucket', { ...route, le: '+Inf' })).toBe(3);
  });

  it('counts commands by their outcome, also those that jobs are', async () => {
    const record = await WorkedRecord.open(server.client, 2);
    const refused = await record.attempt('village-collector', 'submissions', { line: 'household' });
    const uploads = new Uploads(server.port);
    const { body } = await uploads.upload('none.csv', Buffer.from('a,b\n1,2\n'), { as: 'education-officer' });
    await uploads.ended(body.importId);
    const { samples } = await metricsOf(server.port);
    const outcome = (command: string, outcome: string) => valueOf(samples, 'countersign_commands_total', { command, outcome });
    expect(outcome('OpenRecord', 'done')).toBeGreaterThan(0);
    expect(outcome('SubmitLine', refused.body.code)).toBe(1);
    expect(outcome('ImportRosters', 'no-roster')).toBe(1);
    expect(valueOf(samples, 'countersign_import_queue_length')).toBe(0);
  });

  it('says how far each view is behind, what waits, and what the machine has left', async () => {
    const { samples } = await metricsOf(server.port);
    const views = [...everyProjection(({ name }) => name)].sort();
    expect(labelsOf(samples, 'countersign_view_lag_events', 'view').sort()).toEqual(views);
    for (const view of views) expect(valueOf(samples, 'countersign_view_stopped', { view })).toBe(0);
    expect(valueOf(samples, 'countersign_append_queue_length')).toBe(0);
    expect(valueOf(samples, 'countersign_commands_under_way')).toBe(0);
    expect(valueOf(samples, 'countersign_data_free_bytes')).toBeGreaterThan(0);
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes', 'process_cpu_seconds_total'])
      expect(valueOf(samples, name)).toBeGreaterThanOrEqual(0);
  });

  it('is made of what the program knows: nobody can make up a label, and nothing of a person stands in it', async () => {
    const record = await WorkedRecord.open(server.client, 3);
    for (const path of ['a', 'b', `records/${record.id}/nothing`, 'records?idNumber=430482200803040026'])
      await server.client.get(`/api/${path}`, { as: 'somebody' });
    await server.client.post('/api/records', { cycle: CYCLE, idNumber: idNumber(4) }, { as: 'nobody-here', key: 'a-key' });
    const { samples, text } = await metricsOf(server.port);
    expect(valueOf(samples, 'countersign_http_requests_total', { route: 'none', method: 'GET', status: '404' })).toBe(3);
    for (const said of [record.id, idNumber(3), idNumber(4), '430482200803040026', 'somebody', 'nobody-here', 'village-collector', 'a-key'])
      expect(text).not.toContain(said);
  });

  it('has no value for what cannot be asked, and tells the rest', async () => {
    const { runner } = server.runtime;
    const lags = runner.lags.bind(runner);
    runner.lags = () => Promise.reject(new Error('away'));
    const { samples } = await metricsOf(server.port);
    runner.lags = lags;
    expect(labelsOf(samples, 'countersign_view_lag_events', 'view')).toEqual([]);
    expect(valueOf(samples, 'countersign_data_free_bytes')).toBeGreaterThan(0);
  });
});

describe('a process whose views are kept in a thread, or elsewhere', () => {
  const processes: ServerProcess[] = [];
  let county: SmallCounty;
  let line: CommandLine;
  beforeAll(async () => {
    county = new SmallCounty();
    line = new CommandLine();
    const files = Object.entries(county.files).flatMap(([name, path]) => [`--${name}`, path]);
    await line.json(['directory', 'import', ...files]);
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    line.remove();
    county.remove();
  });

  const started = async (roles: string) => {
    const process = await ServerProcess.start(line.data, { COUNTERSIGN_ROLES: roles });
    processes.push(process);
    if (roles !== 'api') await process.ready();
    return process.client;
  };
  const samplesOf = async ({ port }: Client) => (await metricsOf(port)).samples;
  const lagIn = async (client: Client) => valueOf(await samplesOf(client), 'countersign_view_lag_events', { view: 'records' });

  it('tells how far they are behind', async () => {
    const api = await started('api');
    const opened = { cycle: CYCLE, idNumber: idNumber(0) };
    const { body } = await api.post<CommandBody>('/api/records', opened, { as: 'village-collector' });
    expect(await lagIn(api)).toBeGreaterThan(0);
    const worker = await started('projections');
    expect((await api.get(`/api/villages/${VILLAGE}?cycle=${CYCLE}&minPosition=${body.position}`)).status).toBe(200);
    expect([await lagIn(api), await lagIn(worker)]).toEqual([0, 0]);
    expect(valueOf(await samplesOf(worker), 'countersign_projector_running')).toBe(1);
    expect(valueOf(await samplesOf(api), 'countersign_projector_running')).toBeUndefined();
  }, 120_000);
});
