import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FeedSubscriptions } from './subscriptions.js';
import { FeedLog, SERVICE } from './testing/feed-log.js';

const OWNER = SERVICE.userId;
const OTHER = { ...SERVICE, userId: 'other' };
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
    const first = await subscriptions.next('payment', OWNER, { limit: 2 });
    expect(first.events).toHaveLength(2);
    expect(await subscriptions.next('payment', OWNER, { limit: 2 })).toEqual(first);
    expect(await subscriptions.acknowledge('payment', first.position, SERVICE)).toMatchObject({ position: first.position });
    expect((await subscriptions.next('payment', OWNER, {})).events).toHaveLength(1);
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
    expect((await subscriptions.next('payment', OWNER, {})).events).toEqual([]);
  });

  it('waits for what comes', async () => {
    await subscriptions.open('payment', {}, SERVICE);
    const waiting = subscriptions.next('payment', OWNER, { wait: 60 });
    const position = await log.approved(1);
    expect(await waiting).toMatchObject({ position, events: [{ sequence: position }, { sequence: position }] });
  });

  it('is its owner’s: for anybody else there is none of that name, until they open their own', async () => {
    await subscriptions.open('payment', { types: [APPROVED] }, SERVICE);
    const position = await log.approved(1);
    const unknown = { kind: 'not-found', code: 'unknown-subscription' };
    await expect(subscriptions.get('payment', 'other')).rejects.toMatchObject(unknown);
    await expect(subscriptions.next('payment', 'other', {})).rejects.toMatchObject(unknown);
    await expect(subscriptions.acknowledge('payment', position, OTHER)).rejects.toMatchObject(unknown);
    await expect(subscriptions.delete('payment', OTHER)).rejects.toMatchObject(unknown);
    expect(await subscriptions.open('payment', { after: position }, OTHER)).toMatchObject({ types: [], position });
    await subscriptions.acknowledge('payment', await log.opened.log.head(), OTHER);
    expect(await subscriptions.get('payment', OWNER)).toMatchObject({ types: [APPROVED], position: '' });
  });

  it('stands in its owner’s list until it is deleted, and then begins anew', async () => {
    const position = await log.approved(1);
    for (const name of ['payment', 'exchange']) await subscriptions.open(name, { after: position }, SERVICE);
    await subscriptions.open('payment', {}, OTHER);
    const names = async (owner: string) => (await subscriptions.list(owner)).items.map(({ name }) => name).sort();
    for (let times = 0; times < 3; times += 1) {
      expect(await subscriptions.delete('payment', SERVICE)).toMatchObject({ name: 'payment' });
      expect([await names(OWNER), await names('other'), await names('nobody')]).toEqual([['exchange'], ['payment'], []]);
      await expect(subscriptions.get('payment', OWNER)).rejects.toMatchObject({ code: 'unknown-subscription' });
      await expect(subscriptions.delete('payment', SERVICE)).rejects.toMatchObject({ code: 'unknown-subscription' });
      expect(await subscriptions.open('payment', { types: [APPROVED] }, SERVICE)).toMatchObject({ types: [APPROVED], position: '' });
      expect(await names(OWNER)).toEqual(['exchange', 'payment']);
      await subscriptions.acknowledge('payment', position, SERVICE);
    }
  });

  it('belongs to who opened it also if it comes from when names were shared', async () => {
    const position = await log.approved(1);
    const metadata = { actor: SERVICE, commandId: 'before', commandHash: '', correlationId: 'before', causationId: 'before' };
    const data = { name: 'payment', types: [APPROVED], position };
    await log.log.append('feed-subscription-payment', 'no-stream', [{ type: 'feed-subscription-opened', data }], metadata);
    expect(await subscriptions.open('payment', { types: [APPROVED] }, SERVICE)).toMatchObject({ position });
    expect((await subscriptions.list(OWNER)).items).toHaveLength(1);
    await expect(subscriptions.get('payment', 'other')).rejects.toMatchObject({ code: 'unknown-subscription' });
    expect(await subscriptions.open('payment', {}, OTHER)).toMatchObject({ types: [], position: '' });
    await subscriptions.acknowledge('payment', await log.approved(2), SERVICE);
    await subscriptions.delete('payment', SERVICE);
    expect((await subscriptions.list(OWNER)).items).toEqual([]);
    expect((await subscriptions.list('other')).items).toEqual([expect.objectContaining({ types: [] })]);
    expect(await subscriptions.open('payment', {}, SERVICE)).toMatchObject({ types: [], position: '' });
  });

  it('refuses what it cannot keep', async () => {
    await expect(subscriptions.open('Payment!', {}, SERVICE)).rejects.toMatchObject({ code: 'wrong-subscription-name' });
    await expect(subscriptions.get('nobody', OWNER)).rejects.toMatchObject({ kind: 'not-found', code: 'unknown-subscription' });
    await expect(subscriptions.get('no such name', OWNER)).rejects.toMatchObject({ code: 'unknown-subscription' });
    await subscriptions.open('payment', {}, SERVICE);
    await expect(subscriptions.acknowledge('payment', '99', SERVICE)).rejects.toMatchObject({ code: 'feed-position-ahead' });
  });
});
