import type { Position } from '#kernel';
import type { StoredEvent } from '../port.js';

/** Takes batches of a subscription until it has seen enough. */
export class Collector {
  readonly events: StoredEvent[] = [];
  readonly sizes: number[] = [];
  /** Where each batch ended. */
  readonly positions: Position[] = [];
  readonly enough: Promise<void>;
  private resolve: () => void = () => {};

  constructor(private readonly wanted: number) {
    this.enough = new Promise((resolve) => (this.resolve = resolve));
  }

  readonly take = (events: readonly StoredEvent[], position: Position): void => {
    this.events.push(...events);
    this.sizes.push(events.length);
    this.positions.push(position);
    if (this.events.length >= this.wanted) this.resolve();
  };
}
