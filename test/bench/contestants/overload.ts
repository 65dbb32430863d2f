import { percentile } from '../measure.js';
import type { Changeable } from '../support/change.js';
import { lostIn } from '../support/changes-in.js';
import { contestant, mustBe, onCopy } from '../support/contestant.js';
import { load, ServerUnderLoad, type Answer } from '../support/processes.js';
import { EVEN_CONNECTIONS, evenly, mustBeWhole, topSpeed, type Trying } from '../support/top-speed.js';

interface Options extends Trying {
  readonly template: string;
  readonly changeable: readonly Changeable[];
  /** How long three times the top speed are sent, in seconds. */
  readonly seconds: number;
}

/** More people than a server lets wait at one time, so that what it refuses is seen. */
const BURST_CONNECTIONS = 2_000;
/** For how long the server is looked at afterwards, in seconds. */
const AFTER_SECONDS = 5;
/** A command in this time is well again, in milliseconds. */
const WELL_MS = 50;
/** Time over which it must be so again for 95 % of the commands, in milliseconds. */
const WINDOW_MS = 500;

/**
 * Three times as many commands as the server can do, then 60 % of what it can. Nothing that was answered may be lost, what is too much must
 * be refused with 503 and when to come back: so what waits is bounded. The value is how long it takes, from the end of the burst,
 * until commands are answered in 50 ms again (p95).
 */
await contestant<Options>(({ template, changeable, seconds, ...trying }) =>
  onCopy(template, async (data) => {
    const server = await ServerUnderLoad.ours(data);
    const to = { port: server.port, changeable };
    const [, top] = await load(to, ...topSpeed(trying));
    const before = server.peakMb();
    const [burst, after] = await load(
      to,
      { connections: BURST_CONNECTIONS, seconds, rate: Math.round(top.perSecond * 3), kept: true },
      { evenly: true, connections: EVEN_CONNECTIONS, seconds: AFTER_SECONDS, rate: evenly(top), kept: true },
    );
    const peakMb = server.peakMb();
    await server.stop();
    mustBe('answered changes that are lost', await lostIn(data, [...burst.positions, ...after.positions]), 0);
    mustBeWhole(burst, after);
    const { done, refused, statuses, latency } = burst;
    return {
      value: recoveryMs(after.answers),
      notes: {
        top: Math.round(top.perSecond),
        offered: Math.round(burst.sent / seconds),
        done,
        refused,
        met: statuses['412'] ?? 0,
        p50: latency.p50,
        max: latency.max,
        peakMb,
        peakMbBefore: before,
      },
    };
  }),
);

/** When commands were well again and stayed so for a while: all the time that was looked at, if they never were. */
function recoveryMs(answers: readonly Answer[]): number {
  const sent = [...answers].sort((one, other) => one.sentMs - other.sentMs);
  const times = sent.map(({ tookMs, done }) => (done ? tookMs : Infinity));
  const last = sent.at(-1)?.sentMs ?? 0;
  for (let first = 0, end = 0; first < sent.length; first += 1) {
    const from = sent[first]?.sentMs ?? 0;
    if (from + WINDOW_MS > last) break;
    while ((sent[end]?.sentMs ?? Infinity) < from + WINDOW_MS) end += 1;
    if (percentile(times.slice(first, end), 0.95) <= WELL_MS) return from;
  }
  return AFTER_SECONDS * 1000;
}
