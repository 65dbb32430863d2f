import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProjectionRunner } from '../projection-runner.js';
import { OpenedLog } from '../testing/open-log.js';
import type { ProjectTallyData } from '../testing/project-tally.js';
import { readStoreOf } from '../testing/read-store-of.js';
import { tallyProjection, type TallyTables } from '../testing/tally.projection.js';
import type { View } from '../projection.js';
import { ProjectorThread, type ProjectorOptions } from './projector-thread.js';

const SCRIPT = pathToFileURL(resolve('libs/projections/src/testing/project-tally.ts'));
const TYPESCRIPT = [
  '--disable-warning=ExperimentalWarning',
  '--experimental-transform-types',
  '--import',
  resolve('test/support/ts-hooks.mjs'),
];

let opened: OpenedLog;
let threads: ProjectorThread[];
beforeEach(() => {
  opened = new OpenedLog();
  threads = [];
});
afterEach(async () => {
  await Promise.all(threads.map((thread) => thread.stop()));
  await opened.close();
});

const count = (stream: string, by = 1) => opened.append(stream, 'counted', { by });
const tallies = (view: View<TallyTables>) => view.db.selectFrom('tally').selectAll().orderBy('stream').execute();

function threadOf(data: Partial<ProjectTallyData> = {}, options: ProjectorOptions = {}): ProjectorThread {
  const { directory } = opened;
  const places = { log: join(directory, 'log.db'), views: readStoreOf(directory), directory: join(directory, 'views') };
  const thread = new ProjectorThread(SCRIPT, { ...places, ...data }, { execArgv: TYPESCRIPT, ...options });
  threads.push(thread);
  return thread;
}

/** As the thread that answers requests has it: it never applies. */
function runnerBeside(thread: ProjectorThread): ProjectionRunner {
  const runner = opened.runner(undefined, { applies: false, hurry: thread.hurry.bind(thread) });
  runner.start();
  return runner;
}

describe('a thread that applies events', () => {
  it('moves a view on for whoever waits in another thread', async () => {
    const thread = threadOf();
    thread.start();
    const view = runnerBeside(thread).view(tallyProjection());
    for (let n = 1; n <= 20; n += 1) {
      await view.upTo(await count('count-a'), { ms: 30_000, counted: 'in-all' });
      expect(await tallies(view)).toEqual([{ stream: 'count-a', events: n, sum: n }]);
    }
    expect(thread.health).toEqual({ state: 'running' });
    await thread.stop();
    expect(thread.health).toEqual({ state: 'stopped' });
    await expect(view.upTo(await count('count-a'), { ms: 50, counted: 'in-all' })).rejects.toMatchObject({ code: 'view-behind' });
  });

  it('goes over to a home that another process has rebuilt, as who asks it does', async () => {
    const thread = threadOf();
    thread.start();
    const view = runnerBeside(thread).view(tallyProjection());
    await view.upTo(await count('count-a', 2), { ms: 30_000, counted: 'in-all' });
    const other = opened.runner();
    other.view(tallyProjection());
    await other.rebuild();
    await view.upTo(await count('count-a', 3));
    expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 2, sum: 5 }]);
  });

  it('leaves word of a view that it had to stop, for every process, until somebody goes on with it', async () => {
    const thread = threadOf({ spoiledAt: 7 });
    thread.start();
    const runner = runnerBeside(thread);
    const view = runner.view(tallyProjection());
    const good = await count('count-a', 2);
    await view.upTo(good, { ms: 30_000, counted: 'in-all' });
    await count('count-a', 7);
    let lag = await runner.lag('tally');
    while (lag.stalled === undefined) lag = await runner.lag('tally');
    expect(lag).toMatchObject({ position: good, stalled: { reason: 'Error', after: good } });
    await thread.stop();
    expect(await runner.lag('tally')).toMatchObject({ stalled: { reason: 'Error' } });
    const again = threadOf();
    again.start();
    while (lag.stalled !== undefined || lag.events > 0) lag = await runner.lag('tally');
    expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 2, sum: 9 }]);
  });

  it('that dies says so without what it died of quotes, and is made anew', async () => {
    const warnings: string[] = [];
    let warned = () => {};
    const twice = new Promise<void>((resolve) => (warned = resolve));
    const warn = (message: string, detail: string) => {
      warnings.push(`${message}\n${detail}`);
      if (warnings.length === 2) warned();
    };
    const thread = threadOf({ dies: true }, { warn });
    thread.start();
    await twice;
    expect(thread.health).toEqual({ state: 'died', reason: 'RangeError' });
    expect(warnings.join()).toContain('RangeError');
    expect(warnings.join()).not.toContain('nobody should read');
    // Whoever asks is not left waiting.
    await thread.hurry('tally', '1');
  });
});

it('a process that never applies waits for others, also where anybody may', async () => {
  const reader = opened.runner(undefined, { applies: false });
  const view = reader.view(tallyProjection());
  reader.start();
  const position = await count('count-a');
  await expect(view.upTo(position, { ms: 50, counted: 'in-all' })).rejects.toMatchObject({ code: 'view-behind' });
  const writer = opened.runner();
  writer.view(tallyProjection());
  await writer.catchUp();
  expect(await view.upTo(position)).toBe(position);
});
