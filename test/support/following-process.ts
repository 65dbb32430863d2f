import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { TYPESCRIPT } from './eventstoredb/test-server.js';

/** A process of its own that keeps a view up with a log, on a PostgreSQL read store. */
export class FollowingProcess {
  private readonly child: ChildProcess;
  private readonly lines: Interface;

  constructor(log: string, readStore: string, leaseMs: number) {
    const script = resolve('libs/projections/src/testing/follow-tally.ts');
    this.child = spawn(process.execPath, [...TYPESCRIPT, script, log, readStore, String(leaseMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream as never });
  }

  /** Answers when it next says something that begins so. */
  async says(beginning: string): Promise<void> {
    for (;;) {
      const [line] = (await once(this.lines, 'line')) as [string];
      if (line.startsWith(beginning)) return;
    }
  }

  pause(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
