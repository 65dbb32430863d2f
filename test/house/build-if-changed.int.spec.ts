import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/command-line.js';

/** Stands in for the compiler: takes note that it was asked, makes what it makes, and fails where a source says so. */
const COMPILER = `import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('asked', '.');
if (readFileSync('libs/a.ts', 'utf8').includes('wrong')) process.exit(2);
for (const app of ['server', 'cli']) {
  mkdirSync(\`dist/apps/\${app}/src\`, { recursive: true });
  writeFileSync(\`dist/apps/\${app}/src/main.js\`, '');
}
`;

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'countersign-build-'));
  for (const folder of ['apps', 'libs/testing']) mkdirSync(join(project, folder), { recursive: true });
  write('compiler.mjs', COMPILER);
  write('package.json', JSON.stringify({ scripts: { build: 'node compiler.mjs' } }));
  write('libs/a.ts', '1');
});
afterEach(() => rmSync(project, { recursive: true }));

const write = (path: string, content: string) => writeFileSync(join(project, path), content);
const start = () => spawnSync(process.execPath, [join(ROOT, 'tools/build-if-changed.mjs')], { cwd: project }).status;

/** How often the compiler has been asked so far. */
const asked = () => (existsSync(join(project, 'asked')) ? readFileSync(join(project, 'asked'), 'utf8').length : 0);

describe('npm start', () => {
  it('compiles once, and not again while nothing has changed, whatever the times of files say', () => {
    expect([start(), asked()]).toEqual([0, 1]);
    expect([start(), asked()]).toEqual([0, 1]);
    utimesSync(join(project, 'libs/a.ts'), new Date(), new Date());
    expect([start(), asked()]).toEqual([0, 1]);
  });

  it.each([
    ['a source has changed, even if its time has not', () => changeKeepingTime()],
    ['a source is new', () => write('apps/b.ts', '')],
    ['a source is gone', () => rmSync(join(project, 'apps/gone.ts'))],
    ['a setting has changed', () => write('tsconfig.json', '{}')],
    ['what was compiled is gone', () => rmSync(join(project, 'dist'), { recursive: true })],
  ])('compiles when %s', (_what, change) => {
    write('apps/gone.ts', '');
    start();
    change();
    expect([start(), asked()]).toEqual([0, 2]);
    expect([start(), asked()]).toEqual([0, 2]);
  });

  it('does not when a spec, or what only specs use, has changed', () => {
    start();
    write('libs/a.spec.ts', '');
    write('libs/testing/helper.ts', '');
    expect([start(), asked()]).toEqual([0, 1]);
  });

  it('fails with the compiler, and asks it again the next time', () => {
    write('libs/a.ts', 'wrong');
    expect([start(), asked()]).toEqual([2, 1]);
    write('libs/a.ts', 'right');
    expect([start(), asked()]).toEqual([0, 2]);
  });
});

function changeKeepingTime(): void {
  const time = new Date(1_600_000_000_000);
  write('libs/a.ts', '2');
  utimesSync(join(project, 'libs/a.ts'), time, time);
}
