import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How many changes of details the log of a data directory holds. */
export async function changesIn(data: string): Promise<number> {
  return inLog(data, (log) => {
    const { changes } = log.prepare("SELECT count(*) AS changes FROM event WHERE type = 'details-recorded'").get() as { changes: number };
    return changes;
  });
}

/** How many of the positions that changes were answered with are not those of changes in the log of a data directory, each its own. */
export async function lostIn(data: string, positions: readonly string[]): Promise<number> {
  return inLog(data, (log) => {
    const at = log.prepare("SELECT 1 FROM event WHERE position = ? AND type = 'details-recorded'");
    const found = new Set(positions.filter((position) => at.get(Number(position)) !== undefined));
    return positions.length - found.size;
  });
}

function inLog<Answer>(data: string, work: (log: DatabaseSync) => Answer): Answer {
  const log = new DatabaseSync(join(data, 'log.db'), { readOnly: true });
  try {
    return work(log);
  } finally {
    log.close();
  }
}
