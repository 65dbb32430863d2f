import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { textOf } from '#kernel';
import { ImportDirectory } from '../commands/index.js';
import { directoryMessages } from '../messages.js';
import { FILES, openDirectory, refusalOf, type OpenedDirectory } from '../testing/opened-directory.js';

let opened: OpenedDirectory;

beforeEach(async () => {
  opened = await openDirectory();
});

afterEach(() => opened.close());

const importing = (files: Record<'regions' | 'schools' | 'staff', string>) =>
  opened.commands.execute(new ImportDirectory(files, { commandId: 'import' }));

const eventCount = async () => (await opened.events()).length;

describe('files that cannot be taken', () => {
  it.each([
    ['no file', 'no-such-file', undefined, { file: 'staff' }],
    ['an empty file', 'empty-file', '', { file: 'staff' }],
    ['only blank lines', 'empty-file', '\uFEFF\n\n', { file: 'staff' }],
    ['only a header', 'empty-file', 'username,name,role,unit,line,phone\n', { file: 'staff' }],
    [
      'another encoding',
      'wrong-encoding',
      Buffer.concat([Buffer.from('username,name,role,unit,line,phone\nu1,'), Buffer.from([0xbc, 0xd7])]),
      {},
    ],
    ['one lost byte', 'wrong-encoding', Buffer.from(FILES.staff, 'utf8').fill(0xff, 40, 41), {}],
    ['UTF-16', 'wrong-encoding', Buffer.from(`\ufeff${FILES.staff}`, 'utf16le'), {}],
    ['UTF-16 without a mark', 'wrong-encoding', Buffer.from(FILES.staff.replace(/[^ -~\n]/g, '李'), 'utf16le'), {}],
    ['a spreadsheet', 'wrong-encoding', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe]), {}],
    ['an open quote', 'broken-csv', `${FILES.staff}u0004,"丁四,auditor,430482,,\n`, {}],
    ['a missing column', 'unknown-columns', FILES.staff.replace(',phone', ''), { missing: 'phone', unknown: '–', repeated: '–' }],
    ['an unknown column', 'unknown-columns', FILES.staff.replace(',phone', ',mobile,phone'), { missing: '–', unknown: 'mobile' }],
    ['a repeated column', 'unknown-columns', FILES.staff.replace(',phone', ',phone,name'), { repeated: 'name', unknown: '–' }],
    [
      'no header',
      'unknown-columns',
      FILES.staff.slice(FILES.staff.indexOf('\n') + 1),
      { missing: 'username, name, role, unit, line, phone', unknown: '#1, #2, collector, #4, household, #6' },
    ],
  ])('%s: %s, and nothing is appended', async (_what, code, staff, params) => {
    const files = opened.write(staff === undefined ? {} : { staff });
    if (staff === undefined) unlinkSync(files.staff);
    const refusal = await refusalOf(importing(files));
    expect(refusal).toMatchObject({ kind: 'unreadable', code, params });
    expect(JSON.stringify(refusal)).not.toMatch(/甲一|丁四|1990/);
    for (const language of ['zh', 'en'] as const) expect(textOf(directoryMessages, code, language, refusal.params)).not.toMatch(/\{\w+\}/);
    expect(await eventCount()).toBe(0);
  });

  it('a folder in place of a file', async () => {
    const files = opened.write();
    expect(await refusalOf(importing({ ...files, regions: join(files.regions, '..') }))).toMatchObject({
      kind: 'unreadable',
      code: 'file-unusable',
      params: { file: 'regions', reason: 'EISDIR' },
    });
  });

  it('a character that lies across two chunks is no wrong encoding', async () => {
    // Three bytes a character: of the places 65,536 and 131,072, where chunks end, one lies inside a character.
    const name = '村'.repeat(60_000);
    await importing(opened.write({ staff: `${FILES.staff}u0004,${name},auditor,430482,,\n` }));
    expect((await opened.reader.current()).person('u0004')?.name === name).toBe(true);
  });
});

describe('rows that are not right', () => {
  it('are all named by file, line and column, without anybody’s data; nothing is appended', async () => {
    const files = opened.write({
      staff: `${FILES.staff}
u0001,戊五,collector,430482101201,household,
bad name,己六,collector,430482101201,household,
u0006,,boss,999,household,
u0007,庚七,collector,430482101201,,
u0008,辛八,auditor,430482,household,
u0009,壬九,collector,430482101201
u0010,\u200b\u3000,auditor,430482,,
u0011,子\ufffd,auditor,430482,,
u0012,#N/A,auditor,430482,,
\u200bu0008,丑二,auditor,430482,,
`,
    });
    writeFileSync(files.regions, `${FILES.regions}430482101202,下村,hamlet,430482101\n`);
    const refusal = await refusalOf(importing(files));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'bad-rows', params: { count: 13 } });
    expect(refusal.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual(
      [
        '/regions/5/level bad-level',
        '/staff/11 wrong-cell-count',
        '/staff/6/username duplicate-username',
        '/staff/7/username bad-username',
        '/staff/8/name value-missing',
        '/staff/8/role unknown-role',
        '/staff/8/unit unknown-unit',
        '/staff/9/line line-needed',
        '/staff/10/line line-not-allowed',
        '/staff/12/name value-missing',
        '/staff/13/name broken-name',
        '/staff/14/name broken-name',
        '/staff/15/username duplicate-username',
      ].sort(),
    );
    expect(JSON.stringify(refusal)).not.toMatch(/[戊己庚辛壬]|bad name/);
    expect(await eventCount()).toBe(0);
  });
});
