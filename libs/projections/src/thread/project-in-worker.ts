import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { Position } from '#kernel';
import type { ProjectionRunner } from '../projection-runner.js';
import type { FromProjector, ToProjector } from './messages.js';

/**
 * The other side of `ProjectorThread`: keeps the views of a runner up with the log until it is told to stop. Comes back when the runner has
 * stopped; what it stood on is the caller's to close.
 */
export async function projectInWorker(runner: ProjectionRunner): Promise<void> {
  if (parentPort === null) throw new Error('only a worker thread can project for another');
  const port = parentPort;
  const tell = (message: FromProjector) => port.postMessage(message);
  const bring = (view: string, position: Position) => runner.bring(view, position).catch(() => undefined);
  const stop = new AbortController();
  port.on('message', (message: ToProjector) => {
    if (message.kind === 'stop') stop.abort();
    // Whoever waits looks for themselves how far it has come, also if this failed.
    else void bring(message.view, message.position).then(() => tell({ kind: 'brought', id: message.id }));
  });
  runner.start();
  tell({ kind: 'started' });
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  await runner.stop();
  // Nothing holds the thread any more.
  port.close();
}
