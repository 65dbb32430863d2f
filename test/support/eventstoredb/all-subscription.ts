import type { Database, Stored } from './database.js';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, fellBehindMessage } from './messages.js';
import type { Outgoing } from './outgoing.js';
import type { ReadRequest } from './protocol.js';

type Options = NonNullable<ReturnType<ReadRequest['getOptions']>>;

/**
 * Which server is played: they differ in what they say at the end of the log, to a slow reader and of places that they do not know.
 * `24.10` is what 24.10.4 was seen to do, `24.10-early` what KurrentDB #4970 says of the first of them.
 */
export type ServerVersion = '23.10' | '24.10' | '24.10-early';

/** What 24.10 sends where it knows no position. */
const UNKNOWN = 2n ** 64n - 1n;

/** `ReadBatchSize` and `MaxLiveEventBufferCount` of the server. */
const PAGE = 32;
const LIVE_BUFFER = 32;

/**
 * A subscription to the whole log, as `Enumerators.AllSubscription(Filtered)` of server 23.10.8 runs it: pages of at most 32 matching events
 * with a checkpoint after so many considered ones, then live through a buffer of 32. At the end of a page without a match the checkpoint is
 * where that page began, its prepare half 0.
 *
 * As seen of 24.10.4: on going live a checkpoint of the last event or checkpoint that was sent, or of nothing (-1), after which no live one
 * follows; a place past the end swallows every live event up to it; a slow reader is caught up with again.
 */
export class AllSubscription {
  private readonly passes: (event: Stored) => boolean;
  private readonly window: number;
  private readonly interval: number;
  private muted = false;
  private considered = 0;
  private at: bigint;
  /** What the last event or checkpoint that was sent said; undefined: nothing was. */
  private said?: { readonly commit: bigint; readonly prepare: bigint };
  private withoutCheckpoints = false;
  /** Nothing live up to here is sent. */
  private readonly swallowed: bigint;

  constructor(
    private readonly database: Database,
    private readonly out: Outgoing,
    private readonly version: ServerVersion,
    options: Options,
  ) {
    const filter = options.getFilter();
    this.passes = filterOf(options);
    this.window = filter?.hasMax() === true ? filter.getMax() : PAGE;
    this.interval = this.window * (filter?.getCheckpointintervalmultiplier() ?? 1);
    const from = options.getAll()?.getPosition();
    const commit = BigInt(from?.getCommitPosition() ?? '-1');
    this.at = this.modern && from !== undefined && from.getPreparePosition() === '0' ? commit - 1n : commit;
    this.swallowed = this.modern ? this.at : -1n;
  }

  private get modern(): boolean {
    return this.version !== '23.10';
  }

  /** Runs until the client is gone or the server gives it up. */
  async run(): Promise<void> {
    await this.out.send(confirmationMessage());
    if (this.isInsideAnEvent()) {
      const details = this.modern ? 'Invalid position' : 'Unexpected ReadAllResult: InvalidPosition';
      return this.out.fail({ code: this.modern ? 3 : 2, details });
    }
    while (!this.out.gone) {
      await this.catchUp();
      await this.say(caughtUpMessage);
      if (!(await this.live())) return;
    }
  }

  private isInsideAnEvent(): boolean {
    const { log } = this.database;
    const [first, last] = [log[0]?.position ?? 0n, log.at(-1)?.position ?? 0n];
    if (this.at + 1n <= first || this.at > last) return false;
    return (
      log[this.database.indexAfter(this.at) - 1]?.position !== this.at && log[this.database.indexAfter(this.at)]?.position !== this.at + 1n
    );
  }

  mute(): void {
    this.muted = true;
  }

  private async catchUp(): Promise<void> {
    for (;;) {
      const from = this.database.indexAfter(this.at);
      const page: Stored[] = [];
      let index = from;
      while (index < this.database.log.length && page.length < PAGE && index - from < this.window) {
        const event = this.database.log[index];
        if (event !== undefined && this.passes(event)) page.push(event);
        index += 1;
      }
      for (const event of page) await this.tell(event);
      if (this.out.gone) return;
      const begin = this.database.log[from]?.position ?? this.at;
      this.at = this.database.log[index - 1]?.position ?? this.at;
      this.considered += index - from;
      if (index === this.database.log.length) return this.atEnd();
      if (this.considered < this.interval) continue;
      this.considered %= this.interval;
      const position = page.at(-1)?.position;
      await this.mark(position === undefined ? { commit: begin, prepare: 0n } : { commit: position, prepare: position });
    }
  }

  private async atEnd(): Promise<void> {
    if (this.version === '23.10') return;
    if (this.version === '24.10-early') return this.mark({ commit: this.at + 500n, prepare: 0n });
    this.withoutCheckpoints = this.said === undefined;
    await this.mark(this.said ?? { commit: UNKNOWN, prepare: UNKNOWN });
  }

  private async tell(event: Stored): Promise<void> {
    this.said = { commit: event.position, prepare: event.position };
    await this.say(() => eventMessage(event));
  }

  private async mark(position: { readonly commit: bigint; readonly prepare: bigint }): Promise<void> {
    if (position.commit !== UNKNOWN) this.said = position;
    await this.say(() => checkpointMessage(position));
  }

  /** @returns whether it goes on by catching up again */
  private async live(): Promise<boolean> {
    let index = this.database.indexAfter(this.at);
    let wake: () => void = () => undefined;
    const unhook = this.database.onAppended(() => wake());
    try {
      while (!this.out.gone) {
        const waiting = this.database.log.length - index;
        if (waiting > LIVE_BUFFER) return await this.tooSlow();
        const event = this.database.log[index];
        if (event === undefined) {
          await Promise.race([new Promise<void>((resolve) => (wake = resolve)), this.out.left]);
          continue;
        }
        index += 1;
        this.at = event.position;
        if (event.position <= this.swallowed) continue;
        if (this.passes(event)) await this.tell(event);
        await this.checkpoint(event.position);
      }
      return false;
    } finally {
      unhook();
    }
  }

  private async checkpoint(position: bigint): Promise<void> {
    this.considered += 1;
    if (this.considered < this.interval || this.withoutCheckpoints) return;
    this.considered = 0;
    await this.mark({ commit: position, prepare: position });
  }

  private async tooSlow(): Promise<boolean> {
    if (this.modern) {
      await this.say(fellBehindMessage);
      return true;
    }
    const details = 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.';
    this.out.fail({ code: 10, details });
    return false;
  }

  private async say(message: () => Parameters<Outgoing['send']>[0]): Promise<void> {
    if (!this.muted) await this.out.send(message());
  }
}

function filterOf(options: Options): (event: Stored) => boolean {
  const filter = options.getFilter();
  const ofStream = filter?.getStreamIdentifier();
  const expression = ofStream ?? filter?.getEventType();
  if (expression === undefined) return () => true;
  const value = ({ stream, type }: Stored) => (ofStream === undefined ? type : stream);
  const [regex, prefixes] = [expression.getRegex(), expression.getPrefixList()];
  if (regex !== '') return (event) => new RegExp(regex).test(value(event));
  return (event) => prefixes.some((prefix) => value(event).startsWith(prefix));
}
