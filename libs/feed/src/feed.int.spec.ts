import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import type { CloudEvent } from './cloud-event.js';
import type { FeedPage } from './feed.js';
import { FeedLog } from './testing/feed-log.js';

const APPROVED = 'cn.countersign.record-approved.v1';
const ids = (events: readonly CloudEvent[]) => events.map(({ id }) => id);

let log: FeedLog;
beforeEach(() => {
  log = new FeedLog([{ type: 'not-told', version: 1, schema: z.strictObject({}) }]);
});
afterEach(() => log.close());

describe('a page of the feed', () => {
  it('tells what happened in order, and leaves out what stays inside', async () => {
    await log.happened(1, 'record-opened', 'details-recorded', 'line-submitted');
    await log.opened.append('views-1', 'not-told', {});
    const head = await log.approved(2);
    const { events, position, end } = await log.feed.page();
    expect(events.map(({ type }) => type.split('.')[2])).toEqual(['record-opened', 'line-submitted', 'record-approved', 'record-payable']);
    expect(events.map(({ sequence }) => sequence)).toEqual([...events.map(({ sequence }) => sequence)].sort());
    expect({ position, end }).toEqual({ position: head, end: true });
  });

  it('goes on from any position without gap or repeat, whatever is asked for', async () => {
    for (let n = 0; n < 12; n += 1) await log.happened(n % 3, 'record-opened', 'details-recorded', 'record-approved', 'record-closed');
    const all = await log.all();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), fc.boolean(), async (limits, filtered) => {
        const types = filtered ? [APPROVED] : [];
        const read: CloudEvent[] = [];
        let page: FeedPage = { events: [], position: '', end: false };
        for (let n = 0; !page.end; n += 1) {
          page = await log.feed.page({ after: page.position, types, limit: limits[n % limits.length] });
          read.push(...page.events);
        }
        expect(ids(read)).toEqual(ids(all.filter(({ type }) => !filtered || type === APPROVED)));
      }),
      { numRuns: 30 },
    );
  });

  it('does not part what one stored event tells', async () => {
    await log.happened(1, 'record-opened', 'record-approved', 'record-closed', 'line-submitted');
    const sizes: number[] = [];
    for (const limit of [1, 2, 3, 4]) {
      for (let page: FeedPage = { events: [], position: '', end: false }; !page.end;) {
        page = await log.feed.page({ after: page.position, limit });
        sizes.push(page.events.length);
      }
    }
    expect(sizes).toEqual([1, 2, 2, 1, ...[1, 2, 2, 1], ...[3, 3], ...[3, 3]]);
  });

  it('refuses what it cannot answer', async () => {
    await log.approved(1);
    await expect(log.feed.page({ types: ['cn.countersign.nothing.v1'] })).rejects.toMatchObject({ code: 'unknown-feed-type' });
    await expect(log.feed.page({ after: '99' })).rejects.toMatchObject({ kind: 'conflict', code: 'feed-position-ahead' });
    await expect(log.feed.page({ after: 'x' })).rejects.toMatchObject({ code: 'wrong-feed-position' });
    await expect(log.feed.page({ after: '1:1' })).rejects.toMatchObject({ code: 'wrong-feed-position' });
    await expect(log.feed.page({ limit: 0 })).rejects.toMatchObject({ code: 'wrong-limit' });
    await expect(log.feed.poll({}, 61)).rejects.toMatchObject({ code: 'wrong-wait' });
    await expect(log.feed.poll({}, Number.NaN)).rejects.toMatchObject({ code: 'wrong-wait' });
  });

  it('stops loudly at a type that nobody has decided about, and tells what stands before it', async () => {
    await log.approved(1);
    await log.append(1, { type: 'not-told', data: {} });
    await log.approved(1);
    expect((await log.feed.page({ limit: 2 })).events).toHaveLength(2);
    await expect(log.feed.page()).rejects.toMatchObject({ code: 'untold-event-type' });
  });
});

