import { Worker } from 'node:worker_threads';
import { Refusal } from '#kernel';
import type { BuildProgress } from './build-home.js';
import type { BuildAnswer, BuildOrder } from './build-in-worker.js';

/** Builds a home of a view, whole, at a place that its store reserved. */
export type Builder = (view: string, place: string, progress: (progress: BuildProgress) => void) => Promise<void>;

/**
 * Builds in a thread of its own, so that this one goes on serving.
 * @param script opens log and read store by itself and calls {@link buildInWorker}
 * @param data what the script needs besides, such as where these are
 * @param execArgv for a script that Node cannot run as it is
 */
export function workerBuilder(script: URL, data: object, execArgv?: readonly string[]): Builder {
  return async (view, place, progress) => {
    const order: BuildOrder = { view, place };
    const worker = new Worker(script, { workerData: { ...data, order }, ...(execArgv !== undefined && { execArgv: [...execArgv] }) });
    const failed = (reason: string) => new Refusal('unavailable', 'rebuild-failed', { params: { view, reason } });
    await new Promise<void>((resolve, reject) => {
      let answer: BuildAnswer | undefined;
      worker.on('message', (message: BuildProgress | BuildAnswer) => {
        if ('events' in message) progress(message);
        else answer = message;
      });
      // Without its message, which may quote personal data.
      worker.on('error', (error: unknown) => reject(failed(error instanceof Error ? error.name : 'error')));
      worker.on('exit', () => (answer?.done === true ? resolve() : reject(failed(answer?.reason ?? 'stopped'))));
    });
  };
}
