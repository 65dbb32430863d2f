import type { DatabaseSync } from 'node:sqlite';
import { Refusal } from '#kernel';

/** Version of the file's layout, kept in `user_version`. */
const LAYOUT = 1;

const TABLES = `
CREATE TABLE event (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  stream TEXT NOT NULL,
  category TEXT NOT NULL,
  revision INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  time TEXT NOT NULL,
  data TEXT NOT NULL,
  metadata TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_in_stream ON event (stream, revision);
CREATE UNIQUE INDEX event_id ON event (id);
CREATE INDEX event_in_category ON event (category);
CREATE TRIGGER event_is_never_altered BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never altered'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
PRAGMA user_version = ${LAYOUT};
`;

/**
 * Makes the tables of a new file, or checks those of an old one. Two processes may do it at once.
 * @throws Refusal `unavailable`/`log-newer` if a newer program laid the file out
 */
export function ensureSchema(database: DatabaseSync): void {
  const layout = () => (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (layout() === 0) {
    database.exec('BEGIN IMMEDIATE');
    try {
      if (layout() === 0) database.exec(TABLES);
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }
  if (layout() > LAYOUT) throw new Refusal('unavailable', 'log-newer');
}

/** What comes before and including the first `-` of a stream's name: the part that readers filter by. */
export function categoryOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash + 1);
}
