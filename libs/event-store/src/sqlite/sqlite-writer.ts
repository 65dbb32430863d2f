import type { DatabaseSync } from 'node:sqlite';
import { whenFree } from '#disk';
import { Refusal } from '#kernel';
import type { AppendOptions, AppendResult, ExpectedRevision, NewEvent } from '../port.js';
import type { CommitThread } from './commit-thread.js';
import { Committer, type Append, type Outcome } from './committer.js';
import { Gathering } from './gathering.js';
import type { OwnRows } from './own-rows.js';
import { toRow } from './positions.js';
import { categoryOf } from './schema.js';

/** An append that waits for the next commit. */
interface Waiting extends Append {
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/** How many appends share one commit of this thread at most: bounds how long the event loop stands still. */
const GROUP = 256;
/** So many that come together say that more are on their way: the event loop is needed for them, and does not wait for the disk any more. */
const COMPANY = 2;
/** How many unhurried ones share one commit of the other thread at most: bounds how long a single append waits its turn. */
const LARGE_GROUP = 512;

/**
 * The one writer of a process. Appends that have arrived by the next turn of the event loop share one transaction and so one flush to
 * disk; nothing waits for company that has not been said to be unhurried. Those gather, and go to a thread in large groups; once there is
 * the thread it commits everything. One append at a time is committed sooner here.
 */
export class SqliteWriter {
  private queue: Waiting[] = [];
  private readonly gathering: Gathering<Waiting>;
  private draining?: Promise<void>;
  private readonly committer: Committer;

  /** Number of transactions committed, for specs and metrics. */
  commits = 0;
  /** How many appends have been given and not been answered yet. */
  unanswered = 0;

  /** @param thread commits where the event loop shall not; absent: nothing gathers, and all is committed here */
  constructor(
    database: DatabaseSync,
    private readonly own: OwnRows,
    private readonly committed: () => void,
    private readonly thread?: CommitThread,
  ) {
    this.committer = new Committer(database);
    this.gathering = new Gathering(LARGE_GROUP, () => this.wake());
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    { unhurried = false }: AppendOptions = {},
  ): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      const waiting = { stream, expected, events, resolve, reject };
      this.unanswered += 1;
      if (unhurried && this.thread !== undefined) return this.gathering.add(waiting);
      this.queue.push(waiting);
      this.wake();
    });
  }

  /** Settles when everything that was given has been answered. */
  async idle(): Promise<void> {
    for (this.gathering.end(); this.draining !== undefined; this.gathering.end()) await this.draining;
  }

  private wake(): void {
    this.draining ??= new Promise((done) => setImmediate(() => void this.drain().finally(done)));
  }

  private async drain(): Promise<void> {
    for (;;) {
      const here = this.queue.splice(0, GROUP);
      const group = here.length > 0 ? here : this.gathering.take();
      if (group.length === 0) break;
      await this.commit(group, this.threadFor(group, here.length > 0 ? COMPANY : this.thread?.from));
      // Lets the callers that were answered, and readers, take their turn before the next group.
      await new Promise((turn) => setImmediate(turn));
    }
    this.draining = undefined;
  }

  private threadFor(group: readonly Waiting[], from = Infinity): CommitThread | undefined {
    return this.thread?.isRunning === true || group.length >= from ? this.thread : undefined;
  }

  private async commit(group: readonly Waiting[], thread: CommitThread | undefined): Promise<void> {
    try {
      const outcomes = await (thread === undefined ? whenFree(() => this.committer.commit(group)) : thread.commit(group.map(bare)));
      this.commits += 1;
      group.forEach((waiting, index) => {
        this.note(waiting, outcomes[index]);
        settle(waiting, outcomes[index]);
      });
      this.committed();
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    } finally {
      this.unanswered -= group.length;
    }
  }

  private note({ stream, events }: Append, outcome: Outcome | undefined): void {
    if (outcome === undefined || !('result' in outcome) || outcome.result.repeated) return;
    const last = toRow(outcome.result.position);
    this.own.wrote(categoryOf(stream), last - events.length + 1, last);
  }
}

/** What can be sent to a thread. */
function bare({ stream, expected, events }: Waiting): Append {
  return { stream, expected, events };
}

function settle(waiting: Waiting, outcome: Outcome | undefined): void {
  if (outcome === undefined) waiting.reject(new Error('an append was not answered'));
  else if ('result' in outcome) waiting.resolve(outcome.result);
  else waiting.reject(new Refusal(outcome.refused.kind, outcome.refused.code, outcome.refused));
}
