// Compiles if anything that is compiled has changed since it was last compiled here: by what the files hold, not by their times, which a checkout or a
// copy changes or keeps as it likes. Before `npm start`, and after `npm ci`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['apps', 'libs'];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const ENTRIES = ['dist/apps/server/src/main.js', 'dist/apps/cli/src/main.js'];
const STAMP = 'dist/.built-from';
/** What is not compiled. */
const LEFT_OUT = /\.spec\.ts$|(^|\/)testing\//;

function sources() {
  const files = SOURCES.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  return [...files, ...SETTINGS.filter((file) => existsSync(file))].filter((file) => !LEFT_OUT.test(file)).sort();
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of sources()) hash.update(`${file}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
  return hash.digest('hex');
}

const now = fingerprint();
const built = existsSync(STAMP) && ENTRIES.every((entry) => existsSync(entry)) ? readFileSync(STAMP, 'utf8') : undefined;
if (built !== now) {
  rmSync(STAMP, { force: true });
  const { status } = spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync('dist', { recursive: true });
  // Of what was there before: who changes a file meanwhile has it compiled the next time.
  writeFileSync(STAMP, now);
}
