import { unlessAway, type EventLog } from '#event-store';
import { BEGINNING } from './lanes.js';
import type { Relay, RelayHealth } from './relay.js';

/** The right to relay, which one process at a time has. */
export interface RelayLease {
  /** Undefined while another process has it, or when this one can no longer be sure. */
  readonly epoch: number | undefined;
  /** Stands in line until the answer is called, which gives it back. */
  want(): () => Promise<void>;
  /** Calls back when it is taken or lost. */
  onChange(callback: () => void): () => void;
}

/** Makes a relay that sends only as long as it may. */
export type MakeRelay = (maySend: () => boolean) => Relay;

/**
 * Relays while this process holds the lease, and stands by while another does. A relay that lost the lease, also by having been stopped for
 * longer than it lasts, sends nothing more but what is on its way already: that may come twice, behind what its successor sent; the
 * successor finds another offset than it expected and reads the topic's tails anew, so nothing is ever missing.
 */
export class StandbyRelay {
  private relay?: Relay;
  private changing: Promise<void> = Promise.resolve();
  private leave?: () => Promise<void>;
  private unhook?: () => void;

  constructor(
    private readonly log: EventLog,
    private readonly lease: RelayLease,
    private readonly make: MakeRelay,
  ) {}

  start(): void {
    if (this.leave !== undefined) return;
    this.unhook = this.lease.onChange(() => this.change());
    this.leave = this.lease.want();
    this.change();
  }

  /** Waits for the batch that is on its way, then gives the lease back. Called again it waits too. */
  async stop(): Promise<void> {
    this.unhook?.();
    this.unhook = undefined;
    this.changing = this.changing.then(() => this.end());
    await this.changing;
    await this.leave?.();
  }

  async health(): Promise<RelayHealth> {
    const { relay } = this;
    if (relay !== undefined) return relay.health();
    const state = this.unhook === undefined ? 'stopped' : 'standing-by';
    const head = (await unlessAway(this.log, () => this.log.head())) ?? BEGINNING;
    return { state, position: BEGINNING, head, behind: 0, failures: 0 };
  }

  private change(): void {
    // One that could not be made is made when the lease next changes hands; those behind it have their turn all the same.
    this.changing = this.changing.then(() => this.follow()).catch(() => undefined);
  }

  /** One relay for each epoch: whoever takes the lease again begins at the topic's tails. */
  private async follow(): Promise<void> {
    await this.end();
    const { epoch } = this.lease;
    if (epoch === undefined || this.unhook === undefined) return;
    this.relay = this.make(() => this.lease.epoch === epoch);
    this.relay.start();
  }

  private async end(): Promise<void> {
    await this.relay?.stop();
    this.relay = undefined;
  }
}
