import { fill, openBenchLog } from '../support/bench-log.js';
import { contestant, inDirectory, mustBe } from '../support/contestant.js';

interface Options {
  readonly events: number;
  readonly size: number;
}

const PAGE = 2000;

/** The whole log, in order, typed and checked for unknown versions, folded into a view in memory. */
await contestant<Options>(({ events, size }) =>
  inDirectory(async (directory) => {
    const { log, close } = openBenchLog(directory);
    await fill(log, events, size);
    const seen = new Map<string, number>();
    const began = performance.now();
    for (let after: string | undefined, end = false; !end;) {
      const page = await log.readAll({ limit: PAGE, ...(after !== undefined && { after }) });
      for (const { stream } of page.events) seen.set(stream, (seen.get(stream) ?? 0) + 1);
      ({ position: after, end } = page);
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
