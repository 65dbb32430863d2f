import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { householdOf, type Changeable } from '../support/change.js';
import { closedLoop, contestant, inDirectory, mustBe } from '../support/contestant.js';

interface Options {
  readonly changeable: readonly Changeable[];
  readonly concurrency: number;
  readonly seconds: number;
}

class BareWriter {
  private readonly database: DatabaseSync;
  private readonly last: StatementSync;
  private readonly insert: StatementSync;
  private readonly waiting: { readonly row: readonly [string, string, string]; readonly resolve: () => void }[] = [];
  private scheduled = false;

  constructor(file: string) {
    this.database = new DatabaseSync(file);
    this.database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
      CREATE UNIQUE INDEX event_in_stream ON event (stream, revision)`);
    this.last = this.database.prepare('SELECT revision FROM event WHERE stream = ? ORDER BY revision DESC LIMIT 1');
    this.insert = this.database.prepare('INSERT INTO event (stream, revision, data, metadata) VALUES (?, ?, ?, ?)');
  }

  append(stream: string, data: string, metadata: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ row: [stream, data, metadata], resolve });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => this.commit());
    });
  }

  count(): number {
    return (this.database.prepare('SELECT count(*) AS rows FROM event').get() as { rows: number }).rows;
  }

  private commit(): void {
    this.scheduled = false;
    const group = this.waiting.splice(0);
    this.database.exec('BEGIN IMMEDIATE');
    for (const { row } of group) {
      const [stream, data, metadata] = row;
      this.insert.run(stream, ((this.last.get(stream) as { revision: number } | undefined)?.revision ?? -1) + 1, data, metadata);
    }
    this.database.exec('COMMIT');
    for (const { resolve } of group) resolve();
  }
}

/** The limit of this machine: read the last revision, insert one row, flush; what waits shares a commit. Nothing is checked or decided. */
await contestant<Options>(({ changeable, concurrency, seconds }) =>
  inDirectory(async (directory) => {
    const writer = new BareWriter(join(directory, 'log.db'));
    const { done, perSecond } = await closedLoop({ concurrency, seconds }, (worker, turn) => {
      const number = turn * concurrency + worker;
      const { recordId, userId } = changeable[number % changeable.length] as Changeable;
      const metadata = { userId, commandId: `bench-${number}`, role: 'collector', unit: '430482101201', correlationId: `bench-${number}` };
      return writer.append(`record-${recordId}`, JSON.stringify(householdOf(number)), JSON.stringify(metadata));
    });
    mustBe('rows', writer.count(), done);
    return { value: perSecond };
  }),
);
