import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Changeable } from './change.js';

/** Clock ticks a second, as Linux counts processor time for programs. */
const TICKS = 100;

/** A server in a process of its own, on a port that it has found. */
export class ServerUnderLoad {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** Ours, over a data directory. */
  static ours(data: string): Promise<ServerUnderLoad> {
    return ServerUnderLoad.start(['dist/apps/server/src/main.js'], { COUNTERSIGN_DATA: data, COUNTERSIGN_PORT: '0' });
  }

  /** A rival's. */
  static rival(options: object): Promise<ServerUnderLoad> {
    return ServerUnderLoad.start(['test/bench/rivals/server.mjs', JSON.stringify(options)], {});
  }

  /** @throws Error if it ends before it listens */
  private static async start(script: readonly string[], environment: Readonly<Record<string, string>>): Promise<ServerUnderLoad> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...script], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return new ServerUnderLoad(child, Number(port));
    }
    throw new Error(`${script[0] ?? ''} did not begin to listen`);
  }

  /** Seconds of processor time that it has taken so far. */
  cpu(): number {
    const fields = readFileSync(`/proc/${this.child.pid ?? 0}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ');
    return (Number(fields?.[11]) + Number(fields?.[12])) / TICKS;
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** What the load came to, as `rivals/load.mjs` prints it. Times in milliseconds. */
export interface Load {
  readonly done: number;
  readonly perSecond: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** How many of the answers 503 said when to come back. */
  readonly retryAfter: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly latency: { readonly p50: number; readonly p97_5: number; readonly p99: number; readonly max: number };
}

/** Sends changes from a process of its own. @param options `rate`: so many a second, whatever comes back; absent: the next after the last */
export async function load(options: {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly rate?: number;
  readonly changeable: readonly Changeable[];
}): Promise<Load> {
  const child = spawn(process.execPath, ['test/bench/rivals/load.mjs', JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(printed) as Load;
}
