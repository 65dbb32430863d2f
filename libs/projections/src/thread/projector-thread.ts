import { Worker } from 'node:worker_threads';
import type { Position } from '#kernel';
import type { Warn } from '../follower.js';
import type { FromProjector, ToProjector } from './messages.js';

/** How long after its death a thread is made anew, in milliseconds. */
const RESTART_MS = 1_000;
/** How long a thread may take to stop, in milliseconds: then it is ended where it stands, as a killed process is. */
const STOP_MS = 2_000;

export interface ProjectorOptions {
  /** Is told of a thread that died; by default standard error is. */
  readonly warn?: Warn;
  /** For a script that Node cannot run as it is. */
  readonly execArgv?: readonly string[];
  /** How large its young generation may be, in MiB; by default as Node has it. */
  readonly young?: number;
}

/** How the thread stands; `reason` is the name of what it died of. */
export interface ProjectorHealth {
  readonly state: 'starting' | 'running' | 'died' | 'stopped';
  readonly reason?: string;
}

const warnOnStandardError: Warn = (message, detail) => process.emitWarning(message, { code: 'PROJECTOR_DIED', detail });

/**
 * Applies events in a thread of its own, so that the one that answers requests does not have to. It opens log and read store by itself; of
 * what it stops at it leaves word in the view's home. A thread that dies is made anew after a second.
 */
export class ProjectorThread {
  private readonly asked = new Map<number, () => void>();
  private asks = 0;
  private worker?: Worker;
  private restarting?: NodeJS.Timeout;
  private standing: ProjectorHealth = { state: 'stopped' };

  /**
   * @param script opens log and read store and calls `projectInWorker`
   * @param data what the script needs for that
   */
  constructor(
    private readonly script: URL,
    private readonly data: object,
    private readonly options: ProjectorOptions = {},
  ) {}

  get health(): ProjectorHealth {
    return this.standing;
  }

  start(): void {
    const { execArgv, young } = this.options;
    this.standing = { state: 'starting' };
    const worker = new Worker(this.script, {
      workerData: this.data,
      ...(execArgv !== undefined && { execArgv: [...execArgv] }),
      ...(young !== undefined && { resourceLimits: { maxYoungGenerationSizeMb: young } }),
    });
    let error: unknown;
    worker.on('message', (message: FromProjector) => this.take(message));
    worker.on('error', (thrown: unknown) => (error = thrown));
    worker.on('exit', () => this.ended(worker, error));
    this.worker = worker;
  }

  /** Asks for a position of a view; settles when it is there, or when the thread cannot bring it there now. */
  async hurry(view: string, position: Position): Promise<void> {
    if (this.standing.state !== 'running') return;
    this.asks += 1;
    const id = this.asks;
    await new Promise<void>((resolve) => {
      this.asked.set(id, resolve);
      this.tell({ kind: 'bring', id, view, position });
    });
  }

  /** Lets it finish the page that it is applying and give its lease back. */
  async stop(): Promise<void> {
    clearTimeout(this.restarting);
    const { worker } = this;
    this.standing = { state: 'stopped' };
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const late = setTimeout(() => void worker.terminate(), STOP_MS);
    this.tell({ kind: 'stop' });
    await ended;
    clearTimeout(late);
  }

  private tell(message: ToProjector): void {
    this.worker?.postMessage(message);
  }

  private take(message: FromProjector): void {
    if (message.kind === 'brought') this.settle(message.id);
    else if (this.standing.state === 'starting') this.standing = { state: 'running' };
  }

  private ended(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const id of [...this.asked.keys()]) this.settle(id);
    if (this.standing.state === 'stopped') return;
    // An error of another thread is no instance of this one's class.
    const { name: reason = 'exit', stack = '' } = (error ?? {}) as { readonly name?: string; readonly stack?: string };
    this.standing = { state: 'died', reason };
    // Where it happened, without the message: that of a driver or of JSON may quote personal data.
    const where = stack.split('\n').filter((line) => /^\s+at /.test(line));
    (this.options.warn ?? warnOnStandardError)(`the thread that keeps views has died and is made anew: ${reason}`, where.join('\n'));
    this.restarting = setTimeout(() => this.start(), RESTART_MS);
  }

  private settle(id: number): void {
    this.asked.get(id)?.();
    this.asked.delete(id);
  }
}
