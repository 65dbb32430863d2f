import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { DatabaseSync } from 'node:sqlite';
import { readStoreText } from '../../libs/projections/src/testing/read-store-of.js';

export const ROOT = resolve(import.meta.dirname, '../..');

/** The sample that the README's tour goes through. */
export const SAMPLE = join(ROOT, 'test/fixtures/changning');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command line on a data directory of its own. */
export class CommandLine {
  readonly data = mkdtempSync(join(tmpdir(), 'countersign-cli-'));

  /** @param environment what it is told besides, or otherwise */
  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  /** Starts a command and answers at once. */
  start(args: readonly string[]): ChildProcess {
    return spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'dist/apps/cli/src/main.js'), '--data', this.data, ...args], {
      cwd: ROOT,
      env: { ...process.env, COUNTERSIGN_READ_STORE: readStoreText(this.data), ...this.environment },
    });
  }

  /** Runs a command to its end. @param input goes to its standard input */
  async run(args: readonly string[], input = ''): Promise<Ran> {
    const child = this.start(args);
    child.stdin?.end(input);
    const [out, err, [code]] = await Promise.all([
      text(child.stdout as NodeJS.ReadableStream as never),
      text(child.stderr as NodeJS.ReadableStream as never),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    return { code, out, err };
  }

  /** Runs a command with `--json` and answers the values that it printed. @throws Error if it did not end with 0 */
  async json<Value>(args: readonly string[], input = ''): Promise<Value[]> {
    const { code, out, err } = await this.run(['--json', ...args], input);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${out}${err}`);
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Value);
  }

  /** Units, people and appointments of the sample, on a clock that stands at the first day of school. */
  async loadDirectory(): Promise<void> {
    const files = ['regions', 'schools', 'staff'].flatMap((name) => [`--${name}`, join(SAMPLE, `${name}.csv`)]);
    await this.json(['--clock', '2020-09-01T08:00:00+08:00', 'directory', 'import', ...files]);
  }

  /** How many events the log holds, read beside whoever writes. */
  events(): number {
    const file = join(this.data, 'log.db');
    if (!existsSync(file)) return 0;
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    try {
      return (database.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n;
    } finally {
      database.close();
    }
  }

  /** Starts a command and kills it (SIGKILL) as soon as the log holds so many events. Answers whether it was still running then. */
  async killAt(events: number, args: readonly string[]): Promise<boolean> {
    const child = this.start(args);
    const ended = once(child, 'exit').then(() => false);
    for (;;) {
      const running = await Promise.race([ended, new Promise<boolean>((turn) => setTimeout(() => turn(true), 1))]);
      if (!running) return false;
      if (this.events() < events) continue;
      child.kill('SIGKILL');
      await ended;
      return true;
    }
  }

  remove(): void {
    rmSync(this.data, { recursive: true });
  }
}
