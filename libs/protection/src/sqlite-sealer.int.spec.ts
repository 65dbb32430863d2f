import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { SqliteSealer } from './sqlite-sealer.js';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'countersign-keys-')), 'keys.db');

describe('SqliteSealer', () => {
  it('commits to the same value with the same text, to another value or subject with another', async () => {
    const sealer = SqliteSealer.open(newFile());
    await sealer.ensureKeys(['a', 'b']);
    const { c } = sealer.seal('a', { x: 1, y: [2] });
    expect(c).toMatch(/^[0-9a-f]{64}$/);
    expect(sealer.seal('a', { y: [2], x: 1 }).c).toBe(c);
    expect(sealer.seal('a', { x: 2, y: [2] }).c).not.toBe(c);
    expect(sealer.seal('b', { x: 1, y: [2] }).c).not.toBe(c);
    await sealer.close();
  });

  it('keeps keys over a restart, never makes a second one, and agrees with a second process', async () => {
    const file = newFile();
    const first = SqliteSealer.open(file);
    const second = SqliteSealer.open(file);
    await Promise.all([first.ensureKeys(['a']), second.ensureKeys(['a'])]);
    const { c } = first.seal('a', 'value');
    expect(second.seal('a', 'value').c).toBe(c);
    expect(second.indexOf('number')).toBe(first.indexOf('number'));
    await first.close();
    await second.close();
    const again = SqliteSealer.open(file);
    await again.ensureKeys(['a']);
    expect(again.seal('a', 'value').c).toBe(c);
    await again.close();
  });

  it('makes the keys of many at once, and leaves those that stand', async () => {
    const file = newFile();
    const first = SqliteSealer.open(file);
    const subjects = Array.from({ length: 60 }, (_, number) => `s${number}`);
    await first.ensureKeys(subjects.slice(20));
    const second = SqliteSealer.open(file);
    await second.ensureKeys(subjects);
    await first.ensureKeys(subjects);
    const codes = subjects.map((subject) => second.seal(subject, 'value').c);
    expect(subjects.map((subject) => first.seal(subject, 'value').c)).toEqual(codes);
    expect(new Set(codes).size).toBe(subjects.length);
    await first.close();
    await second.close();
    const again = SqliteSealer.open(file);
    expect(subjects.map((subject) => again.seal(subject, 'value').c)).toEqual(codes);
    await again.close();
  });

  it('waits for another process that makes keys, without keeping anybody else waiting', async () => {
    const file = newFile();
    const sealer = SqliteSealer.open(file);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const made = sealer.ensureKeys(['a']);
    // Would never come to its end if this thread stood still until it may write.
    await nextTurn();
    other.exec('COMMIT');
    await made;
    expect(sealer.seal('a', 1).c).toMatch(/^[0-9a-f]{64}$/);
    other.close();
    await sealer.close();
  });

  it('does not seal for a subject that it has no key of', () => {
    expect(() => SqliteSealer.open(':memory:').seal('nobody', 1)).toThrow('no key');
  });

  it('is readable by its owner only', async () => {
    const file = newFile();
    const sealer = SqliteSealer.open(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await sealer.close();
  });

  it('refuses a file that is none of its own with one clear refusal', () => {
    const file = newFile();
    writeFileSync(file, 'not a database at all, but long enough to be looked at as one'.repeat(20));
    expect(() => SqliteSealer.open(file)).toThrow('keys-unusable');
  });
});
