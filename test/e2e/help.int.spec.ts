import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '../support/command-line.js';

/** Tells on standard error, at the end, of every module that was loaded. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  process.on('exit', () => process.stderr.write('loaded:' + JSON.stringify(loaded)));
`)}`;

function helped(args: readonly string[]) {
  const entry = join(ROOT, 'dist/apps/cli/src/main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', WATCH, entry, ...args], { encoding: 'utf8' });
  const loaded = JSON.parse(stderr.slice(stderr.indexOf('loaded:') + 'loaded:'.length)) as readonly string[];
  const packages = loaded.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  return { status, stdout, packages: new Set(packages), rooms: loaded.filter((url) => url.includes('/dist/libs/')) };
}

// Nobody who only asks how a command is called waits for the program that would run it.
it.each([
  ['of everything', ['--help'], 0],
  ['of one command', ['review', '--help'], 0],
  ['of one below another', ['roster', 'import', '--help'], 0],
  ['after a wrong option', ['students', '--wrong'], 2],
])('help %s loads nothing but what reads commands', (_which, args, code) => {
  const { status, stdout, packages, rooms } = helped(args);
  expect({ status, packages: [...packages], rooms }).toEqual({ status: code, packages: ['commander'], rooms: [] });
  if (code === 0) expect(stdout).toContain('Usage: countersign');
});
