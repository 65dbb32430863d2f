import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { privateDirectory, privateFile } from './private.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-private-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('a private directory', () => {
  it('is made for its owner only', async () => {
    const path = join(directory, 'a/b');
    await privateDirectory(path);
    expect(modeOf(path)).toBe('700');
  });

  it('that is there is taken from everybody else, with everything in it', async () => {
    const [inner, file, deep] = [join(directory, 'views'), join(directory, 'log.db'), join(directory, 'views/rows.db')];
    mkdirSync(inner);
    writeFileSync(file, '');
    writeFileSync(deep, '');
    for (const path of [directory, inner]) chmodSync(path, 0o777);
    for (const path of [file, deep]) chmodSync(path, 0o666);
    await privateDirectory(directory);
    expect([directory, inner, file, deep].map(modeOf)).toEqual(['700', '700', '600', '600']);
  });

  it('leaves alone what a link in it points to', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'countersign-outside-'));
    chmodSync(outside, 0o755);
    symlinkSync(outside, join(directory, 'link'));
    await privateDirectory(directory);
    expect(modeOf(outside)).toBe('755');
    rmSync(outside, { recursive: true });
  });
});

describe('a private file', () => {
  it('is made for its owner only, and what stands in one that is there stays', () => {
    const path = join(directory, 'keys.db');
    privateFile(path);
    expect(modeOf(path)).toBe('600');
    writeFileSync(path, 'kept');
    chmodSync(path, 0o644);
    privateFile(path);
    expect({ mode: modeOf(path), size: statSync(path).size }).toEqual({ mode: '600', size: 4 });
  });
});
