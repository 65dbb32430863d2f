import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { broken, civilRow, COLUMNS, csv, disabledRow, idNumber, listRow, povertyRow, rollRow } from './testing/county.js';
import { breaking, OpenedRosters } from './testing/opened-rosters.js';

/** What stands of one pupil in each department's roster; absent: nothing. */
interface Story {
  readonly poverty?: 'plain' | 'other-name' | 'unknown-village' | 'broken' | 'no-student';
  readonly civil?: 'plain' | 'ended' | 'no-name' | 'other-name';
  /** In the second roster of civil affairs. */
  readonly later?: 'plain' | 'ended' | 'moved';
  readonly disabled?: 'plain';
  readonly roll?: 'plain' | 'broken' | 'twice' | 'unknown-school' | 'other-name';
  readonly list?: 'plain';
}

const story: fc.Arbitrary<Story> = fc.record(
  {
    poverty: fc.constantFrom('plain' as const, 'other-name' as const, 'unknown-village' as const, 'broken' as const, 'no-student' as const),
    civil: fc.constantFrom('plain' as const, 'ended' as const, 'no-name' as const, 'other-name' as const),
    later: fc.constantFrom('plain' as const, 'ended' as const, 'moved' as const),
    disabled: fc.constant('plain' as const),
    roll: fc.constantFrom('plain' as const, 'broken' as const, 'twice' as const, 'unknown-school' as const, 'other-name' as const),
    list: fc.constant('plain' as const),
  },
  { requiredKeys: [] },
);

type Name = keyof Story;
const NAMES: readonly Name[] = ['poverty', 'civil', 'later', 'disabled', 'roll', 'list'];
type Rows = readonly Readonly<Record<string, string>>[];

/** The roster files that stories make. Nobody is left out of all rosters of a kind: an empty one is none. */
function files(stories: readonly Story[]): Record<Name, string> {
  const rows: Record<Name, Readonly<Record<string, string>>[]> = { poverty: [], civil: [], later: [], disabled: [], roll: [], list: [] };
  stories.forEach((one, index) => {
    for (const name of NAMES) if (one[name] !== undefined) rows[name].push(...rowsOf(one, name, index));
  });
  const filler = { name: '填补', id: idNumber('20130303', 900) };
  const columns = {
    poverty: COLUMNS.poverty,
    civil: COLUMNS.civil,
    later: COLUMNS.civil,
    disabled: COLUMNS.disabled,
    roll: COLUMNS.roll,
    list: COLUMNS.list,
  };
  const fillers = {
    poverty: povertyRow(filler),
    civil: civilRow(filler),
    later: civilRow(filler),
    disabled: disabledRow(filler),
    roll: rollRow(filler),
    list: listRow(filler),
  };
  return Object.fromEntries(NAMES.map((name) => [name, csv(columns[name], [...rows[name], fillers[name]])])) as Record<Name, string>;
}

function rowsOf(one: Story, name: Name, index: number): Rows {
  // Two pupils of each name, of ages from four to twenty-one.
  const pupil = { name: `李${'欣雨思佳'[index >> 1] ?? '文'}`, id: idNumber(`${2016 - index * 4}0401`, 10 + index) };
  const other = { ...pupil, name: `${pupil.name}宜` };
  switch (name) {
    case 'poverty':
      if (one.poverty === 'broken') return [povertyRow({ ...pupil, id: broken(pupil.id) })];
      if (one.poverty === 'unknown-village') return [povertyRow(pupil, { 行政村: '不存在村' })];
      if (one.poverty === 'no-student') return [povertyRow(pupil, { 在校生状况: '非在校生' })];
      return [povertyRow(one.poverty === 'other-name' ? other : pupil)];
    case 'civil':
      if (one.civil === 'ended') return [civilRow(pupil, { 状态: '停享' })];
      if (one.civil === 'no-name') return [civilRow({ ...pupil, name: '' })];
      return [civilRow(one.civil === 'other-name' ? { ...pupil, name: `${pupil.name}君` } : pupil)];
    case 'later':
      if (one.later === 'ended') return [civilRow(pupil, { 状态: '停享' })];
      return [civilRow(pupil, one.later === 'moved' ? { '村（居）': '东村', 救助证号: 'DB9' } : {})];
    case 'disabled':
      return [disabledRow(pupil)];
    case 'roll':
      if (one.roll === 'broken') return [rollRow({ ...pupil, id: broken(pupil.id) })];
      if (one.roll === 'twice') return [rollRow(pupil, { 学校标识码: '3043482014' }), rollRow(pupil)];
      if (one.roll === 'unknown-school') return [rollRow(pupil, { 学校标识码: '9999999999' })];
      return [rollRow(one.roll === 'other-name' ? { ...pupil, name: `${pupil.name}宣` } : pupil)];
    case 'list':
      return [listRow(pupil)];
  }
}

