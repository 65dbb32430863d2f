import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { EventRegistry } from '#event-store';
import { canonicalJson, type Json } from '#kernel';
import { platformEvents } from '#platform';
import { allEvents } from '../../apps/composition/src/countersign.module.js';

/** One file for every version of every event that was ever written, as its data stood in a log. They are never changed. */
const FILES = resolve(import.meta.dirname, 'events');

const definitions = [...platformEvents, ...allEvents];
const registry = new EventRegistry(definitions);
const versions = definitions.flatMap(({ type, version }) =>
  Array.from({ length: version }, (_, before): [string, number] => [type, before + 1]),
);
const fileOf = (type: string, version: number) => join(FILES, `${type}.v${version}.json`);

// `COUNTERSIGN_WRITE_GOLDEN=<log.db>` takes what is missing from a log that was really written, for whoever has added an event.
const source = process.env.COUNTERSIGN_WRITE_GOLDEN;
if (source !== undefined) {
  const log = new DatabaseSync(source, { readOnly: true });
  for (const [type, version] of versions) {
    const row = log.prepare('SELECT data FROM event WHERE type = ? AND version = ? ORDER BY length(data) DESC LIMIT 1').get(type, version);
    if (row !== undefined && !existsSync(fileOf(type, version))) writeFileSync(fileOf(type, version), `${String(row['data'])}\n`);
  }
  log.close();
}

describe('every event that was ever written', () => {
  it.each(versions)('%s.v%i is still read, in its current shape', (type, version) => {
    const data = readFileSync(fileOf(type, version), 'utf8').trimEnd();
    expect(canonicalJson(JSON.parse(data) as Json)).toBe(data);
    const read = registry.read({ type, version, data, position: '1' });
    expect(registry.check(type, read.data)).toBe(read.version);
  });

  it('has a type that the program still knows', () => {
    const known = new Set(versions.map(([type, version]) => `${type}.v${version}.json`));
    expect(readdirSync(FILES).filter((file) => !known.has(file))).toEqual([]);
  });
});
