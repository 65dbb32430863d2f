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

  /** Answers when it can be asked. */
  static async start(data: string): Promise<ServerProcess> {
    const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'dist/apps/server/src/main.js')], {
      cwd: ROOT,
      env: { ...process.env, COUNTERSIGN_DATA: data, COUNTERSIGN_PORT: '0', COUNTERSIGN_READ_STORE: readStoreText(data) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream as never })) {
      const port = /http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (port !== undefined) return new ServerProcess(child, new Client(Number(port)));
    }
    throw new Error(`the server ended with ${child.exitCode}`);
  }

  /** SIGKILL: nothing of the process's own runs any more. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
