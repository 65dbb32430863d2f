import { DatabaseSync } from 'node:sqlite';
import { rowPages } from './pages.js';

/** Reads a log as barely as can be: every row in order, with its JSON parsed. @returns how many events there are */
export function parseLog(file: string): number {
  const log = new DatabaseSync(file, { readOnly: true });
  let events = 0;
  for (const rows of rowPages(log)) {
    for (const [, , data, metadata] of rows) {
      JSON.parse(data);
      JSON.parse(metadata);
    }
    events += rows.length;
  }
  log.close();
  return events;
}
