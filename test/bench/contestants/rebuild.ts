import { openApplication } from '../support/application.js';
import type { Measured } from '../measure.js';
import { contestant, mustBe } from '../support/contestant.js';
import { OwnMemory } from '../support/own-memory.js';

interface Options {
  readonly data: string;
}

/** Events of the log per second, while all views are made anew from it in their threads: until all are ready, and until each of them is. */
await contestant<Options>(async ({ data }) => {
  const { runtime, close } = await openApplication(data);
  const events = Number(await runtime.log.head());
  const figures: Record<string, Measured> = {};
  const memory = new OwnMemory();
  const began = performance.now();
  const took = (): Measured => {
    const seconds = (performance.now() - began) / 1000;
    return { value: events / seconds, notes: { seconds: Math.round(seconds) } };
  };
  await runtime.runner.rebuild(undefined, ({ view, ready }) => {
    if (ready) figures[view] = took();
  });
  const all = took();
  figures['all'] = { ...all, notes: { ...all.notes, peakMb: memory.stop() } };
  const lags = await runtime.runner.lags();
  mustBe('views that were ready', Object.keys(figures).length, lags.length + 1);
  mustBe(
    'events behind',
    lags.reduce((sum, lag) => sum + lag.events, 0),
    0,
  );
  await close();
  return figures;
});
