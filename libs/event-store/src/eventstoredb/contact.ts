import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '#kernel';
import type { LogCondition } from '../port.js';
import { Pauses, type Patience } from './patience.js';
import { verdictOn } from './verdict.js';

/** Between two questions whether the server is back, in milliseconds: of any length up to a bound that grows. */
const ASK_AGAIN: Patience['pauses'] = [50, 500];

/**
 * How this process stands with its server. What fails begins a silence, and the next answer to anybody ends it. While it lasts one small
 * question after the other asks whether the server is back; once it has lasted longer than anybody's time, everybody else is refused at
 * once, instead of waiting in a line that only grows.
 */
export class Contact {
  private silence?: { readonly since: number; reason: string };
  private replaced = false;
  private closed = false;
  private asking?: Promise<void>;
  private readonly waiting = new Set<() => void>();

  /** @param ask a small question to the server, which fails soon */
  constructor(
    readonly patience: Patience,
    private readonly ask: () => Promise<unknown>,
  ) {}

  get condition(): LogCondition {
    if (this.replaced) return { state: 'replaced' };
    return this.silence === undefined ? { state: 'answering' } : { state: 'unreachable', reason: this.silence.reason };
  }

  /** Why it is of no use to begin anything, or to try once more; undefined while it is. */
  get hopeless(): { readonly reason: string } | undefined {
    const { silence } = this;
    return silence !== undefined && performance.now() - silence.since > this.patience.budget ? silence : undefined;
  }

  /** The server has said something, whatever it was. */
  answered(): void {
    this.silence = undefined;
    for (const wake of [...this.waiting]) wake();
  }

  /** The server has not answered, or could not do anything. */
  silent(reason: string): void {
    if (this.closed) return;
    this.silence ??= { since: performance.now(), reason };
    this.silence.reason = reason;
    this.keepAsking();
  }

  /** What is there is not the log that was read: nothing is read from it any more, and nothing written to it. */
  notTheLog(): Refusal {
    this.replaced = true;
    return logReplaced();
  }

  /** @throws Refusal `unavailable`/`log-replaced` since {@link notTheLog} */
  mustBeTheLog(): void {
    if (this.replaced) throw logReplaced();
  }

  /** Comes back when the server answers, or the signal says so. */
  async back(signal: AbortSignal): Promise<void> {
    while (this.silence !== undefined && !signal.aborted && !this.closed) await this.change(signal);
  }

  close(): void {
    this.closed = true;
    this.answered();
  }

  /** A silence may begin while the asking about the one before is ending: it is not left to nobody. */
  private keepAsking(): void {
    this.asking ??= this.untilBack().finally(() => {
      this.asking = undefined;
      if (this.silence !== undefined) this.keepAsking();
    });
  }

  private async untilBack(): Promise<void> {
    const pauses = new Pauses(ASK_AGAIN);
    while (this.silence !== undefined) {
      await delay(pauses.next(), undefined, { ref: false });
      if (this.silence === undefined) return;
      try {
        await this.ask();
        this.answered();
      } catch (error) {
        const verdict = verdictOn(error);
        if (!verdict.again) this.answered();
        else if (this.silence !== undefined) this.silence.reason = verdict.reason;
      }
    }
  }

  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }
}

/** @returns Refusal `unavailable`/`log-replaced` */
export function logReplaced(): Refusal {
  return new Refusal('unavailable', 'log-replaced');
}
