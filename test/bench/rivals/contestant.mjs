// One rival at one kind of work, as the benchmark's own contestants do it: options are the one argument, the last line is what was measured.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { householdOf } from '../../../dist/test/bench/support/change.js';
import { closedLoop, mustBe } from '../../../dist/test/bench/support/contestant.js';
import { stores } from './stores.mjs';

const options = JSON.parse(process.argv[2]);
const directory = await mkdtemp(join(tmpdir(), 'countersign-rival-'));
const store = await stores[options.store]({ ...options, directory });

const change = (number) => {
  const { recordId, userId } = options.changeable[number % options.changeable.length];
  return { recordId, userId, commandId: `bench-${number}`, values: householdOf(number).values };
};
const batchOf = (size, batch) => Array.from({ length: size }, (_none, index) => change(batch * size + index));

const works = {
  async commands({ concurrency, seconds }) {
    const { done, perSecond } = await closedLoop({ concurrency, seconds }, (worker, turn) =>
      store.record(change(turn * concurrency + worker)),
    );
    mustBe('recorded', await store.count(), done);
    return { value: perSecond };
  },
  async batch({ seconds, size }) {
    const { done, perSecond } = await closedLoop({ concurrency: 1, seconds }, (_worker, turn) =>
      store.recordAll(`batch-${turn}`, batchOf(size, turn)),
    );
    mustBe('recorded', await store.count(), done * size);
    return { value: perSecond * size };
  },
  async replay({ events, size }) {
    for (let batch = 0; batch * size < events; batch += 1) await store.recordAll(`batch-${batch}`, batchOf(size, batch));
    const seen = new Map();
    const began = performance.now();
    await store.replay(({ metadata }) => seen.set(metadata.streamName, (seen.get(metadata.streamName) ?? 0) + 1));
    const perSecond = events / ((performance.now() - began) / 1000);
    mustBe(
      'replayed',
      [...seen.values()].reduce((sum, one) => sum + one, 0),
      events,
    );
    return { value: perSecond };
  },
};

const measured = await works[options.work](options);
await store.close();
// SQLite’s files may still be going after Emmett’s store has closed.
await rm(directory, { recursive: true, force: true, maxRetries: 10 });
process.stdout.write(`${JSON.stringify(measured)}\n`);
process.exit(0);
