import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Refusal } from '#kernel';
import type { BuildProgress } from './build-home.js';
import type { BuildAnswer, BuildMessage } from './build-in-worker.js';

/** What a builder's JavaScript may take, in MiB: it lives on a hundred, and would let garbage lie for a gigabyte. */
const OLD = 384;

/** Builds homes of views, several at a time if it is asked to. */
export interface Builder {
  /** Builds a home of a view, whole, at a place that its store reserved. @throws Refusal `unavailable`/`rebuild-failed` */
  build(view: string, place: string, progress: (progress: BuildProgress) => void): Promise<void>;
  /** Lets go of what it builds with, once nothing is being built; it may be asked again. */
  close(): Promise<void>;
}

/** Builds in threads of their own, so that this one goes on serving. A thread that has built a view takes the next. */
export class WorkerBuilder implements Builder {
  private idle: BuildThread[] = [];

  /**
   * @param script opens log and read store by itself and calls `buildInWorker`
   * @param data what the script needs for that
   * @param execArgv for a script that Node cannot run as it is
   */
  constructor(
    private readonly script: URL,
    private readonly data: object,
    private readonly execArgv?: readonly string[],
  ) {}

  async build(view: string, place: string, progress: (progress: BuildProgress) => void): Promise<void> {
    const thread = this.idle.pop() ?? this.start();
    const failure = await thread.build({ view, place }, progress);
    if (failure === undefined) {
      this.idle.push(thread);
      return;
    }
    await thread.close();
    throw new Refusal('unavailable', 'rebuild-failed', { params: { view, reason: failure } });
  }

  async close(): Promise<void> {
    const { idle } = this;
    this.idle = [];
    await Promise.all(idle.map((thread) => thread.close()));
  }

  private start(): BuildThread {
    const { script, data, execArgv } = this;
    const worker = new Worker(script, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: OLD },
      ...(execArgv !== undefined && { execArgv: [...execArgv] }),
    });
    return new BuildThread(worker);
  }
}

/** One thread, which builds one home at a time. */
class BuildThread {
  /** Settles when the thread is no more. */
  private readonly ended: Promise<unknown>;
  private progress: (progress: BuildProgress) => void = () => undefined;
  private end: (failure?: string) => void = () => undefined;

  constructor(private readonly worker: Worker) {
    this.ended = once(worker, 'exit').catch(() => undefined);
    worker.on('message', (message: BuildProgress | BuildAnswer) => {
      if ('events' in message) this.progress(message);
      else this.end(message.failure);
    });
    // Without its message, which may quote personal data.
    worker.on('error', (error: unknown) => this.end(error instanceof Error ? error.name : 'error'));
  }

  /** @returns why it failed, if it did */
  build(order: BuildMessage, progress: (progress: BuildProgress) => void): Promise<string | undefined> {
    this.progress = progress;
    const answer = new Promise<string | undefined>((resolve) => (this.end = resolve));
    this.worker.postMessage(order);
    return Promise.race([answer, this.ended.then(() => 'stopped')]);
  }

  async close(): Promise<void> {
    this.worker.postMessage('end' satisfies BuildMessage);
    await this.ended;
  }
}
