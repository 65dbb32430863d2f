import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { verificationMessages } from './messages.js';

const here = import.meta.dirname;
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.includes('testing'));
const textOf = (wanted: (file: string) => boolean) =>
  files
    .filter(wanted)
    .map((file) => readFileSync(join(here, file), 'utf8'))
    .join('\n');
const source = textOf((file) => !file.endsWith('.spec.ts') && file !== 'messages.ts');
const specs = textOf((file) => file.endsWith('.spec.ts'));
const own = [...textOf((file) => file === 'messages.ts').matchAll(/^ {2}'([a-z-]+)': \{/gm)].map((match) => match[1] ?? '');

/** Codes as the engine writes them: in a refusal, or handed to who refuses. */
const thrown = new Set(
  [
    /Refusal\(\s*'[a-z-]+',\s*'([a-z-]+)'/g,
    /Refusal\(\s*'[a-z-]+',.*\? '([a-z-]+)'/g,
    /Refusal\(\s*'[a-z-]+',.*: '([a-z-]+)'/g,
    /\bact(?:As|Under)\([^;]*?'([a-z-]+)'/g,
    /code: '([a-z-]+)'/g,
  ].flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? '')),
);
/** What a definition may miss before a submission: the engine makes the code. */
const missing = ['field', 'visit', 'document', 'finding', 'decision'].map((kind) => `missing-${kind}`);

describe('the codes of the engine', () => {
  it('have a text in Chinese and English each', () => {
    expect(thrown.size).toBeGreaterThan(45);
    expect([...thrown, ...missing].filter((code) => !own.includes(code))).toEqual([]);
    for (const { zh, en } of Object.values(verificationMessages)) expect(/\p{Script=Han}/u.test(zh) && /[a-z]/.test(en)).toBe(true);
  });

  it('are all in use', () => expect(own.filter((code) => !thrown.has(code) && !missing.includes(code))).toEqual([]));

  it('are each expected by some spec', () => {
    expect([...thrown, ...missing].filter((code) => !specs.includes(`'${code}'`))).toEqual([]);
  });
});
