import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import type { View } from '../projection.js';
import { OpenedLog } from './open-log.js';
import { readStoreOf } from './read-store-of.js';
import { tallyProjection, type TallyTables } from './tally.projection.js';
import type { BuildProgress } from '../rebuild/build-home.js';
import { WorkerBuilder, type Builder } from '../rebuild/builder.js';

const VIEWS = ['tally', 'second', 'third'];

/** What rebuilding views promises, whichever store keeps them. Run as `viewsContract` is. */
export function rebuildContract(): void {
  let opened: OpenedLog;
  beforeEach(() => {
    opened = new OpenedLog();
  });
  afterEach(() => opened.close());

  const tallies = (view: View<TallyTables>) => view.db.selectFrom('tally').selectAll().orderBy('stream').execute();
  const count = (stream: string, by = 1) => opened.append(stream, 'counted', { by });

  /** Rows that no event has made: they are gone after a rebuild, so it is seen which home serves. */
  async function spoil(view: View<TallyTables>): Promise<void> {
    const home = opened.readStore().homes(tallyProjection()).database(0)(
      () => Promise.resolve(),
      () => Promise.resolve(false),
    );
    await home.writing.executeQuery(CompiledQuery.raw("insert into tally values ('spoiled', 1, 1)"));
    await home.close();
    expect((await tallies(view)).map(({ stream }) => stream)).toContain('spoiled');
  }

  const building = (build: Builder['build']): Builder => ({ build, close: () => Promise.resolve() });

  function inWorker(): WorkerBuilder {
    const script = pathToFileURL(resolve('libs/projections/src/testing/build-tally.ts'));
    const hooks = [
      '--disable-warning=ExperimentalWarning',
      '--experimental-transform-types',
      '--import',
      resolve('test/support/ts-hooks.mjs'),
    ];
    return new WorkerBuilder(
      script,
      { log: join(opened.directory, 'log.db'), views: readStoreOf(opened.directory), directory: join(opened.directory, 'views') },
      hooks,
    );
  }

  describe('a rebuild', () => {
    it('makes the rows anew beside the old ones, which serve until then, and takes their place', async () => {
      await count('count-a', 2);
      const last = await count('count-b', 3);
      let release = () => {};
      const held = new Promise<void>((go) => (release = go));
      let started = () => {};
      const begun = new Promise<void>((go) => (started = go));
      const { buildHome } = await import('../rebuild/build-home.js');
      const runner = opened.runner(undefined, {
        builder: building(async (_view, place, progress) => {
          started();
          await held;
          await buildHome(opened.log, opened.readStore(), tallyProjection(), place, progress);
        }),
      });
      const view = runner.view(tallyProjection());
      await view.upTo(last);
      await spoil(view);
      const rebuilt = runner.rebuild('tally');
      await begun;
      await view.upTo(await count('count-a', 4));
      expect(await tallies(view)).toHaveLength(3);
      release();
      await rebuilt;
      await view.upTo(await count('count-a', 10));
      expect(await tallies(view)).toEqual([
        { stream: 'count-a', events: 3, sum: 16 },
        { stream: 'count-b', events: 1, sum: 3 },
      ]);
    });

    it('is noticed by other processes, whose readers never fall behind what they were told', async () => {
      const first = await count('count-a', 1);
      const other = opened.runner();
      other.start();
      const theirs = other.view(tallyProjection());
      await theirs.upTo(first);
      await spoil(theirs);
      const runner = opened.runner();
      runner.view(tallyProjection());
      await runner.rebuild();
      const last = await count('count-a', 1);
      await Promise.all([theirs.upTo(last), theirs.upTo(last), theirs.upTo(first)]);
      expect(await tallies(theirs)).toEqual([{ stream: 'count-a', events: 2, sum: 2 }]);
      await runner.rebuild('tally');
      await theirs.upTo();
      expect(await tallies(theirs)).toEqual([{ stream: 'count-a', events: 2, sum: 2 }]);
    });

    it('is found by a new start', async () => {
      await count('count-a', 1);
      const runner = opened.runner();
      await spoil(await upToDate(runner.view(tallyProjection())));
      await runner.rebuild();
      await runner.stop();
      expect(await tallies(await upToDate(opened.runner().view(tallyProjection())))).toEqual([{ stream: 'count-a', events: 1, sum: 1 }]);
    });

    it('runs in a thread of its own and tells how far it is', async () => {
      await Promise.all(Array.from({ length: 5_100 }, () => count('count-a')));
      const runner = opened.runner(undefined, { builder: inWorker() });
      const view = await upToDate(runner.view(tallyProjection()));
      await spoil(view);
      const seen: BuildProgress[] = [];
      await runner.rebuild('tally', (progress) => seen.push(progress));
      expect(seen.map(({ events, ready }) => [events, ready])).toEqual([
        [2_500, false],
        [5_000, false],
        [5_100, false],
        [5_100, true],
      ]);
      expect(seen.at(-1)).toMatchObject({ view: 'tally', position: await view.position() });
      expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 5_100, sum: 5_100 }]);
    });

    it('lets its threads go at the end, and may begin again', async () => {
      await count('count-a');
      const builder = inWorker();
      const closed = jest.spyOn(builder, 'close');
      const runner = opened.runner(undefined, { builder });
      const view = await upToDate(runner.view(tallyProjection()));
      for (let again = 1; again <= 2; again += 1) {
        await runner.rebuild();
        expect(closed).toHaveBeenCalledTimes(again);
      }
      await expect(builder.build('nobody', 'nowhere', () => undefined)).rejects.toMatchObject({ params: { reason: 'unknown-view' } });
      expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 1, sum: 1 }]);
    });

    it('that fails or whose thread dies leaves the old rows serving', async () => {
      await count('count-a');
      const runner = opened.runner(undefined, { builder: new WorkerBuilder(new URL('data:text/javascript,process.exit(7)'), {}) });
      const view = await upToDate(runner.view(tallyProjection()));
      await expect(runner.rebuild('tally')).rejects.toMatchObject({ code: 'rebuild-failed', params: { view: 'tally', reason: 'stopped' } });
      expect(await tallies(await upToDate(view))).toEqual([{ stream: 'count-a', events: 1, sum: 1 }]);
      const mended = opened.runner();
      mended.view(tallyProjection());
      await mended.rebuild('tally');
      expect(await tallies(await upToDate(view))).toEqual([{ stream: 'count-a', events: 1, sum: 1 }]);
    });

    it('does not wait for a thread that has died since it built the view before', async () => {
      const script =
        "data:text/javascript,import { parentPort as port } from 'node:worker_threads'; port.once('message', () => port.postMessage({}))";
      const builder = new WorkerBuilder(new URL(script), {});
      await builder.build('tally', 'nowhere', () => undefined);
      await expect(builder.build('tally', 'nowhere', () => undefined)).rejects.toMatchObject({ params: { reason: 'stopped' } });
    });

    it('of all views builds two at the same time', async () => {
      const begun: string[] = [];
      let both = () => {};
      const bothBegun = new Promise<void>((go) => (both = go));
      const { buildHome } = await import('../rebuild/build-home.js');
      const builder = building(async (view, place, progress) => {
        begun.push(view);
        if (begun.length === 2) both();
        await bothBegun;
        await buildHome(opened.log, opened.readStore(), tallyProjection(undefined, view), place, progress);
      });
      const runner = opened.runner(undefined, { builder });
      for (const name of VIEWS) runner.view(tallyProjection(undefined, name));
      const together = bothBegun.then(() => [...begun]);
      await runner.rebuild();
      // Which of two that begin together is first is up to the disk.
      expect(new Set(await together)).toEqual(new Set(VIEWS.slice(0, 2)));
      expect(begun.slice(2)).toEqual(VIEWS.slice(2));
    });

    it('of all views begins no other after one that fails, and throws when the one beside it has ended', async () => {
      const begun: string[] = [];
      const ended: string[] = [];
      const builder = building(async (view) => {
        begun.push(view);
        if (view === VIEWS[0]) throw new Error('no');
        await nextTurn();
        ended.push(view);
      });
      const runner = opened.runner(undefined, { builder });
      for (const name of VIEWS) runner.view(tallyProjection(undefined, name));
      await expect(runner.rebuild()).rejects.toThrow('no');
      // Which of two that begin together is first is up to the disk.
      expect([...begun].sort()).toEqual(VIEWS.slice(0, 2).sort());
      expect(ended).toEqual(VIEWS.slice(1, 2));
    });

    it('of a view that nobody knows is refused', async () => {
      await expect(opened.runner().rebuild('tally')).rejects.toMatchObject({ code: 'unknown-view' });
    });

    it('mends a view that had stopped', async () => {
      await count('count-a', 13);
      let spoiled = true;
      const projection = tallyProjection((event) => spoiled && (event.data as { by: number }).by === 13);
      const runner = opened.runner();
      const view = runner.view(projection);
      await expect(view.upTo()).rejects.toMatchObject({ code: 'projection-stopped' });
      spoiled = false;
      await runner.rebuild('tally');
      expect(await tallies(await upToDate(view))).toEqual([{ stream: 'count-a', events: 1, sum: 13 }]);
    });
  });
}

async function upToDate(view: View<TallyTables>): Promise<View<TallyTables>> {
  await view.upTo();
  return view;
}
