import { openApplication } from '../support/application.js';
import { contestant, mustBe } from '../support/contestant.js';

interface Options {
  readonly data: string;
  /** Absent: all views. */
  readonly view?: string;
}

/** Events of the log per second, while views are made anew from it in their threads. */
await contestant<Options>(async ({ data, view }) => {
  const { runtime, close } = await openApplication(data);
  const events = Number(await runtime.log.head());
  let stands = 0;
  const began = performance.now();
  await runtime.runner.rebuild(view, () => (stands += 1));
  const seconds = (performance.now() - began) / 1000;
  mustBe('progress was told', Math.min(stands, 1), 1);
  const lags = await runtime.runner.lags();
  mustBe(
    'events behind',
    lags.filter(({ view: name }) => view === undefined || name === view).reduce((sum, lag) => sum + lag.events, 0),
    0,
  );
  await close();
  return { value: events / seconds, notes: { seconds: Math.round(seconds), peakMb: Math.round(process.resourceUsage().maxRSS / 1024) } };
});
