import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pause } from './kafka-node.js';

/** The server that `start-postgres.sh` keeps in a directory. */
export class PostgresServer {
  constructor(private readonly home: string) {}

  start(): Promise<unknown> {
    return this.script('start');
  }

  /** At once, as a crash would. */
  stop(): Promise<unknown> {
    return this.script('stop');
  }

  /** Comes back when nothing of it runs any more. */
  async kill(): Promise<void> {
    const processes = await this.processes();
    for (const process of processes) kill(process, 'SIGKILL');
    while (processes.some((process) => existsSync(`/proc/${process}/exe`))) await pause();
  }

  /** Lets it and all that it has started stand still; the answer lets them go on. */
  async freeze(): Promise<() => void> {
    const processes = await this.processes();
    for (const process of processes) kill(process, 'SIGSTOP');
    return () => processes.forEach((process) => kill(process, 'SIGCONT'));
  }

  private async processes(): Promise<readonly number[]> {
    const [pid = ''] = readFileSync(join(this.home, 'data/postmaster.pid'), 'utf8').split('\n');
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', pid]);
    const children = stdout.split('\n').filter((line) => line.trim() !== '');
    return [pid, ...children].map(Number);
  }

  private script(command: 'start' | 'stop'): Promise<unknown> {
    return promisify(execFile)(resolve(import.meta.dirname, '../../support/start-postgres.sh'), [command, this.home]);
  }
}

/** A process of the server that has gone meanwhile is none to be told anything. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
