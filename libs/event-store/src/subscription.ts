import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position } from '#kernel';
import type { Page, StoredEvent, SubscribeOptions, Subscription } from './port.js';

/** What a subscription needs of a store. */
export interface Source {
  readAll(options: { after?: Position; filter?: SubscribeOptions['filter']; limit: number }): Promise<Page>;
  /** Calls back after something may have been appended; the answer takes the callback away again. */
  onAppended(callback: () => void): () => void;
}

const BATCH = 500;

/**
 * Catches up page by page and goes on live. While the handler waits for others over one page the next is read, and no further one until it
 * has finished: back-pressure needs nothing else. A signal that comes while the handler runs is remembered, so no event waits for the one
 * after it.
 */
export function subscribeTo(
  source: Source,
  options: SubscribeOptions,
  handler: (events: readonly StoredEvent[], position: Position) => Promise<void> | void,
): Subscription {
  const signal = new Signal();
  const unhook = source.onAppended(() => signal.raise());
  const read = (after: Position | undefined) => {
    signal.lower();
    const page = source.readAll({ after, filter: options.filter, limit: options.batchSize ?? BATCH });
    // It may fail before anybody looks at it.
    page.catch(() => undefined);
    return page;
  };
  const run = async () => {
    let after = options.after;
    for (let next = read(after); ;) {
      const page = await next;
      if (signal.stopped) return;
      const handled = page.position !== after || page.events.length > 0 ? handler(page.events, page.position) : undefined;
      after = page.position;
      if (!page.end) next = read(after);
      await handled;
      // A store may answer without leaving the turn: a long catch-up must not keep everybody else from theirs.
      await (page.end ? signal.raised() : nextTurn());
      if (signal.stopped) return;
      if (page.end) next = read(after);
    }
  };
  const done = run().finally(unhook);
  // Whoever looks at `done` gets the error; nobody looking must not end the process.
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      signal.stop();
      await done.catch(() => undefined);
    },
  };
}

/** Something happened, or it is time to stop. */
class Signal {
  stopped = false;
  private up = false;
  private wake?: () => void;

  raise(): void {
    this.up = true;
    this.wake?.();
  }

  lower(): void {
    this.up = false;
  }

  stop(): void {
    this.stopped = true;
    this.raise();
  }

  raised(): Promise<void> {
    return this.up ? Promise.resolve() : new Promise((resolve) => (this.wake = resolve));
  }
}
