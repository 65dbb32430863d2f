import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How many changes of details the log of a data directory holds. */
export async function changesIn(data: string): Promise<number> {
  const log = new DatabaseSync(join(data, 'log.db'), { readOnly: true });
  const { changes } = log.prepare("SELECT count(*) AS changes FROM event WHERE type = 'details-recorded'").get() as { changes: number };
  log.close();
  return changes;
}
