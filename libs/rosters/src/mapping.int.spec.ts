import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { ChangeMapping, type MappingAnswer } from './commands/change-mapping.js';
import { ShowMapping, type ShownMapping } from './queries/show-mapping.js';
import { civilRow, COLUMNS, csv, idNumber } from './testing/county.js';
import { OpenedRosters } from './testing/opened-rosters.js';

const LI = { name: '李欣怡', id: idNumber('20110305', 2) };
const WORDING = 'civil-affairs:\n  columns: { name: [困难群众姓名] }\n  words: { category: { 低保户: minimum-living } }\n';

let rosters: OpenedRosters;
let commands = 0;

beforeEach(async () => {
  rosters = await OpenedRosters.open();
});

afterEach(() => rosters.close());

const change = (content: string, userId = 'admin'): Promise<MappingAnswer> =>
  rosters.commands.execute(new ChangeMapping({ content }, { userId, commandId: `mapping-${(commands += 1)}` }));
const shown = (): Promise<ShownMapping> => rosters.queries.execute(new ShowMapping());

/** A roster in the county's own words, with a title above and a column that nobody knows. */
function worded(name = 'worded.csv', more: Readonly<Record<string, string>> = {}): string {
  const table = csv([...COLUMNS.civil, '备注'], [{ ...civilRow(LI, { 救助类别: '低保户', ...more }), 备注: '随便' }]);
  return rosters.write(name, `常宁市民政局救助对象\r\n填报日期：2020年9月1日\r\n${table.replace('姓名,', '困难群众姓名,')}`);
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome;
  throw new Error('it was not refused');
}

async function mappingsOfImports(): Promise<readonly unknown[]> {
  return (await rosters.events()).filter(({ type }) => type === 'roster-imported').map(({ data }) => (data as { mapping: number }).mapping);
}

describe('a roster in words that the program does not know', () => {
  it('is refused, and read once the administrator has added them', async () => {
    expect(await refusalOf(rosters.import([worded()]))).toMatchObject({ code: 'roster-columns' });
    expect(await change(WORDING)).toMatchObject({ version: 1, events: 1 });
    expect((await rosters.import([worded()])).files).toMatchObject([{ rows: 1, unread: 0, asOf: '2020-09-01' }]);
    expect(await rosters.student(LI.id)).toMatchObject({ name: LI.name, categories: ['minimum-living'] });
    expect(await mappingsOfImports()).toEqual([1]);
  });

  it('stays read as it was when the words change, also if its rows are lost', async () => {
    await change(WORDING);
    await rosters.import([worded()]);
    await change('civil-affairs:\n  columns: { name: [困难群众姓名] }\n');
    const place = join(dirname(rosters.write('x', '')), 'data', 'rosters');
    for (const name of readdirSync(place).filter((file) => file.endsWith('.rows'))) rmSync(join(place, name));
    rosters = await rosters.reopen();
    expect((await rosters.import([worded()])).files).toMatchObject([{ unread: 0, repeated: true }]);
    expect((await rosters.import([worded('later.csv', { 救助证号: 'DB2' })])).files).toMatchObject([{ unread: 1 }]);
    expect(await mappingsOfImports()).toEqual([1, 2]);
  });
});

describe('the mappings', () => {
  it('are the program’s own, version 0, until somebody adds to them', async () => {
    expect(await shown()).toMatchObject({ version: 0, content: null, changes: [] });
    await rosters.import([rosters.write('civil.csv', csv(COLUMNS.civil, [civilRow(LI)]))]);
    expect(await mappingsOfImports()).toEqual([0]);
  });

  it('say who has changed them when, and to what', async () => {
    await change(WORDING);
    const { version, content, changes, departments } = await shown();
    expect({ version, content }).toEqual({ version: 1, content: WORDING });
    expect(changes).toMatchObject([{ version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/), by: { userId: 'admin', name: '庚七' } }]);
    expect(departments.find(({ department }) => department === 'civil-affairs')?.words.category).toMatchObject({
      低保户: 'minimum-living',
    });
  });

  it('that are given as they stand are no event', async () => {
    await change(WORDING);
    const before = await rosters.events();
    expect(await change(WORDING)).toMatchObject({ version: 1, events: 0 });
    expect(await rosters.events()).toEqual(before);
  });

  it('are changed by the administrator only, and by nothing that has mistakes', async () => {
    const before = await rosters.events();
    expect(await refusalOf(change(WORDING, 'civil'))).toMatchObject({ kind: 'forbidden', code: 'administrator-only' });
    expect(await refusalOf(change('weather: {}\n'))).toMatchObject({
      code: 'bad-mapping',
      errors: [{ pointer: '/weather', params: { line: 1, column: 1 } }],
    });
    expect(await rosters.events()).toEqual(before);
  });
});
