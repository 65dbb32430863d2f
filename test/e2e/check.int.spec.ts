import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../support/command-line.js';

const cli = new CommandLine();
const OPENED = ['open', '--cycle', '2020-2021', '--id-number', '430482200803040026', '--as', 'u0094'];
beforeAll(() => cli.loadDirectory(), 60_000);
afterAll(() => cli.remove());

interface Check {
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
  readonly warnings: readonly object[];
}

describe('--check on the command line', () => {
  it('says what a command would meet, and does nothing', async () => {
    const before = cli.events();
    expect(await cli.json<Check>([...OPENED, '--check'])).toEqual([{ errors: [], warnings: [] }]);
    expect(cli.events()).toBe(before);
    const [{ recordId } = { recordId: '' }] = await cli.json<{ recordId: string }>(OPENED);
    const after = cli.events();
    const [check] = await cli.json<Check>(['--lang', 'en', 'submit', recordId, '--line', 'household', '--as', 'u0094', '--check']);
    expect(check?.errors.length).toBeGreaterThan(0);
    expect(check?.errors.every(({ detail }) => /^[\x20-\x7e]+$/.test(detail))).toBe(true);
    const wrong = ['open', '--cycle', '2020-2021', '--id-number', '430482200803040027', '--as', 'u0094', '--check'];
    expect((await cli.json<Check>(wrong))[0]?.errors).toMatchObject([{ pointer: '/idNumber' }]);
    const told = await cli.run(wrong);
    expect([told.code, told.out.split('\n')[0]]).toEqual([0, '不能办理（仅检查，未记录）']);
    expect(cli.events()).toBe(after);
  }, 120_000);
});
