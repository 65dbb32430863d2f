import { fill, openBenchLog } from '../support/bench-log.js';
import { contestant, inDirectory, mustBe } from '../support/contestant.js';
import { eventPages } from '../support/pages.js';

interface Options {
  readonly events: number;
  readonly size: number;
}

/** The whole log, in order, typed and checked for unknown versions, folded into a view in memory. */
await contestant<Options>(({ events, size }) =>
  inDirectory(async (directory) => {
    const { log, close } = openBenchLog(directory);
    await fill(log, events, size);
    const seen = new Map<string, number>();
    const began = performance.now();
    for await (const page of eventPages(log)) {
      for (const { stream } of page) seen.set(stream, (seen.get(stream) ?? 0) + 1);
    }
    const seconds = (performance.now() - began) / 1000;
    mustBe(
      'replayed',
      [...seen.values()].reduce((sum, one) => sum + one, 0),
      events,
    );
    await close();
    return { value: events / seconds };
  }),
);
