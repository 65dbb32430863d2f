import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStoreText } from '../../libs/projections/src/testing/read-store-of.js';
import { ROOT } from '../support/command-line.js';

/** A command of the README's tour with the output that stands under it. */
export interface Step {
  readonly command: string;
  readonly output: string;
}

const MARK = '@@step@@';

/** The steps of all `console` blocks of a Markdown text, in order. */
export function stepsOf(markdown: string): readonly Step[] {
  const blocks = [...markdown.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...output] = part.trimEnd().split('\n');
        return { command, output: output.join('\n') };
      }),
  );
}

/**
 * Runs commands one after the other in one shell at the project's root, on a data directory of their own; answers what each printed.
 * @param environment what they are told besides
 */
export function runTour(steps: readonly Step[], environment: Readonly<Record<string, string>> = {}): readonly string[] {
  const data = mkdtempSync(join(tmpdir(), 'countersign-tour-'));
  try {
    const script = ['exec 2>&1', ...steps.map(({ command }) => `${asRunHere(command, data)}\necho '${MARK}'`)].join('\n');
    const env = { ...process.env, NO_COLOR: '1', COUNTERSIGN_READ_STORE: readStoreText(data), ...environment };
    const printed = execFileSync('bash', ['-c', script], { cwd: ROOT, encoding: 'utf8', env });
    return printed
      .split(`${MARK}\n`)
      .slice(0, -1)
      .map((output) => withoutNotices(output.trimEnd()));
  } finally {
    rmSync(data, { recursive: true });
  }
}

/** On a data directory of the test's own; what `npm run countersign` runs is run without npm in between. */
function asRunHere(command: string, data: string): string {
  return command
    .replaceAll('./data/tour', data)
    .replaceAll('npm run -s countersign --', 'node_modules/.bin/node dist/apps/cli/src/main.js');
}

/** Leaves out what every command on a simulated clock says on standard error, and progress, of which a slower run shows more. */
function withoutNotices(output: string): string {
  return output
    .split('\n')
    .filter((line) => !/^模拟时钟：|行\/秒|^比对：|：已读 |^疑点：\d+ 条$/.test(line))
    .join('\n');
}

/** Ids and digests are new in every run: each is replaced by its number in the order in which they appear. */
export function withoutChance(outputs: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  const numbered = (found: string) => {
    if (!seen.has(found)) seen.set(found, `#${seen.size + 1}`);
    return seen.get(found) ?? found;
  };
  return outputs.map((output) => output.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}/g, numbered));
}

/** Positions are the log's own: each kind of log writes them in its way. */
export function withoutPositions(outputs: readonly string[]): readonly string[] {
  return outputs.map((output) => output.replace(/\b\d{16,20}(:\d{16,20})?\b/g, '#position'));
}

/** The Markdown with each step's output as it was printed. */
export function rewritten(markdown: string, outputs: readonly string[]): string {
  const rest = [...outputs];
  return markdown.replace(/^```console\n(.*?)^```$/gms, (_block, block: string) => {
    const commands = stepsOf(`\`\`\`console\n${block}\`\`\``).map(({ command }) => {
      const output = rest.shift() ?? '';
      return `$ ${command}\n${output === '' ? '' : `${output}\n`}`;
    });
    return `\`\`\`console\n${commands.join('')}\`\`\``;
  });
}
