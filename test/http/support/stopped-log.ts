import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SmallCounty } from './small-county.js';

/** A data directory whose log ends at a position, as if nothing had happened afterwards; its views are still to be built. */
export function stoppedAt(data: string, position: string): SmallCounty {
  const county = new SmallCounty();
  mkdirSync(county.data, { mode: 0o700 });
  copyInto(join(data, 'log.db'), join(county.data, 'log.db'), (copy) => {
    copy.exec('DROP TRIGGER event_is_never_deleted');
    copy.prepare('DELETE FROM event WHERE position > ?').run(Number(position));
  });
  copyInto(join(data, 'keys.db'), join(county.data, 'keys.db'), () => undefined);
  return county;
}

/** A whole copy of a database that others are writing to. */
function copyInto(from: string, to: string, change: (copy: DatabaseSync) => void): void {
  const source = new DatabaseSync(from, { readOnly: true });
  source.prepare('VACUUM INTO ?').run(to);
  source.close();
  const copy = new DatabaseSync(to);
  change(copy);
  copy.close();
}
