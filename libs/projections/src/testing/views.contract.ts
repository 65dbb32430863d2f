import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Refusal, type Recorded } from '#kernel';
import { createEventLog, EventRegistry } from '#event-store';
import type { View } from '../projection.js';
import { ViewHome } from '../view-home.js';
import { counted, OpenedLog } from './open-log.js';
import { identityOf } from '../place-in-log.js';
import { tallyProjection, type TallyTables } from './tally.projection.js';

/**
 * What views promise, whichever store keeps them: exactly once, in order, together with their checkpoint, for any number of processes.
 * Specs and the suite against a real server run it on the read store that their environment names.
 */
export function viewsContract(): void {
  let opened: OpenedLog;
  beforeEach(() => {
    opened = new OpenedLog();
  });
  afterEach(() => opened.close());

  const tallies = (view: View<TallyTables>) => view.db.selectFrom('tally').selectAll().orderBy('stream').execute();
  const count = (stream: string, by = 1) => opened.append(stream, 'counted', { by });

  const spoiledAt = (by: number) => (event: Recorded) => (event.data as { by: number }).by === by;

  describe('a view', () => {
    it('is moved on by whoever waits for it, without a running server', async () => {
      await count('count-a', 2);
      const last = await count('count-a', 3);
      const view = opened.runner().view(tallyProjection());
      expect(await view.upTo()).toBe(last);
      expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 2, sum: 5 }]);
    });

    it('stands at the end of the log also when nothing in it matches', async () => {
      const last = await count('other-a');
      const view = opened.runner().view(tallyProjection());
      await view.upTo();
      expect(await view.position()).toBe(last);
    });

    it('answers on an empty log', async () => {
      const view = opened.runner().view(tallyProjection());
      expect(await view.upTo()).toBe(await opened.log.head());
      expect(await tallies(view)).toEqual([]);
    });

    it('follows live once the runner has started, also a view that is asked for later', async () => {
      const runner = opened.runner();
      const early = runner.view(tallyProjection());
      runner.start();
      const late = runner.view(tallyProjection(undefined, 'late'));
      const position = await count('count-a', 4);
      await Promise.all([early.upTo(position), late.upTo(position)]);
      expect(await tallies(early)).toEqual(await tallies(late));
    });

    it('can be let go while it looks how far another process has come', async () => {
      await count('count-a');
      await opened.runner().view(tallyProjection()).upTo();
      const runner = opened.runner(undefined, { applies: false });
      const { checkpoint } = ViewHome.prototype;
      const stopped = new Promise<void>((resolve) => {
        jest.spyOn(ViewHome.prototype, 'checkpoint').mockImplementationOnce(function (this: ViewHome<unknown>) {
          resolve(runner.stop());
          return checkpoint.call(this);
        });
      });
      runner.start();
      runner.view(tallyProjection());
      await stopped;
    });

    it('wakes who waits for a position that is appended later', async () => {
      const view = opened.runner().view(tallyProjection());
      const first = await count('count-a');
      await view.upTo(first);
      const next = String(Number(first) + 1).padStart(first.length, '0');
      const waiting = view.upTo(next);
      await count('count-a');
      expect(await waiting).toBe(next);
    });

    it('refuses when the position is not reached in time', async () => {
      const view = opened.runner().view(tallyProjection());
      const refusal = await refusalOf(view.upTo('9999999999999999', { ms: 1, counted: 'in-all' }));
      expect(refusal).toMatchObject({ kind: 'unavailable', code: 'view-behind', params: { view: 'tally' } });
    });

    it('lets who is in no hurry wait as long as the view moves on, and tells whoever wants an answer', async () => {
      const view = opened.runner().view(tallyProjection());
      const first = await count('count-a');
      await view.upTo(first);
      const behind = (events: number) => String(Number(first) + events).padStart(first.length, '0');
      jest.useFakeTimers({
        now: new Date(),
        doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'setInterval', 'Date', 'performance'],
      });
      try {
        const patient = view.upTo(behind(2), { ms: 1000, counted: 'since-progress' });
        const brief = refusalOf(view.upTo(behind(2), { ms: 1000, counted: 'in-all' }));
        // Both are waiting by now.
        await view.upTo(first);
        jest.advanceTimersByTime(900);
        await count('count-a');
        await view.upTo(behind(1));
        jest.advanceTimersByTime(900);
        expect(await brief).toMatchObject({ code: 'view-behind' });
        await count('count-a');
        expect(await patient).toBe(behind(2));
      } finally {
        jest.useRealTimers();
      }
    });

    it('tells who asks for the end how far it has come while it is far behind, and goes on to the end', async () => {
      const applying = opened.runner().view(tallyProjection());
      const runner = opened.runner(undefined, { applies: false });
      const view = runner.view(tallyProjection());
      runner.start();
      const first = await count('count-a', 4);
      await applying.upTo(first);
      expect(await view.towards(first)).toBe(first);
      const second = await count('count-a', 5);
      // The second time it is known already that the view is far behind.
      for (const asked of [1, 2]) expect([asked, await view.towards(second)]).toEqual([asked, first]);
      expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 1, sum: 4 }]);
      await applying.upTo(second);
      await view.upTo(second);
      expect(await view.towards(second)).toBe(second);
      expect(await view.towards(first)).toBe(first);
    });

    it('keeps whoever moves it on waiting until the end, and has nothing to tell where nothing was ever applied', async () => {
      const last = await count('count-a', 4);
      expect(await opened.runner().view(tallyProjection()).towards(last)).toBe(last);
      const runner = opened.runner(undefined, { applies: false });
      const never = runner.view(tallyProjection(undefined, 'never'));
      runner.start();
      expect(await refusalOf(never.towards(last))).toMatchObject({ kind: 'unavailable', code: 'view-behind' });
    });

    it('goes on where it stood after a restart', async () => {
      await count('count-a');
      const first = opened.runner();
      await first.view(tallyProjection()).upTo();
      await first.stop();
      await count('count-a');
      const seen: string[] = [];
      const again = opened.runner().view(tallyProjection((event) => seen.push(event.id) < 0));
      await again.upTo();
      expect(seen).toHaveLength(1);
      expect(await tallies(again)).toEqual([{ stream: 'count-a', events: 2, sum: 2 }]);
    });

    it('is the same for two rooms that ask for it', () => {
      const runner = opened.runner();
      expect(runner.view(tallyProjection())).toBe(runner.view(tallyProjection()));
    });
  });

  describe('the rows', () => {
    it('are compared byte by byte whatever language a database was made for, and count beyond 32 bits', async () => {
      const streams = ['count-B', 'count-Z', 'count-a', 'count-乙', 'count-甲', 'count-𠮷'];
      for (const stream of [...streams].reverse()) await count(stream, 3_000_000_000);
      await count('count-a', 3_000_000_000);
      const view = opened.runner().view(tallyProjection());
      await view.upTo();
      const rows = await tallies(view);
      expect(rows.map(({ stream }) => stream)).toEqual(streams);
      expect(rows[2]).toEqual({ stream: 'count-a', events: 2, sum: 6_000_000_000 });
    });
  });

  describe('exactly once', () => {
    it('holds for runners that advance one home at the same time while events are appended', async () => {
      const views = [opened.runner(), opened.runner(), opened.runner()].map((runner) => {
        const view = runner.view(tallyProjection());
        runner.start();
        return view;
      });
      const streams = ['count-a', 'count-b', 'count-c'];
      for (let round = 0; round < 40; round += 1) await Promise.all(streams.map((stream) => count(stream, round)));
      const head = await opened.log.head();
      await Promise.all(views.map((view) => view.upTo(head)));
      const expected = streams.map((stream) => ({ stream, events: 40, sum: 780 }));
      for (const view of views) expect(await tallies(view)).toEqual(expected);
    });

    it('holds when a batch is larger than one transaction', async () => {
      await Promise.all(Array.from({ length: 1_203 }, () => count('count-a')));
      const view = opened.runner().view(tallyProjection());
      await view.upTo();
      expect(await tallies(view)).toEqual([{ stream: 'count-a', events: 1_203, sum: 1_203 }]);
    });
  });

  describe('an event that cannot be applied', () => {
    it('stops its view just before it, keeps rows and checkpoint together, and lets others go on', async () => {
      const good = await count('count-a', 1);
      await count('count-a', 13);
      await count('count-a', 1);
      const runner = opened.runner();
      const spoiled = runner.view(tallyProjection(spoiledAt(13)));
      const other = runner.view(tallyProjection(undefined, 'other'));
      const refusal = await refusalOf(spoiled.upTo());
      expect(refusal).toMatchObject({
        kind: 'unavailable',
        code: 'projection-stopped',
        params: { view: 'tally', position: good, reason: 'Error' },
      });
      expect(opened.warnings.map(({ message }) => message)).toEqual([`view tally stopped after position ${good}: Error`]);
      expect(opened.warnings[0]?.detail).toMatch(/^\s+at (?!.*spoiled)/);
      expect(await spoiled.position()).toBe(good);
      expect(await tallies(spoiled)).toEqual([{ stream: 'count-a', events: 1, sum: 1 }]);
      await other.upTo();
      expect(await tallies(other)).toEqual([{ stream: 'count-a', events: 3, sum: 15 }]);
      expect(await runner.lag('tally')).toMatchObject({ position: good, stalled: { reason: 'Error', after: good } });
      expect((await runner.lag('other')).stalled).toBeUndefined();
    });

    it('is tried again by a new start and then takes effect once', async () => {
      await count('count-a', 13);
      const last = await count('count-a', 2);
      const failing = opened.runner();
      await refusalOf(failing.view(tallyProjection(spoiledAt(13))).upTo());
      await failing.stop();
      const mended = opened.runner().view(tallyProjection());
      expect(await mended.upTo()).toBe(last);
      expect(await tallies(mended)).toEqual([{ stream: 'count-a', events: 2, sum: 15 }]);
    });

    it('of a type that this program does not know stops the view as well', async () => {
      await count('count-a');
      const older = createEventLog(opened.store, new EventRegistry([]), opened.clock);
      const refusal = await refusalOf(opened.runner(older).view(tallyProjection()).upTo());
      expect(refusal).toMatchObject({ code: 'projection-stopped', params: { reason: 'unknown-event-type' } });
    });
  });

  describe('the lag', () => {
    it('is the number of events that a view has still to take', async () => {
      const runner = opened.runner();
      const view = runner.view(tallyProjection());
      await view.upTo(await count('count-a'));
      await count('other-a');
      await count('count-a');
      const head = await count('count-b');
      expect(await runner.lag('tally')).toEqual({ view: 'tally', position: await view.position(), head, events: 2 });
      await runner.catchUp('tally');
      expect(await runner.lags()).toEqual([{ view: 'tally', position: head, head, events: 0 }]);
    });

    it('of a view that nobody has asked for is refused', async () => {
      expect(await refusalOf(opened.runner().lag('tally'))).toMatchObject({ kind: 'not-found', code: 'unknown-view' });
      expect(await refusalOf(opened.runner().catchUp('tally'))).toMatchObject({ code: 'unknown-view' });
    });
  });

  describe('the rows of another log', () => {
    it('are refused', async () => {
      await count('count-a');
      const own = opened.runner();
      await own.view(tallyProjection()).upTo();
      await own.stop();
      const other = new OpenedLog([counted]);
      await other.append('count-z', 'counted', { by: 1 });
      const refusal = await refusalOf(opened.runner(other.log).view(tallyProjection()).upTo());
      await other.close();
      expect(refusal).toMatchObject({ kind: 'unavailable', code: 'view-of-another-log', params: { view: 'tally' } });
    });
  });

  describe('how far rows go', () => {
    it('is known of those of one log, whatever has been built anew, before any view is asked for', async () => {
      await count('count-a');
      const { firstEventId = '' } = await identityOf(opened.log);
      expect(await opened.readStore().furthest(firstEventId)).toBeUndefined();
      const runner = opened.runner();
      const view = runner.view(tallyProjection());
      await view.upTo();
      await runner.rebuild('tally');
      const position = await view.upTo(await count('count-a'));
      await runner.stop();
      expect(await opened.readStore().furthest(firstEventId)).toEqual({ view: 'tally', position });
      expect(await opened.readStore().furthest('another')).toBeUndefined();
    });
  });
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal) return error;
  throw new Error(`no refusal but ${String(error)}`);
}
