import { parentPort, workerData } from 'node:worker_threads';
import type { EventLog } from '#event-store';
import { Refusal } from '#kernel';
import type { ReadStore } from '../read-store.js';
import type { Buildable } from './build-home.js';

/** What a worker is to build. */
export interface BuildOrder {
  readonly view: string;
  /** Where, as its store reserved it. */
  readonly place: string;
}

/** What a worker says last. */
export interface BuildAnswer {
  readonly done: boolean;
  /** Why it failed. Never personal data. */
  readonly reason?: string;
}

/** The other side of `workerBuilder`: builds what the worker was made for, telling how far it is. */
export async function buildInWorker(log: EventLog, store: ReadStore, projections: readonly Buildable[]): Promise<void> {
  const { view, place } = (workerData as { order: BuildOrder }).order;
  const projection = projections.find(({ name }) => name === view);
  const tell = (message: unknown) => parentPort?.postMessage(message);
  try {
    if (projection === undefined) throw new Refusal('not-found', 'unknown-view', { params: { view } });
    await projection.build(log, store, place, tell);
    tell({ done: true } satisfies BuildAnswer);
  } catch (error) {
    const reason = error instanceof Refusal ? error.code : error instanceof Error ? error.name : 'error';
    tell({ done: false, reason } satisfies BuildAnswer);
  }
}
