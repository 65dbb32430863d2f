import type { Position } from '#kernel';
import type { EventFilter, EventLog, Subscription } from '#event-store';

/**
 * Tells those who have read to the end when there is more. However many wait, the log is subscribed to once, and only while somebody needs
 * it.
 */
export class HeadWatch {
  private readonly waiters = new Set<() => void>();
  private needs = 0;
  private subscription?: Subscription;
  private seen: Position = '';
  private failure?: { readonly error: unknown };

  constructor(
    private readonly log: EventLog,
    private readonly filter: EventFilter,
  ) {}

  /** Watches until the answer is called. @param after where whoever needs it stands */
  need(after: Position | undefined): () => void {
    this.needs += 1;
    this.subscription ??= this.watch(after);
    return () => {
      this.needs -= 1;
      if (this.needs > 0) return;
      // Nobody waits any more; what the log still does with it is of no account.
      void this.subscription?.stop();
      this.subscription = undefined;
    };
  }

  /**
   * Comes back when there may be events behind a position, or when the signal says so.
   * @throws what stopped the log's subscription
   */
  async behind(position: Position, signal: AbortSignal): Promise<void> {
    while (this.seen <= position && this.failure === undefined && !signal.aborted) await this.change(signal);
    if (this.failure !== undefined) throw this.failure.error;
  }

  private watch(after: Position | undefined): Subscription {
    this.failure = undefined;
    // Whoever stands before this has not seen what lies between, and is not told of it again.
    if (after !== undefined && after > this.seen) this.seen = after;
    const subscription = this.log.subscribe({ ...(after !== undefined && { after }), filter: this.filter }, (events) => {
      const last = events.at(-1)?.position;
      if (last === undefined || last <= this.seen) return;
      this.seen = last;
      this.wake();
    });
    subscription.done.catch((error: unknown) => {
      if (this.subscription !== subscription) return;
      this.subscription = undefined;
      this.failure = { error };
      this.wake();
    });
    return subscription;
  }

  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiters.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiters.add(done);
      signal.addEventListener('abort', done);
    });
  }

  private wake(): void {
    for (const waiter of [...this.waiters]) waiter();
  }
}
