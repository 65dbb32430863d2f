import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { FAULTS, FakeBroker } from '../testing/fake-topic.js';
import { FeedLog, recordId, SOURCE } from '../testing/feed-log.js';
import { RelayBench } from '../testing/relay-bench.js';
import type { TopicRecord } from './topic.js';

let bench: RelayBench;
beforeEach(() => {
  bench = new RelayBench();
});
afterEach(() => bench.close());

/** What a payment service has done that read the topic, and one that read the log's own feed: they must agree. */
async function expectSameTotals(): Promise<void> {
  const [topic, feed] = [bench.paidByTopic(), await bench.paidByFeed()];
  expect([...topic.payments].sort()).toEqual([...feed.payments].sort());
  expect([...topic.standing].sort()).toEqual([...feed.standing].sort());
  expect(topic.taken).toBe(feed.taken);
}

describe('the relay', () => {
  it('sends a CloudEvent in binary mode under the key of its record', async () => {
    const position = await bench.log.approved(1);
    await bench.relay().reached(position);
    const [record] = bench.broker.partitions.flat();
    const [event] = await bench.log.all();
    expect(record?.key).toBe(recordId(1));
    expect(JSON.parse(record?.value ?? '')).toEqual(event?.data);
    expect(record?.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event?.id,
      ce_source: SOURCE,
      ce_type: 'cn.countersign.record-approved.v1',
      ce_subject: recordId(1),
      ce_time: event?.time,
      ce_dataschema: 'urn:countersign:schema:record-approved.v1',
      ce_partitionkey: recordId(1),
      ce_sequence: position,
      'countersign-partitions': '3',
      'countersign-offset': '0',
    });
  });

  it('sends everything once and in order, what was there and what comes', async () => {
    for (let n = 0; n < 10; n += 1) await bench.log.happened(n % 4, 'record-opened', 'details-recorded', 'record-approved');
    const relay = bench.relay();
    const position = await bench.log.happened(2, 'correction-opened', 'record-approved', 'record-closed');
    await relay.reached(position);
    await expectSameTotals();
    expect(bench.paidByTopic().repeated).toBe(0);
    expect(await relay.health()).toMatchObject({ state: 'following', position, head: position, behind: 0, failures: 0 });
  });

  it.each([true, false])('sends nothing twice after a stop, also without its own memory (kept: %s)', async (kept) => {
    await bench.log.happened(1, 'record-opened', 'line-submitted');
    const first = bench.relay();
    await first.reached(await bench.log.approved(2));
    await first.stop();
    expect((await first.health()).state).toBe('stopped');
    if (!kept) bench.kept = undefined;
    const position = await bench.log.approved(3);
    await bench.relay().reached(position);
    await expectSameTotals();
    expect(bench.paidByTopic().repeated).toBe(0);
  });

  it.each(FAULTS)('neither loses nor exchanges anything when a send ends like this: %s', async (fault) => {
    for (let n = 0; n < 5; n += 1) await bench.log.happened(n, 'record-opened', 'record-approved', 'record-reopened');
    bench.sendFaults(undefined, fault, fault, undefined, fault);
    const relay = bench.relay();
    await relay.reached(await bench.log.approved(1));
    await expectSameTotals();
    expect(bench.warnings.length).toBeGreaterThan(0);
    // Only what was written although nobody knew of it may come twice.
    if (fault !== 'zombie') expect(bench.paidByTopic().repeated).toBe(0);
  });

  it('sends nothing behind a batch that failed', async () => {
    bench = new RelayBench(1);
    const first = await bench.log.happened(1, 'record-opened');
    const relay = bench.relay();
    await relay.reached(first);
    bench.sendFaults('refused', 'refused');
    await bench.log.approved(1);
    await relay.reached(await bench.log.happened(1, 'record-closed'));
    const sequences = bench.broker.partitions[0]?.map(({ headers }) => headers.ce_sequence) ?? [];
    expect(sequences).toEqual([...sequences].sort());
  });

  it('waits for a broker that is down, says so, and catches up', async () => {
    let down = true;
    let tried = () => {};
    const waiting = new Promise<void>((resolve) => (tried = resolve));
    let tries = 0;
    bench.broker.faultOf = () => (down ? 'refused' : undefined);
    const position = await bench.log.approved(1);
    const relay = bench.relay({
      pause: async (milliseconds) => {
        expect(milliseconds).toBeLessThanOrEqual(10_000);
        tries += 1;
        if (tries === 20) tried();
        await nextTurn();
      },
    });
    await waiting;
    expect(await relay.health()).toMatchObject({ state: 'waiting', reason: 'Error', behind: 1 });
    expect(bench.warnings).toEqual([expect.stringContaining('waits')]);
    down = false;
    await relay.reached(position);
    await expectSameTotals();
    const health = await relay.health();
    expect(health).toMatchObject({ state: 'following', failures: 0 });
    expect(health.reason).toBeUndefined();
  });

  it('can be stopped while the broker says nothing', async () => {
    await bench.log.approved(1);
    bench.faults('hangs');
    const relay = bench.relay({ deadline: 2 ** 30 });
    await relay.stop();
    expect((await relay.health()).state).toBe('stopped');
  });

  it('takes the topic’s word against its own memory', async () => {
    for (let n = 0; n < 6; n += 1) await bench.log.approved(n);
    const first = bench.relay();
    await first.reached(await bench.log.approved(7));
    await first.stop();
    // The topic was lost and made again, or lost its end.
    bench.broker = new FakeBroker(3);
    const second = bench.relay();
    await second.reached(await bench.log.approved(8));
    await second.stop();
    // A broker has a batch or has it not: what one approval tells is not parted.
    bench.broker.partitions[1]?.splice(2);
    await bench.relay().reached(await bench.log.approved(9));
    await expectSameTotals();
  });

  it.each([true, false])('tells everything anew when the topic is made anew, or loses its end, under it (all of it: %s)', async (all) => {
    const relay = bench.relay();
    for (let n = 0; n < 6; n += 1) await bench.log.happened(n, 'record-opened', 'record-approved');
    await relay.reached(await bench.log.approved(7));
    // What comes next is written where more should stand: before it, that is found out.
    for (const records of bench.broker.partitions) records.splice(all ? 0 : 1);
    await relay.reached(await bench.log.approved(3));
    await relay.stop();
    // Nor is it forgotten by whoever finds such a topic, without a memory of its own.
    bench.kept = undefined;
    await bench.relay().reached(await bench.log.approved(8));
    // What was written before it was found out comes again behind what goes before it.
    for (const records of bench.broker.partitions) records.splice(0, records.length, ...lastTold(records));
    await expectSameTotals();
  });

  it('loses nothing when partitions are added, wherever it was interrupted before and after, with and without its memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.nat(8), fc.boolean(), fc.boolean(), async (before, after, forgetBefore, forgetAfter) => {
        const grown = new RelayBench(3);
        for (let n = 0; n < 16; n += 1) await grown.log.happened(n % 8, 'record-opened', 'record-approved');
        for (const { sends, forget, partitions } of [
          { sends: before, forget: forgetBefore, partitions: 7 },
          { sends: after, forget: forgetAfter, partitions: 7 },
        ]) {
          const failing = grown.sendsBeforeFailure(sends);
          const relay = grown.relay();
          await Promise.race([failing, grown.log.approved(1).then((position) => relay.reached(position))]);
          await relay.stop();
          if (forget) grown.kept = undefined;
          grown.broker.grow(partitions);
        }
        grown.sendFaults();
        await grown.relay().reached(await grown.log.approved(13));
        const held = new Set(grown.broker.partitions.flat().map(({ headers }) => headers.ce_id));
        const lost = (await grown.log.all()).filter(({ id }) => !held.has(id));
        expect(lost).toEqual([]);
        await grown.close();
      }),
      { numRuns: 60 },
    );
  });

  it('halts at what it cannot tell of, and says where', async () => {
    const log = new FeedLog([{ type: 'never-decided', version: 1, schema: z.strictObject({}) }]);
    const position = await log.append(1, { type: 'never-decided', data: {} });
    const halted = new Promise<string>((resolve) => bench.relay({ log: log.log, warn: resolve }));
    expect(await halted).toContain(`untold-event-type (never-decided at ${position})`);
    await log.close();
  });

  it('halts at a topic that holds another log', async () => {
    const first = bench.relay({ source: '/countersign/another' });
    await first.reached(await bench.log.approved(1));
    await first.stop();
    let relay = first;
    await new Promise<string>((resolve) => (relay = bench.relay({ warn: resolve })));
    expect(await relay.health()).toMatchObject({ state: 'halted', reason: 'topic-of-another-log' });
    expect(bench.broker.partitions.flat()).toHaveLength(2);
  });
});

describe('a consumer of the topic', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('approve' as const), record: fc.nat(3), payable: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('stop' as const), record: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), forget: fc.boolean() }) },
  );
  const fault = fc.option(fc.constantFrom(...FAULTS), { nil: undefined, freq: 2 });

  it('has the log’s totals, whatever goes wrong and whenever the relay is stopped and started', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.array(fault, { maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, plan, partitions) => {
          const before = bench;
          bench = new RelayBench(partitions);
          bench.faults(...plan);
          let relay = bench.relay();
          for (const each of steps) {
            if (each.kind === 'approve') await bench.log.approved(each.record, each.payable);
            else if (each.kind === 'stop') await bench.log.happened(each.record, 'line-returned', 'record-reopened', 'sign-offs-voided');
            else {
              await relay.stop();
              if (each.forget) bench.kept = undefined;
              relay = bench.relay();
            }
          }
          await relay.reached(await bench.log.approved(0));
          await expectSameTotals();
          await bench.close();
          bench = before;
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Each event as it was told last. */
function lastTold(records: readonly TopicRecord[]): TopicRecord[] {
  return records.filter(({ headers }, n) => records.findLastIndex((other) => other.headers.ce_id === headers.ce_id) === n);
}
