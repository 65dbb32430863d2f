import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { detailsRecorded, metadataOf } from '../support/bench-log.js';
import { closedLoop, contestant, inDirectory, mustBe } from '../support/contestant.js';
import { rowPages } from '../support/pages.js';

interface Options {
  readonly work: 'batch' | 'replay';
  readonly size: number;
  readonly seconds?: number;
  readonly events?: number;
}

/** The limit of this machine: rows in one transaction a batch; rows back in order, with their JSON parsed. Nothing is checked. */
await contestant<Options>(({ work, size, seconds = 1, events = 0 }) =>
  inDirectory(async (directory) => {
    const database = new DatabaseSync(join(directory, 'log.db'));
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
      CREATE UNIQUE INDEX event_in_stream ON event (stream, revision)`);
    const insert = database.prepare('INSERT INTO event (stream, revision, data, metadata) VALUES (?, ?, ?, ?)');
    const append = (batch: number) => {
      const metadata = JSON.stringify(metadataOf(batch));
      database.exec('BEGIN IMMEDIATE');
      for (let index = 0; index < size; index += 1) {
        insert.run(`record-${batch}`, index, JSON.stringify(detailsRecorded(batch * size + index).data), metadata);
      }
      database.exec('COMMIT');
    };
    const count = () => (database.prepare('SELECT count(*) AS rows FROM event').get() as { rows: number }).rows;
    if (work === 'batch') {
      const { done, perSecond } = await closedLoop({ concurrency: 1, seconds }, async (_worker, turn) => append(turn));
      mustBe('rows', count(), done * size);
      return { value: perSecond * size };
    }
    for (let batch = 0; batch * size < events; batch += 1) append(batch);
    const seen = new Map<string, number>();
    const began = performance.now();
    for (const rows of rowPages(database)) {
      for (const [, stream, data, metadata] of rows) {
        JSON.parse(data);
        JSON.parse(metadata);
        seen.set(stream, (seen.get(stream) ?? 0) + 1);
      }
    }
    const perSecond = events / ((performance.now() - began) / 1000);
    mustBe(
      'replayed',
      [...seen.values()].reduce((sum, one) => sum + one, 0),
      events,
    );
    return { value: perSecond };
  }),
);