/** How the files come in: in which order, which of them together, and after how many appends each run is killed. */
interface Course {
  readonly order: readonly Name[];
  readonly cuts: readonly boolean[];
  readonly deaths: readonly number[];
}

const course: fc.Arbitrary<Course> = fc.record({
  order: fc
    .shuffledSubarray([...NAMES], { minLength: NAMES.length })
    // A department's older roster is refused once the newer one is there.
    .map((order) => swapped(order)),
  cuts: fc.array(fc.boolean(), { minLength: NAMES.length, maxLength: NAMES.length }),
  deaths: fc.array(fc.nat(40), { maxLength: 2 }),
});

function swapped(order: readonly Name[]): readonly Name[] {
  if (order.indexOf('civil') < order.indexOf('later')) return order;
  return order.map((name) => (name === 'civil' ? 'later' : name === 'later' ? 'civil' : name));
}

function importsOf({ order, cuts }: Course): readonly (readonly Name[])[] {
  const imports: Name[][] = [];
  order.forEach((name, index) => {
    const last = imports.at(-1);
    // The two rosters of civil affairs are given two days, so they come in two imports.
    const apart = name === 'later' && last?.includes('civil') === true;
    if (last === undefined || cuts[index] === true || apart || (last.includes('later') && name !== 'later')) imports.push([name]);
    else last.push(name);
  });
  return imports;
}

/** Records, counts and open findings, without the ids that chance makes. */
async function outcome(rosters: OpenedRosters): Promise<unknown> {
  const students = (await rosters.students()).map(({ recordId: _recordId, ...student }) => student);
  const findings = (await rosters.findings({ status: 'open' })).map(({ findingId: _findingId, ...finding }) => finding);
  const plain = (value: unknown) =>
    JSON.stringify(value, (key, item: unknown) => (key === 'recordId' || key === 'duplicateOf' ? undefined : item));
  return { students: students.map(plain).sort(), findings: findings.map(plain).sort() };
}

async function run(stories: readonly Story[], { order, cuts, deaths }: Course): Promise<unknown> {
  const contents = files(stories);
  let rosters = await OpenedRosters.open();
  try {
    const paths = Object.fromEntries(NAMES.map((name) => [name, rosters.write(`${name}.csv`, contents[name])])) as Record<Name, string>;
    const together = importsOf({ order, cuts, deaths });
    for (const [index, names] of together.entries()) {
      const date = order.indexOf('later') <= order.indexOf(names[0] ?? 'list') ? '2020-09-02' : '2020-09-01';
      const import_ = () =>
        rosters.import(
          names.map((name) => paths[name]),
          { date: names.includes('later') ? '2020-09-02' : date },
        );
      const death = deaths[index];
      if (death !== undefined) {
        let left = death;
        rosters = await rosters.reopen((log) => breaking(log, () => (left -= 1) < 0));
        await import_().catch(() => undefined);
        rosters = await rosters.reopen();
      }
      await import_();
    }
    return await outcome(rosters);
  } finally {
    await rosters.close();
  }
}

it('makes the same records and open findings of the same rosters in any order, however split, wherever interrupted', async () => {
  const atOnce: Course = { order: NAMES, cuts: NAMES.map(() => false), deaths: [] };
  await fc.assert(
    fc.asyncProperty(fc.array(story, { minLength: 2, maxLength: 5 }), course, async (stories, one) => {
      expect(await run(stories, one)).toEqual(await run(stories, atOnce));
    }),
    { numRuns: 12 },
  );
}, 180_000);
