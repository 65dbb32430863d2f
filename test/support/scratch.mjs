import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whatever specs leave in their temporary folders, also those that fail or are killed, goes with the run. */
export default function keepTogether() {
  const scratch = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  process.env.TMPDIR = scratch;
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
}
