import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker, type MessagePort } from 'node:worker_threads';
import type { CommandBus } from '@nestjs/cqrs';
import { errorOf, type Failure } from '#kernel';
import type { Configuration, Runtime } from '#platform';
import type { RostersImported } from '#rosters';
import type { JobProgress } from './import-job.js';
import { IMPORT, runImport, type ImportOrder } from './run-import.js';

/** What the thread is made for. */
export interface ImportTask {
  readonly configuration: Configuration;
  /** Of the log here; see `EventStore.shareWriter`. */
  readonly writer?: MessagePort;
  readonly order: ImportOrder;
}

/** How far the thread is, its answer, or why there is none. Never personal data. */
export type ImportMessage = { readonly progress: JobProgress } | { readonly answer: RostersImported } | Failure;

/** The thread ended without an answer, by a defect or for want of memory. It never says what of a roster it was at. */
export class ImportFailed extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = `ImportFailed (${reason})`;
  }
}

/** Whoever counts what becomes of commands: what is done in the thread no bus of this one is told of. */
export interface Counts {
  counted<Answer>(command: string, work: () => Promise<Answer>): Promise<Answer>;
}

const UNCOUNTED: Counts = { counted: (_command, work) => work() };

/** As it is built, the script stands beside this one. */
const BUILT = new URL('./import-in-thread.js', import.meta.url);

/**
 * Runs imports in a thread of their own: it decides for half a minute on end and has garbage to collect of its own, and whoever asks the
 * server meanwhile notices neither. Where the script is not built the import runs here.
 */
export class ImportThread {
  constructor(
    private readonly runtime: Pick<Runtime, 'configuration' | 'store'>,
    private readonly commands: CommandBus,
    private readonly script = BUILT,
    private readonly counts: Counts = UNCOUNTED,
  ) {}

  /** @throws Refusal as the import is refused; {@link ImportFailed} */
  async run(order: ImportOrder, told: (progress: JobProgress) => void): Promise<RostersImported> {
    if (!existsSync(fileURLToPath(this.script))) return runImport(this.commands, order, told);
    const { configuration, store } = this.runtime;
    const writer = store.shareWriter?.();
    const workerData: ImportTask = { configuration, order, ...(writer !== undefined && { writer }) };
    const transferList = writer === undefined ? [] : [writer];
    return this.counts.counted(IMPORT, () => answerOf(new Worker(this.script, { workerData, transferList }), told));
  }
}

function answerOf(worker: Worker, told: (progress: JobProgress) => void): Promise<RostersImported> {
  return new Promise((resolve, reject) => {
    const failed = (reason: string) => new ImportFailed(reason);
    let settle = () => reject(failed('stopped'));
    worker.on('message', (message: ImportMessage) => {
      if ('progress' in message) return told(message.progress);
      if ('answer' in message) settle = () => resolve(message.answer);
      else settle = () => reject(errorOf(message, failed));
    });
    worker.on('error', (error: unknown) => {
      const { code, name = 'error' } = error as { readonly code?: string; readonly name?: string };
      settle = () => reject(failed(code ?? name));
    });
    // Not before it has let go of the log and of its part in the views.
    worker.on('exit', () => settle());
  });
}
