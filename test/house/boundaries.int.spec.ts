import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/command-line.js';

const run = promisify(execFile);

/** What somebody might write one day, by the file that it would stand in. */
const PLANTED: Readonly<Record<string, string>> = {
  'libs/statistics/src/planted.ts': "export { ImportRosters } from '#rosters';\n",
  'libs/protection/src/planted.ts': "export { createEventLog } from '#event-store';\n",
  'libs/student-aid/src/planted.ts': "export { Injectable } from '@nestjs/common';\n",
  'libs/kernel/src/planted.ts': "export { readFile } from 'node:fs/promises';\n",
  'libs/verification/src/planted.ts': "export { z } from 'zod';\n",
  'libs/directory/src/planted.ts': "export type { OpenRecord } from '#records';\n",
  'libs/records/src/planted.ts': "export { allMessages } from '../../../apps/composition/src/countersign.module.js';\n",
  'libs/rosters/src/planted.ts': "export { recordStream } from '../../records/src/record-id.js';\n",
  'libs/event-store/src/planted.ts': "export { openReadStore } from '#projections';\n",
  'libs/projections/src/planted.ts': "export { Injectable } from '@nestjs/common';\n",
  'apps/server/src/planted.ts': "export { RunDemo } from '#demo';\n",
  'libs/unlisted/src/index.ts': "export { Refusal } from '#kernel';\n",
  'libs/unlisted-alone/src/index.ts': 'export const nothing = 0;\n',
};

/** What the list lets through. */
const ALLOWED: Readonly<Record<string, string>> = {
  'libs/statistics/src/allowed.ts': "export { ListStudents } from '#records';\n",
  'libs/statistics/src/allowed.spec.ts': "export { ImportRosters } from '#rosters';\n",
};

interface Told {
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] };
}

let place: string;
let rules: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'countersign-boundaries-'));
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs', 'libs', 'apps'])
    cpSync(join(ROOT, name), join(place, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'));
  const files = { ...PLANTED, ...ALLOWED };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), content);
  }
  const cruise = join(ROOT, 'node_modules/.bin/depcruise');
  const args = [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...Object.keys(files)];
  // It ends with the number of violations.
  const options = { cwd: place, maxBuffer: 256 * 1024 ** 2 };
  const { stdout } = await run(process.execPath, args, options).catch((failed: { readonly stdout: string }) => failed);
  const byFile = new Map<string, string[]>();
  for (const { from, rule } of (JSON.parse(stdout) as Told).summary.violations) byFile.set(from, [...(byFile.get(from) ?? []), rule.name]);
  rules = byFile;
}, 120_000);
afterAll(() => rmSync(place, { recursive: true }));

describe('the rules of the house', () => {
  it.each(Object.keys(PLANTED))('stop %s', (file) => {
    expect(rules.get(file)).toEqual(expect.arrayContaining([expect.any(String)]));
  });

  it.each(Object.keys(ALLOWED))('let %s through', (file) => {
    expect(rules.get(file)).toBeUndefined();
  });

  it('find nothing else in the house as it stands', () => {
    expect([...rules.keys()].filter((file) => PLANTED[file] === undefined)).toEqual([]);
  });
});
