import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RelayBench } from '../testing/relay-bench.js';
import { StandbyRelay, type RelayLease } from './standby-relay.js';

/** One right, for as many as want it: who wanted it first has it until they leave, or until a spec takes it away. */
class OneLease {
  private readonly line: Place[] = [];
  private epochs = 0;

  place(): Place {
    return new Place(this);
  }

  enter(place: Place): void {
    this.line.push(place);
    this.pass();
  }

  leave(place: Place): void {
    this.line.splice(this.line.indexOf(place), 1);
    place.stand(undefined);
    this.pass();
  }

  /** The holder's time is over; @param told whether it learns of it */
  expire(told: boolean): void {
    const holder = this.line.shift();
    if (holder === undefined) return;
    this.line.push(holder);
    holder.stand(undefined, told);
    this.pass();
  }

  private pass(): void {
    const [first] = this.line;
    if (first === undefined || first.epoch !== undefined) return;
    this.epochs += 1;
    first.stand(this.epochs);
  }
}

class Place implements RelayLease {
  epoch: number | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly lease: OneLease) {}

  want(): () => Promise<void> {
    this.lease.enter(this);
    return async () => this.lease.leave(this);
  }

  onChange(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => void this.listeners.delete(callback);
  }

  stand(epoch: number | undefined, told = true): void {
    this.epoch = epoch;
    if (told) for (const listener of this.listeners) listener();
  }
}

let bench: RelayBench;
let lease: OneLease;
let relays: StandbyRelay[];
beforeEach(() => {
  bench = new RelayBench();
  lease = new OneLease();
  relays = [];
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await bench.close();
});

/** The relay of one process, standing in line. */
function process(): StandbyRelay {
  const relay = new StandbyRelay(bench.log.log, lease.place(), (maySend) => bench.made({ maySend }));
  relays.push(relay);
  relay.start();
  return relay;
}

const states = () => Promise.all(relays.map(async (relay) => (await relay.health()).state));

async function told(position: string): Promise<void> {
  for (const relay of relays) {
    let health = await relay.health();
    while (health.state === 'following' && health.position < position) health = await relay.health();
  }
  while (bench.broker.partitions.flat().every(({ headers }) => headers.ce_sequence !== position)) await states();
}

async function expectSameTotals(): Promise<void> {
  const [topic, feed] = [bench.paidByTopic(), await bench.paidByFeed()];
  expect([...topic.standing].sort()).toEqual([...feed.standing].sort());
  expect(topic.taken).toBe(feed.taken);
}

describe('of several relays', () => {
  it('one sends, the others stand by and follow it when it leaves', async () => {
    const first = process();
    process();
    await told(await bench.log.approved(1));
    expect(await states()).toEqual(['following', 'standing-by']);
    await first.stop();
    await told(await bench.log.approved(2));
    expect(await states()).toEqual(['stopped', 'following']);
    await expectSameTotals();
    expect(bench.paidByTopic().repeated).toBe(0);
  });

  it.each([true, false])('none that lost its lease goes on sending (it knows: %s), and nothing is missing', async (knows) => {
    process();
    process();
    await told(await bench.log.approved(1));
    lease.expire(knows);
    for (let n = 0; n < 30; n += 1) await bench.log.happened(n % 4, 'record-opened', 'record-approved', 'record-reopened');
    await told(await bench.log.approved(3));
    expect((await states())[1]).toBe('following');
    await expectSameTotals();
    // The one sent nothing behind what the other had sent by then.
    expect(bench.paidByTopic().repeated).toBe(0);
  });

  it('one that gets its lease again begins at the topic’s tails', async () => {
    process();
    process();
    await told(await bench.log.approved(1));
    lease.expire(true);
    await told(await bench.log.approved(2));
    lease.expire(true);
    await told(await bench.log.approved(3));
    expect(await states()).toEqual(['following', 'standing-by']);
    await expectSameTotals();
    expect(bench.paidByTopic().repeated).toBe(0);
  });
});
