import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CollectDetails, GetRecord, RecordVisit, SignOffLine, studentsOf, SubmitLine, type ShownRecord } from '#records';
import { CYCLE, RealCounty, realText } from './support/county.js';
import { openFindings } from './support/outcome.js';

const POVERTY = '31-signed-1-pov.csv';
const NAME = '阿依古丽·买买提';
const HEAD = '买买提·吐尔逊';

/** Of the village 斗岭村 in the sample. */
const COLLECTOR = 'u0094';
const REVIEWER = 'u0095';
const HELPER = 'u0096';

let county: RealCounty;
let recordId: string;

const record = (): Promise<ShownRecord> => county.query(new GetRecord({ recordId, clear: true }));

/** Kinds 5 and 6: the village has signed the household line of what the two rosters say. */
beforeEach(async () => {
  county = await RealCounty.open();
  await county.import([POVERTY, '31-signed-1-edu.csv']);
  for await (const student of studentsOf(county.queries, { cycle: CYCLE })) recordId = student.recordId;
  const by = (userId: string) => ({ userId, commandId: `${userId}-${++commands}` });
  let commands = 0;
  await county.execute(new CollectDetails(recordId, { section: 'household', values: { members: 4 } }, by(COLLECTOR)));
  await county.execute(new RecordVisit(recordId, { method: 'home', purpose: '资助访', date: '2020-09-01' }, by(HELPER)));
  await county.execute(new SubmitLine(recordId, { line: 'household' }, by(COLLECTOR)));
  const digest = (await record()).lines.household?.digest ?? '';
  await county.execute(new SignOffLine(recordId, { line: 'household', level: 'village', digest }, by(REVIEWER)));
  await county.setClock('2020-09-05T08:00:00+08:00');
});

afterEach(() => county.close());

/** The poverty office's roster on a later day, with texts in the place of others. */
async function handedOverAgain(changes: readonly (readonly [string, string])[]): Promise<void> {
  const content = changes.reduce((text, [from, to]) => text.replaceAll(from, to), realText(POVERTY));
  expect(content).not.toBe(realText(POVERTY));
  await county.import([county.write('newer.csv', content)]);
}

const signed = async () => (await record()).lines.household?.signOffs.map(({ level }) => level);

it.each([
  [
    'an invisible character in name and ethnicity',
    [
      [NAME, `阿依\u200b古丽·买买提`],
      ['维吾尔族', '维吾尔族\u200b'],
    ] as const,
  ],
  [
    'a mark at the beginning of every text',
    [
      [NAME, `\ufeff${NAME}`],
      [HEAD, `\u200e${HEAD}`],
      ['斗岭村', '\u2060斗岭村'],
      ['因残', '\u00ad因残'],
    ] as const,
  ],
  [
    'another dot in name and head',
    [
      [NAME, NAME.replace('·', '•')],
      [HEAD, HEAD.replace('·', '.')],
    ] as const,
  ],
  [
    'a full stop with spaces for the dot',
    [
      [NAME, NAME.replace('·', ' ． ')],
      [HEAD, HEAD.replace('·', '。')],
    ] as const,
  ],
  [
    'radicals and full-width digits',
    [
      ['430482201207040155', '４３０４８２２０１２０７０４０１５５'],
      ['小学', '⼩学'],
    ] as const,
  ],
])('a newer roster that writes %s brings no error and no finding, and the signature stays', async (_what, changes) => {
  const before = (await record()).sections;
  await handedOverAgain(changes);
  expect((await record()).errors).toEqual([]);
  expect(await openFindings(county)).toEqual([]);
  expect(await signed()).toEqual(['village']);
  expect((await record()).sections).toEqual(before);
});

it('a changed cause beside an invisible character is one error, of the cause, and what was signed stays', async () => {
  await handedOverAgain([
    [NAME, `${NAME}\u200b`],
    ['维吾尔族', '维吾尔\u200b族'],
    ['因残', '因病'],
  ]);
  expect((await record()).errors).toMatchObject([{ field: 'cause', line: 'household', status: 'reported' }]);
  expect(await openFindings(county)).toEqual([]);
  expect(await signed()).toEqual(['village']);
  expect((await record()).sections.poverty).toMatchObject({ cause: '因残' });
});
