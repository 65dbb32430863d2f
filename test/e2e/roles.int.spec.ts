import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServerProcess } from '../http/support/server-process.js';
import { CYCLE, idNumber, SmallCounty, VILLAGE } from '../http/support/small-county.js';
import { CommandLine, ROOT } from '../support/command-line.js';

interface Ready {
  readonly roles: readonly string[];
  readonly projector?: string;
  readonly views: readonly { readonly view: string }[];
}

let county: SmallCounty;
let line: CommandLine;
let processes: ServerProcess[];
beforeEach(async () => {
  county = new SmallCounty();
  line = new CommandLine();
  processes = [];
  const files = Object.entries(county.files).flatMap(([name, path]) => [`--${name}`, path]);
  await line.json(['directory', 'import', ...files]);
});
afterEach(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  line.remove();
  county.remove();
});

async function started(roles: string): Promise<ServerProcess> {
  const process = await ServerProcess.start(line.data, { COUNTERSIGN_ROLES: roles });
  processes.push(process);
  return process;
}

const open = ({ client }: ServerProcess, n: number) =>
  client.post<{ recordId: string; position: string }>(
    '/api/records',
    { cycle: CYCLE, idNumber: idNumber(n) },
    { as: 'village-collector', key: `open-${n}` },
  );
const countSince = ({ client }: ServerProcess, position: string) =>
  client.get<{ students: number; code: string }>(`/api/counties/430482?cycle=${CYCLE}&minPosition=${position}`);

describe('COUNTERSIGN_ROLES', () => {
  it('parts what one process does by default: one answers, another keeps the views', async () => {
    const api = await started('api');
    const { body } = await open(api, 1);
    // Nobody keeps the views: whoever waits for one is told that it is behind.
    expect(await countSince(api, body.position)).toMatchObject({ status: 503, body: { code: 'view-behind' } });
    const worker = await started('projections,relay,seal');
    expect(await countSince(api, body.position)).toMatchObject({ status: 200, body: { students: 1 } });
    await worker.ready();
    const health = (await worker.client.get<Ready>('/health/ready')).body;
    expect(health).toMatchObject({ roles: ['projections', 'relay', 'seal'], projector: 'running' });
    expect(health.views.map(({ view }) => view)).toContain('records');
    expect((await worker.client.get(`/api/villages/${VILLAGE}`)).status).toBe(404);
    expect((await api.client.get<Ready>('/health/ready')).body.projector).toBeUndefined();
  }, 120_000);

  it('that is wrong stops the start with one line', async () => {
    const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'dist/apps/server/src/main.js')], {
      env: { ...process.env, COUNTERSIGN_DATA: line.data, COUNTERSIGN_ROLES: 'api,cook' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said, [code]] = await Promise.all([text(child.stderr as never), once(child, 'exit')]);
    expect(code).toBe(1);
    expect(said.trimEnd().split('\n')).toEqual([expect.stringContaining('COUNTERSIGN_ROLES')]);
    expect(said).not.toContain('cook');
  });
});

it('SIGTERM under load: what was let in is answered and kept, the process ends with 0', async () => {
  const server = await started('api,projections,relay,seal');
  await server.ready();
  const answered: string[] = [];
  let enough = () => {};
  const load = new Promise<void>((resolve) => (enough = resolve));
  const writers = Array.from({ length: 8 }, async (_none, writer) => {
    for (let n = writer; ; n += 8) {
      // Refused as a problem while it stops, or not connected to any more.
      const answer = await open(server, n).catch(() => undefined);
      if (answer?.status !== 201) return answer?.body;
      answered.push(answer.body.recordId);
      if (answered.length === 100) enough();
    }
  });
  await load;
  const listening = await fetch(`http://127.0.0.1:${server.client.port}/api/feed`, { headers: { accept: 'text/event-stream' } });
  expect(await server.stop()).toBe(0);
  const last = await Promise.all(writers);
  for (const body of last.filter((one) => one !== undefined)) expect(body).toMatchObject({ code: 'stopping' });
  await listening.body?.cancel();
  const kept = await line.json<{ recordId: string }>(['students', '--cycle', CYCLE]);
  expect(kept.map(({ recordId }) => recordId).sort()).toEqual([...new Set(answered)].sort());
}, 120_000);
