import type { Changeable } from '../support/change.js';
import { changesIn } from '../support/changes-in.js';
import { contestant, mustBe, onCopy } from '../support/contestant.js';
import { load, ServerUnderLoad } from '../support/processes.js';

interface Options {
  readonly template: string;
  readonly changeable: readonly Changeable[];
  /** How long the even load lasts, in seconds. */
  readonly seconds: number;
  /** What is answered: the command's 97.5th percentile, or the longest that a view was behind a command that had been answered. */
  readonly figure: 'command' | 'lag';
}

/** Seconds in which the top speed is looked for, and for which three times the even load is sent. */
const TOP_SECONDS = 5;
const BURST_SECONDS = 10;
const CONNECTIONS = 64;
const BURST_CONNECTIONS = 1_000;

/**
 * People do not wait for each other: commands come at 60 % of the top speed, whatever becomes of the ones before; then three times as
 * many. Nothing that was answered may be lost, what is too much must be refused with 503 and when to come back, and afterwards a command
 * must be answered again as before.
 */
await contestant<Options>(({ template, changeable, seconds, figure }) =>
  onCopy(template, async (data) => {
    const before = await changesIn(data);
    const server = await ServerUnderLoad.ours(data);
    const asked = { port: server.port, changeable };
    const top = await load({ ...asked, connections: CONNECTIONS, seconds: TOP_SECONDS });
    const rate = Math.max(1, Math.round(top.perSecond * 0.6));
    const probing = probe(server.port, changeable);
    const even = await load({ ...asked, connections: CONNECTIONS, seconds, rate });
    const lags = await probing();
    const burst = await load({ ...asked, connections: BURST_CONNECTIONS, seconds: BURST_SECONDS, rate: rate * 3 });
    const recovery = await recovered(server.port, changeable);
    await server.stop();
    const done = top.done + even.done + burst.done;
    mustBe('answered changes that are lost', Math.max(0, before + done - (await changesIn(data))), 0);
    const refused = burst.statuses['503'] ?? 0;
    mustBe('refusals that do not say when to come back', refused - burst.retryAfter, 0);
    mustBe('other answers than 200 and 503', strange(even.statuses) + strange(burst.statuses), 0);
    lags.sort((one, other) => one - other);
    const lag = lags[Math.floor(lags.length * 0.95)] ?? NaN;
    return {
      value: figure === 'lag' ? lag : even.latency.p97_5,
      notes: {
        rate,
        p50: even.latency.p50,
        p99: even.latency.p99,
        lagP95: Math.round(lag),
        burstRefused: refused,
        recoveryMs: Math.round(recovery),
      },
    };
  }),
);

function strange(statuses: Readonly<Record<string, number>>): number {
  return Object.entries(statuses).reduce((sum, [status, count]) => (status === '200' || status === '503' ? sum : sum + count), 0);
}

/** Sends a change of its own from time to time, and asks a view that must hold it; the answer ends it with how long each took, in milliseconds. */
function probe(port: number, changeable: readonly Changeable[]): () => Promise<number[]> {
  const lags: number[] = [];
  let going = true;
  const run = async () => {
    for (let turn = 0; going; turn += 1) {
      const { position } = await change(port, changeable, turn);
      const began = performance.now();
      await fetch(`http://127.0.0.1:${port}/api/records?limit=1&minPosition=${position}`);
      lags.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const running = run();
  return async () => {
    going = false;
    await running;
    return lags;
  };
}

async function change(port: number, changeable: readonly Changeable[], turn: number): Promise<{ position: string }> {
  const { recordId, userId } = changeable[turn % changeable.length] as Changeable;
  const response = await fetch(`http://127.0.0.1:${port}/api/records/${recordId}/details`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-countersign-as': userId,
      'if-match': '*',
      'idempotency-key': `probe-${process.pid}-${turn}`,
    },
    body: JSON.stringify({ section: 'household', values: { address: `新建村${turn}号` } }),
  });
  return (await response.json()) as { position: string };
}

/** How long it takes until a command is answered within 50 ms again, in milliseconds. */
async function recovered(port: number, changeable: readonly Changeable[]): Promise<number> {
  const began = performance.now();
  for (let turn = 1_000_000; ; turn += 1) {
    const start = performance.now();
    await change(port, changeable, turn);
    if (performance.now() - start <= 50) return performance.now() - began;
    if (performance.now() - began > 60_000) throw new Error('no command was answered within 50 ms for a minute');
  }
}
