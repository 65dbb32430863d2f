import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openForBuilding, openForWriting } from './open-database.js';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'countersign-database-'))));
afterEach(() => rmSync(directory, { recursive: true }));

it('a home that serves keeps a log of what it writes, one that is being built nothing of the kind', async () => {
  const modeOf = async (open: typeof openForWriting, name: string) => {
    const database = await open(join(directory, name));
    try {
      return database.prepare('PRAGMA journal_mode').get()?.journal_mode;
    } finally {
      database.close();
    }
  };
  expect(await modeOf(openForWriting, 'serving.db')).toBe('wal');
  expect(await modeOf(openForBuilding, 'building.db')).toBe('off');
});