describe('a long poll', () => {
  it('comes back with what happens while it waits', async () => {
    const after = await log.happened(1, 'record-opened');
    const waiting = log.feed.poll({ after, types: [APPROVED] }, 60);
    await log.happened(1, 'line-submitted', 'details-recorded');
    const position = await log.approved(1);
    expect(await waiting).toMatchObject({ position, events: [{ type: APPROVED, sequence: position }] });
  });

  it('comes back empty when its time is over, and says how far it has looked', async () => {
    const head = await log.happened(1, 'record-opened');
    expect(await log.feed.poll({ types: [APPROVED] }, 0.01)).toMatchObject({ events: [], position: head });
  });

  it('ends when the feed is closed or the caller goes', async () => {
    const caller = new AbortController();
    const gone = log.feed.poll({}, 60, caller.signal);
    const waiting = log.feed.poll({}, 60);
    caller.abort();
    expect((await gone).events).toEqual([]);
    log.feed.close();
    expect((await waiting).events).toEqual([]);
  });

  it('fails those who wait when the log holds what this program cannot tell of', async () => {
    const waiting = log.feed.poll({}, 60);
    await log.append(1, { type: 'not-told', data: {} });
    await expect(waiting).rejects.toMatchObject({ code: 'untold-event-type' });
  });
});

describe('the live feed', () => {
  it('goes from what has been to what happens, for any number of listeners from anywhere', async () => {
    const positions = ['', await log.happened(1, 'record-opened'), await log.happened(2, 'record-opened', 'details-recorded')];
    const listeners = positions.map((after) => take(log.feed.live({ after }), (events) => events.some(({ data }) => 'reason' in data)));
    for (let n = 0; n < 20; n += 1) await log.happened(n % 4, 'line-submitted', 'record-approved');
    await log.happened(1, 'record-closed');
    const all = await log.all();
    for (const [n, listener] of listeners.entries()) {
      expect(ids(await listener)).toEqual(ids(all.filter(({ sequence }) => sequence > (positions[n] ?? ''))));
    }
  });

  it('says how far it has looked at least as often as it was asked to', async () => {
    const head = await log.happened(1, 'details-recorded');
    const pages: FeedPage[] = [];
    for await (const page of log.feed.live({}, { heartbeat: 0.005 })) if (pages.push(page) === 3) break;
    expect(pages).toEqual(Array.from({ length: 3 }, () => ({ events: [], position: head, end: true })));
  });

  it('ends when the feed is closed', async () => {
    await log.approved(1);
    const pages: FeedPage[] = [];
    for await (const page of log.feed.live({})) {
      pages.push(page);
      log.feed.close();
    }
    expect(pages).toHaveLength(1);
  });
});

describe('a reconciliation', () => {
  it('is what a consumer works out that has everything of the range', async () => {
    for (let n = 0; n < 10; n += 1) await log.happened(n, 'record-opened', 'details-recorded', 'record-approved');
    const all = await log.all();
    const [from, to] = [all[3]?.sequence ?? '', all[11]?.sequence ?? ''];
    const range = all.filter(({ sequence }) => sequence > from && sequence <= to);
    expect(await log.feed.reconcile({ after: from, upTo: to })).toEqual({
      source: log.feed.source,
      after: from,
      upTo: to,
      complete: true,
      count: 8,
      hash: hashOf(range),
    });
    expect(await log.feed.reconcile({ types: [APPROVED] })).toMatchObject({
      count: 10,
      hash: hashOf(all.filter(({ type }) => type === APPROVED)),
    });
  });

  it('shows a missing, repeated or exchanged event', async () => {
    for (let n = 0; n < 4; n += 1) await log.approved(n);
    const all = await log.all();
    const [first, second, ...others] = all as [CloudEvent, CloudEvent, ...CloudEvent[]];
    const { hash } = await log.feed.reconcile();
    expect(hash).toBe(hashOf(all));
    for (const wrong of [
      [first, ...others],
      [first, first, second, ...others],
      [second, first, ...others],
    ]) {
      expect(hashOf(wrong)).not.toBe(hash);
    }
  });

  it('has no range that ends before it begins', async () => {
    await log.approved(1);
    const head = await log.approved(1);
    await expect(log.feed.reconcile({ after: head, upTo: '1' })).rejects.toMatchObject({ code: 'wrong-feed-range' });
    expect(await log.feed.reconcile({ after: head })).toMatchObject({ count: 0, upTo: head, complete: true });
  });
});

function hashOf(events: readonly CloudEvent[]): string {
  return createHash('sha256')
    .update(events.map(({ sequence, id }) => `${sequence} ${id}\n`).join(''))
    .digest('hex');
}

async function take(live: AsyncIterable<FeedPage>, until: (events: readonly CloudEvent[]) => boolean): Promise<readonly CloudEvent[]> {
  const events: CloudEvent[] = [];
  for await (const page of live) {
    events.push(...page.events);
    if (until(page.events)) break;
  }
  return events;
}
