import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { errorOf, Refusal } from '#kernel';
import { readRows, type ReadMessage, type ReadOrder } from './read-rows.js';
import type { RowFile } from './rows-file.js';

/** From how many bytes on a file is read in a thread of its own: to start one takes as long as reading some thousand rows. */
const THREAD_FROM = 1_000_000;

/** Where the thread's script is, and what Node needs to run it. */
export interface ReadingThread {
  readonly script: URL;
  readonly execArgv?: readonly string[];
}

/** As it is built, the script stands beside this one. */
const BUILT: ReadingThread = { script: new URL('./read-in-thread.js', import.meta.url) };

/** Reads kept files' rows: large files in a thread of their own, so that two are read at the same time and this one goes on serving. */
export class RowReader {
  constructor(
    private readonly thread: ReadingThread = BUILT,
    private readonly threadFrom = THREAD_FROM,
  ) {}

  /** @throws Refusal `unreadable`, as reading refuses; `unavailable`/`reading-failed` if the thread fails */
  async read(order: ReadOrder, progress: (rows: number) => void): Promise<RowFile> {
    const { size } = await stat(order.kept);
    if (size < this.threadFrom || !existsSync(fileURLToPath(this.thread.script))) return readRows(order, progress);
    return this.inThread(order, progress);
  }

  private async inThread(order: ReadOrder, progress: (rows: number) => void): Promise<RowFile> {
    const { script, execArgv } = this.thread;
    const worker = new Worker(script, { workerData: { order }, ...(execArgv !== undefined && { execArgv: [...execArgv] }) });
    const failed = (reason: string) => new Refusal('unavailable', 'reading-failed', { params: { reason } });
    return new Promise((resolve, reject) => {
      worker.on('message', (message: ReadMessage) => {
        if ('rows' in message) progress(message.rows);
        else if ('read' in message) resolve(message.read);
        else reject(errorOf(message, failed));
      });
      // Without its message, which may quote what the file says.
      worker.on('error', (error: unknown) => reject(failed(error instanceof Error ? error.name : 'error')));
      // Of no effect when it has answered.
      worker.on('exit', () => reject(failed('stopped')));
    });
  }
}
