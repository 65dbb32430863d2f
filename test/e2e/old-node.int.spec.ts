import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { whyNotOn } from '../../apps/composition/src/needed-node.js';
import { ROOT } from '../support/command-line.js';

const ENTRIES = ['dist/apps/server/src/main.js', 'dist/apps/cli/src/main.js'];

it('engines is what the entries ask for', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  const [, major = '', minor = ''] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? [];
  expect(whyNotOn(`${major}.${minor}.0`)).toBeUndefined();
  expect(whyNotOn(`${Number(major) + 1}.0.0`)).toBeUndefined();
  expect(whyNotOn(process.versions.node)).toBeUndefined();
  for (const old of [`${major}.${Number(minor) - 1}.9`, `${Number(major) - 1}.99.0`, '20.20.2', '14.21.3'])
    expect(whyNotOn(old)?.split('\n')).toEqual([expect.stringContaining(`${major}.${minor}`)]);
});

it.each(ENTRIES)('%s says on an older Node which one it needs, in one line, and ends with 2', (entry) => {
  // The same Node, which says of itself that it is old: what it loads before the question is what any Node loads.
  const older = "data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.20.2' })";
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', older, join(ROOT, entry), '--help'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/Node 24\.9 .*20\.20\.2/)]);
});

it.each(ENTRIES)('%s imports nothing before the question that could need a newer Node', (entry) => {
  const imports = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^(]*?from '([^']+)'/gm)].map(([, from = '']) => from);
  expect(imports(join(ROOT, entry))).toEqual(['../../composition/src/needed-node.js']);
  expect(imports(join(ROOT, 'dist/apps/composition/src/needed-node.js'))).toEqual([]);
});
