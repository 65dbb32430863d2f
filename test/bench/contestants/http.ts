import type { Changeable } from '../support/change.js';
import { changesIn } from '../support/changes-in.js';
import { contestant, mustBe, onCopy } from '../support/contestant.js';
import { load, ServerUnderLoad } from '../support/processes.js';

interface Options {
  readonly template: string;
  readonly changeable: readonly Changeable[];
  readonly connections: number;
  readonly seconds: number;
  /** In which a server gets into its stride, before anything is measured. */
  readonly warmUp: number;
  /** A rival's name; absent: ours. */
  readonly store?: string;
  readonly postgres?: string;
}

/** Changes over HTTP, closed loop: server, load and, for some, database share the machine. */
await contestant<Options>(async (options) => (options.store === undefined ? ours(options) : rival(options)));

function ours({ template, changeable, connections, seconds, warmUp }: Options) {
  const asked = { connections, seconds };
  return onCopy(template, async (data) => {
    const before = await changesIn(data);
    const server = await ServerUnderLoad.ours(data);
    const to = { port: server.port, changeable };
    const [warm] = await load(to, { ...asked, seconds: warmUp });
    const idle = server.cpu();
    const [{ done, perSecond, latency }] = await load(to, asked);
    const cpuUs = Math.round(((server.cpu() - idle) * 1e6) / done);
    await server.stop();
    atLeast('changes in the log', (await changesIn(data)) - before, warm.done + done, connections * 2);
    return { value: perSecond, notes: { p50: latency.p50, p99: latency.p99, cpuUs } };
  });
}

async function rival({ store, postgres, changeable, connections, seconds, warmUp }: Options) {
  const asked = { connections, seconds };
  const server = await ServerUnderLoad.rival({ changeable, store, postgres, concurrency: connections });
  const to = { port: server.port, changeable };
  const [warm, { done, perSecond, latency }] = await load(to, { ...asked, seconds: warmUp }, asked);
  const response = await fetch(`http://127.0.0.1:${server.port}/count`);
  const { count } = (await response.json()) as { count: number };
  await server.stop();
  atLeast('recorded', count, warm.done + done, connections * 2);
  return { value: perSecond, notes: { p50: latency.p50, p99: latency.p99 } };
}

/** Whatever was answered is there; what was under way when the load ended may be there too. */
function atLeast(what: string, found: number, answered: number, underWay: number): void {
  mustBe(what, Math.min(found, answered), answered);
  mustBe(`${what}, at most`, Math.max(found, answered + underWay), answered + underWay);
}
