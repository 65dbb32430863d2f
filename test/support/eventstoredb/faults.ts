/** A refusal as the server words it: a status of gRPC with trailers. */
export interface Status {
  readonly code: number;
  readonly details: string;
  readonly trailers?: Readonly<Record<string, string>>;
}

/** What goes wrong with the next calls of a kind. */
export type Fault =
  /** Appends: refused; written and then refused (the answer is lost); not answered at all; written and not answered. */
  | { readonly of: 'append'; readonly times: number; readonly how: 'refuse' | 'lose-answer'; readonly status: Status }
  | { readonly of: 'append'; readonly times: number; readonly how: 'hang' | 'write-and-hang' }
  /** Appends that repeat another are answered without their position. */
  | { readonly of: 'append'; readonly times: number; readonly how: 'no-position' }
  /** Reads and subscriptions, before their first message or after so many. */
  | { readonly of: 'read'; readonly times: number; readonly how: 'refuse'; readonly status: Status; readonly after?: number }
  | { readonly of: 'read'; readonly times: number; readonly how: 'hang' | 'end'; readonly after?: number };

/** What a user may not be allowed: to read `$all`, streams, or to write. */
export type Deniable = 'read-all' | 'read-streams' | 'write';

/** What the server is told over the channel to its parent. Each is answered with its `id`. */
export type Order =
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** Nothing goes wrong any more. */
  | { readonly kind: 'heal' }
  /** To subscriptions that stand: broken off with a status, ended as if all were said, or silent from now on. */
  | { readonly kind: 'subscriptions'; readonly how: 'end' | 'mute' | { readonly status: Status } }
  /** Begins with an empty database. */
  | { readonly kind: 'wipe' }
  /** Forgets the events after the first so many, as a restored backup does. */
  | { readonly kind: 'set-back'; readonly events: number }
  /** Others write so many events to a stream; absent: of another log. */
  | { readonly kind: 'others-write'; readonly events: number; readonly stream?: string }
  /** Breaks every connection and takes none until it is told to come back, with all that it holds. */
  | { readonly kind: 'away' }
  | { readonly kind: 'back' }
  /** From now on these may log in, each with a password, and nobody may do what is named. */
  | { readonly kind: 'rights'; readonly users?: Readonly<Record<string, string>>; readonly denied?: readonly Deniable[] }
  | { readonly kind: 'calls' };

/** How often each call was made, and under `open` how many subscriptions stand, under `EventsHeld` how many events of logs there are. */
export type Calls = Readonly<Record<string, number | undefined>>;

/** Faults that are still to happen, and counts of what was called. */
export class Faults {
  readonly calls: Record<string, number> = {};
  private pending: { fault: Fault; left: number }[] = [];

  heal(): void {
    this.pending = [];
  }

  add(fault: Fault): void {
    this.pending.push({ fault, left: fault.times });
  }

  count(call: string): void {
    this.calls[call] = (this.calls[call] ?? 0) + 1;
  }

  /** The fault that hits this call, if any. */
  take<Of extends Fault['of']>(of: Of): Extract<Fault, { of: Of }> | undefined {
    const hit = this.pending.find(({ fault }) => fault.of === of);
    if (hit === undefined) return undefined;
    hit.left -= 1;
    this.pending = this.pending.filter(({ left }) => left > 0);
    return hit.fault as Extract<Fault, { of: Of }>;
  }
}
