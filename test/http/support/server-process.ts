import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../support/command-line.js';
import { readStoreText } from '../../../libs/projections/src/testing/read-store-of.js';
import { Client } from './client.js';

/** The built server as a process of its own, as `npm start` runs it, on a port of its own. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly client: Client,
  ) {}

  /** Answers when it listens. @param environment what it is told besides, or otherwise */
  static async start(data: string, environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'dist/apps/server/src/main.js')], {
      cwd: ROOT,
      env: {
        ...process.env,
        COUNTERSIGN_DATA: data,
        COUNTERSIGN_PORT: '0',
        COUNTERSIGN_READ_STORE: readStoreText(data),
        COUNTERSIGN_KAFKA: '',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream as never })) {
      const port = /http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return new ServerProcess(child, new Client(Number(port)));
    }
    throw new Error(`the server ended with ${child.exitCode}`);
  }

  /** Waits until it says of itself that it is ready. */
  async ready(): Promise<void> {
    while ((await this.client.get('/health/ready')).status !== 200) await new Promise((turn) => setTimeout(turn, 50));
  }

  /** Sends a signal that leaves the process to itself, such as SIGSTOP. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends SIGTERM. Answers with what it ended: an exit code, or the signal's name. */
  async stop(): Promise<number | string | null> {
    const ended = once(this.child, 'exit') as Promise<[number | null, string | null]>;
    this.child.kill('SIGTERM');
    const [code, signal] = await ended;
    return code ?? signal;
  }

  /** SIGKILL: nothing of the process's own runs any more. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
