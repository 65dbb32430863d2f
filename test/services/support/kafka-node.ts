import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const TURN_MS = 20;
export const pause = (ms = TURN_MS) => new Promise((turn) => setTimeout(turn, ms));

/** How soon after its return everything that needs a server goes on. */
const SOON_MS = 5_000;

/**
 * Looks until something has come, five seconds at most. They are counted in pauses of this process: where others keep the machine busy those take
 * longer, as does all that is waited for.
 * @throws Error when they are over
 */
export async function soon(what: string, hasCome: () => Promise<boolean>): Promise<void> {
  for (let turns = SOON_MS / TURN_MS; !(await hasCome()); turns -= 1) {
    if (turns <= 0) throw new Error(`${what} did not go on within ${SOON_MS} ms`);
    await pause();
  }
}

/** The node that `start-kafka.sh` keeps in a directory. */
export class KafkaNode {
  constructor(private readonly home: string) {}

  start(): Promise<unknown> {
    return this.script('start');
  }

  stop(): Promise<unknown> {
    return this.script('stop');
  }

  /** Comes back when it has ended. */
  async kill(): Promise<void> {
    const pid = this.signal('SIGKILL');
    while (existsSync(`/proc/${pid}/exe`)) await pause();
    // Whoever started it may never ask for how it ended: its number stands on, and means nobody.
    rmSync(join(this.home, 'pid'));
  }

  freeze(): void {
    this.signal('SIGSTOP');
  }

  thaw(): void {
    this.signal('SIGCONT');
  }

  private signal(signal: NodeJS.Signals): number {
    const pid = Number(readFileSync(join(this.home, 'pid'), 'utf8'));
    process.kill(pid, signal);
    return pid;
  }

  private script(command: 'start' | 'stop'): Promise<unknown> {
    return promisify(execFile)(resolve(import.meta.dirname, '../../support/start-kafka.sh'), [command, this.home]);
  }
}
