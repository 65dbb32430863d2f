import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryMessages } from '#directory';
import { eventStoreMessages } from '#event-store';
import { recordsMessages } from '#records';
import { rostersMessages } from './messages.js';

/** Codes of refusals and of what could not be read, as the sources of this room name them. */
function codesIn(directory: string): readonly string[] {
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.includes('.spec.'),
  );
  return sources.flatMap((name) => {
    const source = readFileSync(join(directory, name), 'utf8');
    const patterns = [
      /new Refusal\(\s*'[a-z-]+',\s*'([a-z-]+)'/g,
      /unreadable\(\s*'([a-z-]+)'/g,
      /problem: '([a-z-]+)'/g,
      /problem\(column, '([a-z-]+)'/g,
      /reason: '([a-z-]+)', wholeRow/g,
      /'(mapping-[a-z-]+)'/g,
      /known\([^;]*, '([a-z-]+)'\)/g,
    ];
    return patterns.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));
  });
}

it('has a text in Chinese and English for every code that this room uses', () => {
  const texts = { ...eventStoreMessages, ...directoryMessages, ...recordsMessages, ...rostersMessages };
  const codes = [...new Set(codesIn(import.meta.dirname))];
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((code) => !texts[code]?.zh || !texts[code]?.en)).toEqual([]);
});
