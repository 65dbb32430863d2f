// The thread that `RowReader` starts for a large file: reads what it was made for, tells how far it is, and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { asDiskFull } from '#disk';
import { failureOf } from '#kernel';
import { readRows, type ReadMessage, type ReadOrder } from './read-rows.js';

const tell = (message: ReadMessage) => parentPort?.postMessage(message);

try {
  tell({ read: await readRows((workerData as { order: ReadOrder }).order, (rows) => tell({ rows })) });
} catch (error) {
  tell(failureOf(asDiskFull(error)));
}
