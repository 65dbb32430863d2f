import { setImmediate as nextTurn } from 'node:timers/promises';
import { allEnded } from './all-ended.js';

/** How long pieces of work go on within one turn of the event loop, in milliseconds. */
const TURN = 8;

/**
 * Runs pieces of work in the order in which they were asked for, only as many in one turn of the event loop as leave others theirs. What a
 * piece waits for by itself (the log, say) goes on beside the others.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private working = false;

  /** Settles as the piece does. */
  run<Result>(piece: () => Result | Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push(() => {
        try {
          resolve(piece());
        } catch (error) {
          reject(error as Error);
        }
      });
      if (!this.working) void this.work();
    });
  }

  /** A piece for each item; what is under way has ended when the failure of one is thrown. @returns results in the order of items */
  each<Item, Result>(items: readonly Item[], piece: (item: Item, index: number) => Result | Promise<Result>): Promise<readonly Result[]> {
    return allEnded(items.map((item, index) => this.run(() => piece(item, index))));
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let next = 0; this.waiting.length > 0; next = 0) {
      await nextTurn();
      const end = performance.now() + TURN;
      while (next < this.waiting.length && performance.now() < end) this.waiting[next++]?.();
      this.waiting.splice(0, next);
    }
    this.working = false;
  }
}
