import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FeedSubscriptions } from './subscriptions.js';
import { FeedLog, SERVICE } from './testing/feed-log.js';

const APPROVED = 'cn.countersign.record-approved.v1';

let log: FeedLog;
let subscriptions: FeedSubscriptions;
beforeEach(() => {
  log = new FeedLog();
  subscriptions = new FeedSubscriptions(log.log, log.feed);
});
afterEach(() => log.close());

describe('a named subscription', () => {
  it('gives again what was not acknowledged, and goes on after what was', async () => {
    await subscriptions.open('payment', { types: [APPROVED] }, SERVICE);
    for (let n = 0; n < 3; n += 1) await log.happened(n, 'record-opened', 'record-approved');
    const first = await subscriptions.next('payment', { limit: 2 });
    expect(first.events).toHaveLength(2);
    expect(await subscriptions.next('payment', { limit: 2 })).toEqual(first);
    expect(await subscriptions.acknowledge('payment', first.position, SERVICE)).toMatchObject({ position: first.position });
    expect((await subscriptions.next('payment', {})).events).toHaveLength(1);
  });

  it('begins where it was asked to, and is opened once', async () => {
    const after = await log.approved(1);
    await log.approved(2);
    const opened = await subscriptions.open('late', { after }, SERVICE);
    expect(opened).toMatchObject({ name: 'late', types: [], position: after });
    await subscriptions.acknowledge('late', opened.head, SERVICE);
    expect(await subscriptions.open('late', {}, SERVICE)).toMatchObject({ position: opened.head });
    await expect(subscriptions.open('late', { types: [APPROVED] }, SERVICE)).rejects.toMatchObject({ code: 'subscription-differs' });
  });

  it('never goes back, also when several instances acknowledge at the same time', async () => {
    const positions = [];
    for (let n = 0; n < 6; n += 1) positions.push(await log.approved(n));
    await Promise.all([1, 2, 3].map(() => subscriptions.open('payment', {}, SERVICE)));
    await Promise.all([...positions].reverse().map((position) => subscriptions.acknowledge('payment', position, SERVICE)));
    const { position } = await subscriptions.acknowledge('payment', positions[0] ?? '', SERVICE);
    expect(position).toBe(positions.at(-1));
    expect((await subscriptions.next('payment', {})).events).toEqual([]);
  });

  it('waits for what comes', async () => {
    await subscriptions.open('payment', {}, SERVICE);
    const waiting = subscriptions.next('payment', { wait: 60 });
    const position = await log.approved(1);
    expect(await waiting).toMatchObject({ position, events: [{ sequence: position }, { sequence: position }] });
  });

  it('refuses what it cannot keep', async () => {
    await expect(subscriptions.open('Payment!', {}, SERVICE)).rejects.toMatchObject({ code: 'wrong-subscription-name' });
    await expect(subscriptions.get('nobody')).rejects.toMatchObject({ kind: 'not-found', code: 'unknown-subscription' });
    await expect(subscriptions.get('no such name')).rejects.toMatchObject({ code: 'unknown-subscription' });
    await subscriptions.open('payment', {}, SERVICE);
    await expect(subscriptions.acknowledge('payment', '99', SERVICE)).rejects.toMatchObject({ code: 'feed-position-ahead' });
  });
});
