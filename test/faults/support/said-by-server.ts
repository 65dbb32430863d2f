import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { allMessages } from '../../../apps/composition/src/countersign.module.js';
import { ROOT } from '../../support/command-line.js';

/** What the server's process says before it ends by itself. */
export async function saidByServer(
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly err: string }> {
  const named = { COUNTERSIGN_DATA: data, COUNTERSIGN_PORT: '0', COUNTERSIGN_READ_STORE: 'sqlite:', COUNTERSIGN_KAFKA: '' };
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'dist/apps/server/src/main.js')], {
    cwd: ROOT,
    env: { ...process.env, ...named, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [err, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream as never), once(child, 'exit') as Promise<[number]>]);
  return { code, err };
}

/** The one line that a refusal is at start. */
export function lineOf(code: string): RegExp {
  const [before = ''] = allMessages[code]?.zh.split('{reason}') ?? [];
  return new RegExp(`^.*${before.replace(/[$.（]/g, '\\$&')}.*\n$`);
}
