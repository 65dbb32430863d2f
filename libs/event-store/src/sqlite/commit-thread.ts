import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { errorOf, Refusal, type Failure } from '#kernel';
import type { Append, Outcome } from './committer.js';

/** What the thread is asked: to commit a group, to be there for another thread as well, or to let go of whoever asks. */
export type CommitRequest = { readonly group: readonly Append[] } | { readonly share: MessagePort } | 'close';

/** How a group ended. Never personal data. */
export type CommitAnswer = { readonly outcomes: readonly Outcome[] } | Failure;

/** Where the thread's script is, and what Node needs to run it. */
export interface ThreadScript {
  readonly script: URL;
  readonly execArgv?: readonly string[];
  /** How many unhurried appends make a group that is worth starting it for. */
  readonly from?: number;
}

/** Whoever commits: a thread of this one, or a way to that of another one. */
type Committing = Worker | MessagePort;

/** Fewer are committed sooner where they are. */
const FROM = 64;

/** What it is sent is gone with the answer: a small young generation, in MiB, is enough. */
const YOUNG = 16;

/** As it is built, the script stands beside this one. */
const BUILT: ThreadScript = { script: new URL('./commit-in-thread.js', import.meta.url) };

/**
 * Commits groups of appends in a thread of its own, started when the first comes: the event loop goes on meanwhile, and preparing the
 * next group and writing this one take a core each. One group at a time, so the order of groups is that of asking.
 */
export class CommitThread {
  /** For fewer unhurried appends it is not started. */
  readonly from: number;
  private worker?: Committing;

  private constructor(
    private readonly file: string,
    private readonly thread: ThreadScript,
    shared?: MessagePort,
  ) {
    this.from = thread.from ?? FROM;
    this.worker = shared && this.watched(shared);
  }

  /** Whether it has been started, and has not died since. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /**
   * @param shared what {@link share} has answered in another thread; should that one's end, there is one of its own
   * @returns undefined where there is no script: then there is no such thread
   */
  static of(file: string, thread = BUILT, shared?: MessagePort): CommitThread | undefined {
    return file !== ':memory:' && existsSync(fileURLToPath(thread.script)) ? new CommitThread(file, thread, shared) : undefined;
  }

  /** A way to this thread for another one of the process: they commit in turn, and neither waits for the file's lock. */
  share(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    (this.worker ??= this.start()).postMessage({ share: port1 } satisfies CommitRequest, [port1]);
    return port2;
  }

  /**
   * @throws Refusal what {@link whenFree} refuses; `unavailable`/`log-unusable` if SQLite fails or the
   * thread dies: of the group nothing or all has been written then
   */
  async commit(group: readonly Append[]): Promise<readonly Outcome[]> {
    const worker = (this.worker ??= this.start());
    // A promise keeps no process alive, and what was asked for is to be answered.
    worker.ref();
    try {
      worker.postMessage({ group } satisfies CommitRequest);
      return await answerOf(worker);
    } finally {
      worker.unref();
    }
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    if (worker === undefined) return;
    worker.ref();
    const ended = new Promise<void>((resolve) => worker.once(worker instanceof Worker ? 'exit' : 'close', () => resolve()));
    worker.postMessage('close' satisfies CommitRequest);
    await ended;
  }

  private start(): Committing {
    const { script, execArgv } = this.thread;
    const worker = new Worker(script, {
      workerData: { file: this.file },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
      ...(execArgv !== undefined && { execArgv: [...execArgv] }),
    });
    return this.watched(worker);
  }

  private watched(worker: Committing): Committing {
    const gone = () => {
      if (this.worker === worker) this.worker = undefined;
    };
    // Whoever waits for it hears of the error as well; nobody waiting must not end the process.
    return worker.on('error', gone).on('exit', gone).on('close', gone);
  }
}

function answerOf(worker: Committing): Promise<readonly Outcome[]> {
  const unusable = (reason: string) => new Refusal('unavailable', 'log-unusable', { params: { reason } });
  return new Promise((resolve, reject) => {
    const settled = (settle: () => void) => {
      worker.off('message', answered).off('error', failed).off('exit', ended).off('close', ended);
      settle();
    };
    const answered = (answer: CommitAnswer) =>
      settled(() => {
        if ('outcomes' in answer) resolve(answer.outcomes);
        else reject(errorOf(answer, unusable));
      });
    const failed = (error: unknown) => settled(() => reject(unusable(error instanceof Error ? error.name : 'error')));
    const ended = () => settled(() => reject(unusable('stopped')));
    worker.on('message', answered).on('error', failed).on('exit', ended).on('close', ended);
  });
}
