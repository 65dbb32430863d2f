import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteHomes } from './sqlite-homes.js';

let directory: string;
let homes: SqliteHomes;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-homes-'));
  homes = new SqliteHomes(directory, { name: 'tally', version: 1 });
});
afterEach(() => rmSync(directory, { recursive: true }));

async function built(): Promise<string> {
  const place = await homes.reserve();
  writeFileSync(place, 'built');
  return place;
}

describe('the homes of a view in a directory', () => {
  it('are one file each; what was replaced goes, with what belongs to it', async () => {
    for (const file of ['tally-v1.db', 'tally-v1.db-wal', 'tally-v1.db-shm', 'tally-v2.db', 'other-v1.db'])
      writeFileSync(join(directory, file), '');
    await homes.serve(await built());
    expect(homes.serving()).toBe(1);
    expect(readdirSync(directory)).toEqual(['other-v1.db', 'tally-v1.g1.db', 'tally-v1.serving', 'tally-v2.db']);
    await homes.serve(await built());
    expect(readdirSync(directory)).toEqual(['other-v1.db', 'tally-v1.g2.db', 'tally-v1.serving', 'tally-v2.db']);
  });

  it('are built in files that the next builder clears away if their own is no more', async () => {
    // No process has this number.
    writeFileSync(join(directory, 'tally.99999999.building'), 'half');
    await homes.discard(await built());
    expect(readdirSync(directory)).toEqual([]);
    expect(homes.serving()).toBe(0);
  });

  it('are built side by side by one process, which clears away what one of the same number has left', async () => {
    writeFileSync(join(directory, `tally.${process.pid}.building`), 'half');
    const place = await built();
    const beside = await new SqliteHomes(directory, { name: 'other', version: 1 }).reserve();
    writeFileSync(beside, 'built');
    const again = await built();
    expect(readdirSync(directory).sort()).toEqual([place, beside, again].map((path) => basename(path)).sort());
    await homes.serve(place);
    await homes.serve(again);
    await homes.discard(beside);
    expect(readdirSync(directory)).toEqual(['tally-v1.g2.db', 'tally-v1.serving']);
  });
});
