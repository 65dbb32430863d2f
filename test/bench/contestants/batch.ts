import { appendBatch, openBenchLog } from '../support/bench-log.js';
import { closedLoop, contestant, inDirectory, mustBe } from '../support/contestant.js';

interface Options {
  readonly size: number;
  readonly seconds: number;
}

/** Events per second, so many an append: shape check, canonical JSON, ids, durable. */
await contestant<Options>(({ size, seconds }) =>
  inDirectory(async (directory) => {
    const { log, close } = openBenchLog(directory);
    const { done, perSecond } = await closedLoop({ concurrency: 1, seconds }, (_worker, turn) => appendBatch(log, turn, size));
    const last = await log.readStream(`record-${done - 1}`);
    mustBe('events of the last batch', last.length, size);
    mustBe('revision of the last event', last.at(-1)?.revision ?? -1, size - 1);
    await close();
    return { value: perSecond * size };
  }),
);
