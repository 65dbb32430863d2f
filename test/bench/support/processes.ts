import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Changeable } from './change.js';

/** How every process of the benchmark is started: SQLite’s module is experimental, the clients of loads and brokers set timers of the past. */
export const NODE_FLAGS = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];

/** How often it is looked whether a server has told what it was asked, in milliseconds. */
const LOOK_MS = 5;

/** Clock ticks a second, as Linux counts processor time for programs. */
const TICKS = 100;

/** A server in a process of its own, on a port that it has found. */
export class ServerUnderLoad {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private readonly pauses = '',
  ) {}

  /** Ours, over a data directory. @param watched `pauses`: a file for {@link longestPauseMs} */
  static ours(data: string, { pauses }: { readonly pauses?: string } = {}): Promise<ServerUnderLoad> {
    const environment = { COUNTERSIGN_DATA: data, COUNTERSIGN_PORT: '0' };
    if (pauses === undefined) return ServerUnderLoad.start(started(), environment);
    const watched = ['--import', './test/bench/support/watch-pauses.mjs', ...started()];
    return ServerUnderLoad.start(watched, { ...environment, COUNTERSIGN_BENCH_PAUSES: pauses }, pauses);
  }

  /** A rival's. */
  static rival(options: object): Promise<ServerUnderLoad> {
    return ServerUnderLoad.start(['test/bench/rivals/server.mjs', JSON.stringify(options)], {});
  }

  /** @throws Error if it ends before it listens */
  private static async start(
    script: readonly string[],
    environment: Readonly<Record<string, string>>,
    pauses?: string,
  ): Promise<ServerUnderLoad> {
    const child = spawn(process.execPath, [...NODE_FLAGS, ...script], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Also where something fails before it is asked to stop.
    process.once('exit', () => child.kill());
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return new ServerUnderLoad(child, Number(port), pauses);
    }
    throw new Error(`${script[0] ?? ''} did not begin to listen`);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Seconds of processor time that it has taken so far. */
  cpu(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
    return (Number(fields?.[11]) + Number(fields?.[12])) / TICKS;
  }

  /** The most memory that it has had, in MiB. */
  peakMb(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  /** For how long its event loop stood still at most since it was asked the last time, or since its start, in milliseconds. */
  async longestPauseMs(): Promise<number> {
    await rm(this.pauses, { force: true });
    this.child.kill('SIGUSR2');
    while (!existsSync(this.pauses)) await delay(LOOK_MS);
    return Number(readFileSync(this.pauses, 'utf8'));
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** Node's options and the script, as `npm start` has them. */
function started(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(2);
}

/** A load that lasts so long. */
export interface Phase {
  readonly connections: number;
  readonly seconds: number;
  /** So many a second; absent: the next after the last. */
  readonly rate?: number;
  /** One by one at random times, whatever comes back, instead of all connections at the beginning of every second. */
  readonly evenly?: true;
  /** Whether every answer is told of; takes the time of whoever sends. */
  readonly kept?: boolean;
}

/** What a phase came to, as `rivals/load.mjs` prints it. Times in milliseconds. */
export interface Load {
  readonly sent: number;
  readonly done: number;
  readonly perSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** How many of the answers 503 were problems that said when to come back. */
  readonly refused: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  /** What the changes that were answered say where they stand in the log, if kept. */
  readonly positions: readonly string[];
  /** When requests were sent since the phase began, how long they took, and whether the change was done, if kept. */
  readonly answers: readonly Answer[];
}

/** One answer of a load. Times in milliseconds. */
export interface Answer {
  readonly sentMs: number;
  readonly tookMs: number;
  readonly done: boolean;
}

/** Sends changes from a process of its own, one phase after the other. */
export async function load<Phases extends readonly Phase[]>(
  to: { readonly port: number; readonly changeable: readonly Changeable[] },
  ...phases: Phases
): Promise<{ readonly [Number in keyof Phases]: Load }> {
  const { port, changeable } = to;
  const options = JSON.stringify({ port, changeable, phases });
  const child = spawn(process.execPath, [...NODE_FLAGS, 'test/bench/rivals/load.mjs', options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(printed) as { readonly [Number in keyof Phases]: Load };
}
