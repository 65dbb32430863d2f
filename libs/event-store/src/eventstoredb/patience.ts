/** How long the adapter waits for what, in milliseconds. */
export interface Patience {
  /** For the answer to one attempt to append. Longer than the server's own write timeouts of two seconds each, which come first. */
  readonly deadline: number;
  /**
   * For the next message of a read that has not ended: the client knows no deadline for reads. A live subscription that is silent for so
   * long is asked whether the log has gone on without it.
   */
  readonly idle: number;
  /** For one operation with all its attempts. */
  readonly budget: number;
  /** Bounds of the pauses between attempts: each is of any length up to a bound that doubles. */
  readonly pauses: readonly [first: number, longest: number];
}

export const PATIENCE: Patience = { deadline: 5_000, idle: 10_000, budget: 15_000, pauses: [10, 1_000] };

/** A server that has said nothing for so long may be away, in milliseconds: it is asked beside the one who waits. */
export function silenceOf({ idle }: Patience): number {
  return Math.min(1_000, idle / 2);
}

/** Pauses between attempts, with full jitter, so that many clients do not come back at the same moment. */
export class Pauses {
  private bound: number;

  constructor(private readonly bounds: Patience['pauses']) {
    [this.bound] = bounds;
  }

  /** The next pause, in milliseconds. */
  next(): number {
    const pause = Math.random() * this.bound;
    this.bound = Math.min(this.bound * 2, this.bounds[1]);
    return pause;
  }

  /** Something went well: the next pause is a short one again. */
  reset(): void {
    [this.bound] = this.bounds;
  }
}
