import { readFileSync } from 'node:fs';

const OWN = /^RssAnon:\s+(\d+) kB$/m;
/** The memory of a process that is its own at the moment, in MiB; see {@link OwnMemory}. */
export function ownMbOf(process: number | 'self'): number {
  const [, kilobytes = '0'] = OWN.exec(readFileSync(`/proc/${process}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

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
    return this.peak;
  }

  private look(): void {
    this.peak = Math.max(this.peak, ownMbOf(this.process));
  }
}
