import { Wake } from './wake.js';

/**
 * How long a lease lasts that is not renewed, in milliseconds: so long nobody takes over from a process that was killed. Less than people wait
 * for an answer; who is only slow loses nothing but its turn.
 */
export const LEASE_MS = 3_000;
/** A holder asks so many times before its lease expires. */
const RENEWALS = 3;
/** Whoever stands by asks so many times while a lease lasts. */
const ATTEMPTS = 12;

/** Where leases are written down, by the database's own clock. */
export interface LeaseRows {
  /** Takes a lease that is free or has expired. @returns its epoch, higher than every one before; undefined while another holds it */
  take(name: string, holder: string, ms: number): Promise<number | undefined>;
  /** @returns false if it has been taken over */
  renew(name: string, holder: string, epoch: number, ms: number): Promise<boolean>;
  release(name: string, epoch: number): Promise<void>;
}

/**
 * The right to do something that one process at a time should do. It is taken while somebody wants it, renewed as long as it is held and
 * given back when nobody wants it any more. Holding it is no proof: a process may have been stopped for longer than its lease lasts, so what
 * is written under it compares the {@link epoch} in the same transaction.
 */
export class Lease {
  private wanted = 0;
  private standing?: { readonly epoch: number; readonly until: number };
  private keeping?: Promise<void>;
  private readonly wake = new Wake();
  private readonly given = new Wake();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly rows: LeaseRows,
    readonly name: string,
    private readonly holder: string,
    private readonly ms = LEASE_MS,
  ) {}

  /** Of how manyeth holder the lease is, while this process holds it; undefined when it does not, or can no longer be sure. */
  get epoch(): number | undefined {
    return this.standing !== undefined && performance.now() < this.standing.until ? this.standing.epoch : undefined;
  }

  /** Stands in line for the lease until the answer is called, which gives it back if nobody else here wants it. */
  want(): () => Promise<void> {
    this.wanted += 1;
    // Whoever waits for it to be given back need not any more.
    this.given.all();
    this.keeping ??= this.keep();
    let left = false;
    return async () => {
      if (left) return;
      left = true;
      this.wanted -= 1;
      this.wake.all();
      if (this.wanted === 0) await this.given.within();
    };
  }

  /** Calls back when the lease is taken or lost; the answer takes the callback away again. */
  onChange(callback: () => void): () => void {
    this.listeners.add(callback);
    return () => void this.listeners.delete(callback);
  }

  private async keep(): Promise<void> {
    do {
      await this.ask();
      if (this.wanted > 0) await this.wake.within(this.ms / (this.standing === undefined ? ATTEMPTS : RENEWALS));
      if (this.wanted === 0) await this.giveBack();
      // Somebody may have wanted it again while it was given back.
    } while (this.wanted > 0);
    this.keeping = undefined;
  }

  private async giveBack(): Promise<void> {
    const { standing } = this;
    this.stand(undefined);
    // If the database does not answer it expires by itself.
    if (standing !== undefined) await this.rows.release(this.name, standing.epoch).catch(() => undefined);
    this.given.all();
  }

  private async ask(): Promise<void> {
    // Counted from before the question: what the database counts begins later.
    const until = performance.now() + this.ms;
    try {
      const epoch = await this.takeOrRenew();
      this.stand(epoch === undefined ? undefined : { epoch, until });
    } catch {
      // The database does not answer: what is held lasts until it expires.
      if (this.epoch === undefined) this.stand(undefined);
    }
  }

  private async takeOrRenew(): Promise<number | undefined> {
    const { standing } = this;
    if (standing === undefined) return this.rows.take(this.name, this.holder, this.ms);
    return (await this.rows.renew(this.name, this.holder, standing.epoch, this.ms)) ? standing.epoch : undefined;
  }

  private stand(standing: { readonly epoch: number; readonly until: number } | undefined): void {
    // Whoever looked after it had expired has to be told too that it is held again, under the same epoch.
    const before = [this.standing?.epoch, this.epoch];
    this.standing = standing;
    if (before.some((epoch) => epoch !== standing?.epoch)) for (const listener of [...this.listeners]) listener();
  }
}
