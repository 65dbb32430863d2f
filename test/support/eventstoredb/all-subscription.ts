import type { Database, Stored } from './database.js';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, fellBehindMessage } from './messages.js';
import type { Outgoing } from './outgoing.js';
import type { ReadRequest } from './protocol.js';

type Options = NonNullable<ReturnType<ReadRequest['getOptions']>>;

/** Which of two servers is played: they differ in what they say at the end of the log and to a slow reader. */
export type ServerVersion = '23.10' | '24.10';

/** `ReadBatchSize` and `MaxLiveEventBufferCount` of the server. */
const PAGE = 32;
const LIVE_BUFFER = 32;

/**
 * A subscription to the whole log, as `Enumerators.AllSubscription(Filtered)` of server 23.10.8 runs it: pages of at most 32 matching events
 * with a checkpoint after so many considered ones, then live through a buffer of 32. At the end of a page without a match the checkpoint is
 * where that page began.
 *
 * A guess, from its description only: what 24.10 does (a checkpoint at the end of the log when it goes live, with the prepare half 0 as in
 * KurrentDB #4970; going back to catching up for a slow reader).
 */
export class AllSubscription {
  private readonly passes: (event: Stored) => boolean;
  private readonly window: number;
  private readonly interval: number;
  private muted = false;
  private considered = 0;
  private at: bigint;

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
    this.at = BigInt(options.getAll()?.getPosition()?.getCommitPosition() ?? '-1');
  }

  /** Runs until the client is gone or the server gives it up. */
  async run(): Promise<void> {
    await this.out.send(confirmationMessage());
    while (!this.out.gone) {
      await this.catchUp();
      await this.say(caughtUpMessage);
      if (!(await this.live())) return;
    }
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
      for (const event of page) await this.say(() => eventMessage(event));
      if (this.out.gone) return;
      const begin = this.database.log[from]?.position ?? this.at;
      this.at = this.database.log[index - 1]?.position ?? this.at;
      this.considered += index - from;
      if (index === this.database.log.length) return this.atEnd();
      if (this.considered < this.interval) continue;
      this.considered %= this.interval;
      const position = page.at(-1)?.position ?? begin;
      await this.say(() => checkpointMessage({ commit: position, prepare: position }));
    }
  }

  private async atEnd(): Promise<void> {
    if (this.version === '24.10') await this.say(() => checkpointMessage({ commit: this.at + 500n, prepare: 0n }));
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
        if (this.passes(event)) await this.say(() => eventMessage(event));
        await this.checkpoint(event.position);
      }
      return false;
    } finally {
      unhook();
    }
  }

  private async checkpoint(position: bigint): Promise<void> {
    this.considered += 1;
    if (this.considered < this.interval) return;
    this.considered = 0;
    await this.say(() => checkpointMessage({ commit: position, prepare: position }));
  }

  private async tooSlow(): Promise<boolean> {
    if (this.version === '24.10') {
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
