import { percentile } from '../measure.js';
import type { Changeable } from '../support/change.js';
import { lostIn } from '../support/changes-in.js';
import { again, contestant, mustBe, onCopy, timed } from '../support/contestant.js';
import { load, ServerUnderLoad } from '../support/processes.js';
import { EVEN_CONNECTIONS, evenly, mustBeWhole, topSpeed, type Trying } from '../support/top-speed.js';

interface Options extends Trying {
  readonly template: string;
  readonly changeable: readonly Changeable[];
  /** How long the even load lasts, in seconds. */
  readonly seconds: number;
}

/** Time between two looks at a view, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** People do not wait for each other: commands come at 60 % of the top speed, whatever becomes of the ones before. */
await contestant<Options>(({ template, changeable, seconds, ...trying }) =>
  onCopy(template, async (data) => {
    const server = await ServerUnderLoad.ours(data);
    const to = { port: server.port, changeable };
    const [, top] = await load(to, ...topSpeed(trying));
    const rate = evenly(top);
    const looking = look(server.port, changeable);
    const [even] = await load(to, { evenly: true, connections: EVEN_CONNECTIONS, seconds, rate, kept: true });
    const lags = await looking();
    await server.stop();
    mustBe('answered changes that are lost', await lostIn(data, even.positions), 0);
    mustBeWhole(even);
    const { p50, p99 } = even.latency;
    const took = even.answers.map(({ tookMs }) => tookMs);
    return {
      /** How long a command took at p95. */
      command: { value: percentile(took, 0.95), notes: { rate, p50, p99, refused: even.refused } },
      /** How long at p95 a view was behind a command that had been answered. */
      lag: { value: percentile(lags, 0.95), notes: { looks: lags.length } },
    };
  }),
);

/** Sends a change of its own from time to time, and asks a view that must hold it; the answer ends it with how long each took, in milliseconds. */
function look(port: number, changeable: readonly Changeable[]): () => Promise<number[]> {
  return again(LOOK_EVERY_MS, async (turn) => {
    const position = await change(port, changeable, turn);
    return timed(() => fetch(`http://127.0.0.1:${port}/api/records?limit=1&minPosition=${position}`));
  });
}

/** @returns where the change stands in the log */
async function change(port: number, changeable: readonly Changeable[], turn: number): Promise<string> {
  const { recordId, userId } = changeable[turn % changeable.length] as Changeable;
  const response = await fetch(`http://127.0.0.1:${port}/api/records/${recordId}/details`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-countersign-as': userId,
      'if-match': '*',
      'idempotency-key': `look-${process.pid}-${turn}`,
    },
    body: JSON.stringify({ section: 'household', values: { address: `新建村${turn}号` } }),
  });
  const { position } = (await response.json()) as { position: string };
  return position;
}
