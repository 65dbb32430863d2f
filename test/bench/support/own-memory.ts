import { readFileSync } from 'node:fs';

const OWN = /^RssAnon:\s+(\d+) kB$/m;
/** How often it is looked, in milliseconds. */
const LOOK_MS = 100;

/** The memory that is a process's own, on Linux: files that it reads as memory are the system's, which may take them back at any time. */
export class OwnMemory {
  private peak = 0;
  private readonly looking = setInterval(() => this.look(), LOOK_MS).unref();

  constructor(private readonly process: number | 'self' = 'self') {}

  /** Looks no longer. @returns the most that it was, in MiB */
  stop(): number {
    clearInterval(this.looking);
    return Math.round(this.peak / 1024);
  }

  private look(): void {
    const [, kilobytes = '0'] = OWN.exec(readFileSync(`/proc/${this.process}/status`, 'utf8')) ?? [];
    this.peak = Math.max(this.peak, Number(kilobytes));
  }
}
