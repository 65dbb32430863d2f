import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long pieces of work go on within one turn of the event loop, in milliseconds. */
const TURN = 8;

/**
 * Runs pieces of work in the order in which they were asked for, only as many in one turn of the event loop as leave others theirs. What a
 * piece waits for by itself (the log, say) goes on beside the others.
 */
export class Turns {
  /** Each does its next piece, and says whether that was its last. */
  private readonly waiting: (() => boolean)[] = [];
  private working = false;

  /** Settles as the piece does. */
  run<Result>(piece: () => Result | Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.add(() => {
        try {
          resolve(piece());
        } catch (error) {
          reject(error as Error);
        }
        return true;
      });
    });
  }

  /**
   * A piece for each item; what is under way has ended when the failure of one is thrown. For very many items: one promise for all of them,
   * not one for each.
   * @returns results in the order of items
   * @throws what the first item, in their order, that failed has thrown
   */
  async each<Item, Result>(
    items: readonly Item[],
    piece: (item: Item, index: number) => Result | Promise<Result>,
  ): Promise<readonly Result[]> {
    const results: Result[] = [];
    const waiting: Promise<void>[] = [];
    const failures = new Map<number, unknown>();
    await this.through(items.length, (index) => {
      try {
        const result = piece(items[index] as Item, index);
        if (result instanceof Promise) {
          waiting.push(
            result.then(
              (value) => void (results[index] = value),
              (error: unknown) => void failures.set(index, error),
            ),
          );
        } else results[index] = result;
      } catch (error) {
        failures.set(index, error);
      }
    });
    await Promise.all(waiting);
    if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
    return results;
  }

  /** Settles when `step`, which does not throw, has been called with each number below `count`. */
  private through(count: number, step: (index: number) => void): Promise<void> {
    if (count === 0) return Promise.resolve();
    let next = 0;
    return new Promise((resolve) => {
      this.add(() => {
        step(next++);
        if (next < count) return false;
        resolve();
        return true;
      });
    });
  }

  private add(work: () => boolean): void {
    this.waiting.push(work);
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let ended = 0; this.waiting.length > 0; ended = 0) {
      await nextTurn();
      const end = performance.now() + TURN;
      while (ended < this.waiting.length && performance.now() < end) if (this.waiting[ended]?.() !== false) ended += 1;
      this.waiting.splice(0, ended);
    }
    this.working = false;
  }
}
