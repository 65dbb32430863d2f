import { on } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { EventLog } from '#event-store';
import { Refusal } from '#kernel';
import type { ReadStore } from '../read-store.js';
import type { Buildable } from './build-home.js';

/** What a worker is to do: build a view at a place that its store reserved, or end. */
export type BuildMessage = { readonly view: string; readonly place: string } | 'end';

/** What a worker says when it has built a view. */
export interface BuildAnswer {
  /** Why it could not, if it could not. Never personal data. */
  readonly failure?: string;
}

/** The other side of `WorkerBuilder`: builds what it is asked for, telling how far it is, until it is told to end. */
export async function buildInWorker(log: EventLog, store: ReadStore, projections: readonly Buildable[]): Promise<void> {
  if (parentPort === null) throw new Error('only a worker thread can build for another');
  const port = parentPort;
  const build = async (view: string, place: string): Promise<BuildAnswer> => {
    const projection = projections.find(({ name }) => name === view);
    if (projection === undefined) return { failure: 'unknown-view' };
    try {
      await projection.build(log, store, place, (progress) => port.postMessage(progress));
      return {};
    } catch (error) {
      return { failure: error instanceof Refusal ? error.code : error instanceof Error ? error.name : 'error' };
    }
  };
  for await (const [message] of on(port, 'message') as AsyncIterable<[BuildMessage]>) {
    if (message === 'end') return;
    port.postMessage(await build(message.view, message.place));
  }
}
