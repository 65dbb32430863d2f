import { readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';
const OWN = /^RssAnon:\s+(\d+) kB$/m;

/** The memory that is this process's own: files that it reads as memory are the system's, which may take them back at any time. */
export class OwnMemory {
  private peak = 0;

  /** Looks how much it is now. Where the system does not tell, it is 0. */
  look(): void {
    const [, kilobytes = '0'] = OWN.exec(readFileSync(STATUS, 'utf8')) ?? [];
    this.peak = Math.max(this.peak, Number(kilobytes));
  }

  /** The most that it was when it was looked at. */
  get peakMb(): number {
    return Math.round(this.peak / 1024);
  }
}
