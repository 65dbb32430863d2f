import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

/** Classes of commands. Those of other rooms than the base's own are found by what they extend. */
const COMMAND = /class (\w+) extends (?:RecordWork|Command)<[^{]*\{/g;
const WORD = /^\s*readonly word = '(\w+)';$/m;

/** The word of every command class, as its source says it; undefined where it says none. */
function wordsInSources(): ReadonlyMap<string, string | undefined> {
  const words = new Map<string, string | undefined>();
  for (const file of globSync('{apps,libs}/**/*.ts', { cwd: ROOT, exclude: (path) => path.endsWith('.spec.ts') })) {
    const source = readFileSync(join(ROOT, file), 'utf8');
    for (const { 0: head, 1: name = '', index } of source.matchAll(COMMAND)) {
      if (name === 'RecordWork') continue;
      const body = source.slice(index + head.length, source.indexOf('\n}', index));
      words.set(name, WORD.exec(body)?.[1]);
    }
  }
  return words;
}

// Logs hold these words, in hashes of commands and in refused attempts. A class may be renamed, a word never; a new command adds one.
it('every command has a word of its own that logs know it by, and none that was ever written is gone', () => {
  const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'commands.json'), 'utf8')) as readonly string[];
  const words = wordsInSources();
  expect([...words].filter(([, word]) => word === undefined)).toEqual([]);
  expect([...words.values()].sort()).toEqual(golden);
});

it('nothing takes the name of a class for a word that is stored', () => {
  const takers = globSync('libs/**/*.ts', { cwd: ROOT, exclude: (path) => /spec\.ts$|testing/.test(path) }).filter((file) =>
    /(?<!targetName: object\.)constructor\.name|commandHashOf\([^)]*\b[A-Z]\w*\.name\b/.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(takers).toEqual([]);
});
