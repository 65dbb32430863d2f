import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from '#kernel';
import type { FindingAnswer } from './commands/decide-finding.js';
import type { ShownFinding } from './queries/list-findings.js';
import { broken, civilRow, COLUMNS, csv, disabledRow, idNumber, listRow, povertyRow, rollRow } from './testing/county.js';
import { breaking, OpenedRosters } from './testing/opened-rosters.js';

const LI = { name: '李欣怡', id: idNumber('20110305', 2) };
const WANG = { name: '王子涵', id: idNumber('20100710', 11) };
const OUTSIDER = { name: '周永生', id: idNumber('20120101', 5, '431103') };

let rosters: OpenedRosters;

beforeEach(async () => {
  rosters = await OpenedRosters.open();
});

afterEach(() => rosters.close());

const poverty = (...rows: readonly Readonly<Record<string, string>>[]) => rosters.write('poverty.csv', csv(COLUMNS.poverty, rows));
const civil = (...rows: readonly Readonly<Record<string, string>>[]) => rosters.write('civil.csv', csv(COLUMNS.civil, rows));
const roll = (...rows: readonly Readonly<Record<string, string>>[]) => rosters.write('roll.csv', csv(COLUMNS.roll, rows));
const disabled = (...rows: readonly Readonly<Record<string, string>>[]) => rosters.write('disabled.csv', csv(COLUMNS.disabled, rows));
const list = (...rows: readonly Readonly<Record<string, string>>[]) => rosters.write('list.csv', csv(COLUMNS.list, rows));

/** Kind, person and lines of each finding, in order. */
const brief = (findings: readonly ShownFinding[]) =>
  findings.map(({ kind, subject, rows }) => [kind, subject.idNumber, rows.map(({ file, line }) => `${file}:${line}`).join(' ')]).sort();

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome;
  throw new Error('it was not refused');
}

describe('rosters that agree', () => {
  it('open one record for each poor student and fill it from all of them', async () => {
    const adult = { name: '李大', id: idNumber('19800101', 1) };
    const answer = await rosters.import([
      poverty(povertyRow(LI), povertyRow(adult, { 在校生状况: '非在校生' })),
      roll(rollRow(LI, { 是否寄宿: '是' }), rollRow(WANG)),
      civil(civilRow(LI, { 救助类别: '孤儿' })),
      list(listRow(OUTSIDER)),
    ]);
    expect(answer).toMatchObject({ records: { opened: 2, completed: 0, unchanged: 0 }, findings: { opened: 0, closed: 0 } });
    expect(await rosters.student(LI.id)).toMatchObject({
      name: LI.name,
      sex: 'female',
      birthDate: '2011-03-05',
      village: '430482101201',
      school: '3043482006',
      stage: 'primary',
      grade: 3,
      categories: ['orphan', 'registered'],
    });
    expect(await rosters.student(OUTSIDER.id)).toMatchObject({ village: null, school: '3043482006', categories: ['registered-elsewhere'] });
  });

  it('append nothing when they come again, and answer as the first time', async () => {
    const files = [poverty(povertyRow(LI)), roll(rollRow(LI))];
    const first = await rosters.import(files);
    const before = await rosters.events();
    const again = await rosters.import(files);
    expect(again.events).toBe(0);
    expect(again.files).toEqual(first.files.map((file) => ({ ...file, repeated: true })));
    expect(await rosters.events()).toEqual(before);
  });

  it('say that normalising was needed and find nothing in it', async () => {
    const wide = LI.id.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    await rosters.import([poverty(povertyRow(LI, { 证件号码: ` ${wide}\u3000` })), roll(rollRow(LI, { 姓名: '李 欣怡' }))]);
    expect(await rosters.student(LI.id)).toMatchObject({ categories: ['registered'], school: '3043482006' });
    expect(await rosters.findings()).toEqual([]);
  });

  it('act as the departments’ officers', async () => {
    await rosters.import([poverty(povertyRow(LI)), roll(rollRow(LI))]);
    const stated = (await rosters.events()).filter(({ type }) => type === 'statement-recorded');
    expect(stated.map(({ actor, data }) => [(data as { department: string }).department, actor.userId])).toEqual([
      ['poverty-alleviation', 'poverty'],
      ['education', 'education'],
    ]);
  });
});

describe('what rosters disagree about is a finding with its rows, and no other', () => {
  it.each([
    [
      'registered-not-enrolled',
      () => [poverty(povertyRow(LI)), roll(rollRow(WANG))],
      [['registered-not-enrolled', LI.id, 'poverty.csv:2']],
    ],
    ['a roll that is not there says nothing', () => [poverty(povertyRow(LI))], []],
    [
      'name-differs',
      () => [poverty(povertyRow(LI)), roll(rollRow(LI, { 姓名: '李欣宜' }))],
      [['name-differs', LI.id, 'poverty.csv:2 roll.csv:2']],
    ],
    [
      'bad-checksum, which explains why somebody is on no roll',
      () => [poverty(povertyRow(LI)), roll(rollRow(LI, { 身份证件号: broken(LI.id) }))],
      [['bad-checksum', broken(LI.id), 'roll.csv:2']],
    ],
    [
      'enrolled-twice',
      () => [poverty(povertyRow(LI)), roll(rollRow(LI, { 学校标识码: '3043482014' }), rollRow(LI))],
      [['enrolled-twice', LI.id, 'roll.csv:2 roll.csv:3']],
    ],
    ['missing-name', () => [civil(civilRow(LI, { 姓名: '' })), roll(rollRow(LI))], [['missing-name', LI.id, 'civil.csv:2']]],
    [
      'unknown-village',
      () => [poverty(povertyRow(LI, { 行政村: '不存在村' })), roll(rollRow(LI))],
      [['unknown-village', LI.id, 'poverty.csv:2']],
    ],
    [
      'unknown-school, of a student without a category too',
      () => [roll(rollRow(LI, { 学校标识码: '9999999999' }))],
      [['unknown-school', LI.id, 'roll.csv:2']],
    ],
    ['category-ended', () => [civil(civilRow(LI, { 状态: '停享' })), roll(rollRow(LI))], [['category-ended', LI.id, 'civil.csv:2']]],
    ['unreadable-row', () => [civil(civilRow(LI), civilRow(WANG, { 救助类别: '不知何故' }))], [['unreadable-row', null, 'civil.csv:3']]],
    [
      'same-name-same-village',
      () => [poverty(povertyRow(LI), povertyRow({ ...WANG, name: LI.name }))],
      [['same-name-same-village', null, 'poverty.csv:3 poverty.csv:2']],
    ],
  ] as const)('%s', async (_name, files, expected) => {
    await rosters.import(files());
    expect(brief(await rosters.findings())).toEqual(expected);
  });

  it('what cannot be trusted adds nothing', async () => {
    await rosters.import([poverty(povertyRow({ ...LI, id: broken(LI.id) })), roll(rollRow(LI))]);
    expect(await rosters.students()).toEqual([]);
  });

  it('a row without a name is held unless somebody names that person', async () => {
    const nameless = civil(civilRow(LI, { 姓名: '' }));
    await rosters.import([nameless]);
    expect(await rosters.students()).toEqual([]);
    await rosters.import([roll(rollRow(LI))]);
    expect(await rosters.student(LI.id)).toMatchObject({ name: LI.name, categories: ['minimum-living'] });
  });

  it('of two schools the nearest to the household counts meanwhile', async () => {
    await rosters.import([
      poverty(povertyRow(LI)),
      roll(rollRow(LI, { 学校标识码: '3043482014' }), rollRow(LI, { 学校标识码: '3043482004' })),
    ]);
    expect((await rosters.student(LI.id))?.school).toBe('3043482004');
  });

  it('a village that another roster knows is taken from there', async () => {
    await rosters.import([poverty(povertyRow(LI, { 行政村: '不存在村' })), disabled(disabledRow(LI)), roll(rollRow(LI))]);
    expect(await rosters.student(LI.id)).toMatchObject({ village: '430482101201', categories: ['disabled', 'registered'] });
  });
});

describe('newer rosters', () => {
  it('add, change, and end nothing by themselves', async () => {
    await rosters.import([civil(civilRow(LI), civilRow(WANG))], { date: '2020-09-01' });
    const newer = rosters.write('civil-2.csv', csv(COLUMNS.civil, [civilRow(LI, { '村（居）': '东村' })]));
    const answer = await rosters.import([newer], { date: '2020-09-05' });
    expect(answer).toMatchObject({ records: { completed: 2 }, findings: { opened: 1 } });
    expect((await rosters.student(LI.id))?.village).toBe('430482101202');
    expect((await rosters.student(WANG.id))?.categories).toEqual(['minimum-living']);
    expect(brief(await rosters.findings())).toEqual([['category-ended', WANG.id, 'civil.csv:3']]);
  });

  it('close a finding whose cause has gone', async () => {
    await rosters.import([poverty(povertyRow(LI)), roll(rollRow(LI, { 姓名: '李欣宜' }))], { date: '2020-09-01' });
    const [finding] = await rosters.findings();
    const corrected = rosters.write('roll-2.csv', csv(COLUMNS.roll, [rollRow(LI)]));
    expect((await rosters.import([corrected], { date: '2020-09-02' })).findings).toEqual({ opened: 0, closed: 1 });
    expect(await rosters.findings()).toEqual([]);
    expect((await rosters.findings({ status: 'closed' })).map(({ findingId }) => findingId)).toEqual([finding?.findingId]);
  });

  it('are refused if they are older than the last', async () => {
    await rosters.import([civil(civilRow(LI))], { date: '2020-09-05' });
    const before = await rosters.events();
    const older = rosters.write('older.csv', csv(COLUMNS.civil, [civilRow(WANG)]));
    expect(await refusalOf(rosters.import([older], { date: '2020-09-01' }))).toMatchObject({ code: 'older-roster' });
    expect(await rosters.events()).toEqual(before);
  });
});

describe('a decision', () => {
  const decide = async (kind: string, userId: string, accept: number): Promise<FindingAnswer> => {
    const [finding] = await rosters.findings({ kind });
    return rosters.decide(finding?.findingId ?? '', userId, { accept, reason: '已核实' });
  };

  it('lets a broken number count as the right one, also in later files', async () => {
    await rosters.import([poverty(povertyRow(LI)), roll(rollRow(LI, { 身份证件号: broken(LI.id) }))], { date: '2020-09-01' });
    expect(await decide('bad-checksum', 'police', 1)).toMatchObject({ status: 'accepted' });
    expect((await rosters.student(LI.id))?.school).toBe('3043482006');
    const again = rosters.write(
      'roll-2.csv',
      csv(COLUMNS.roll, [rollRow(WANG), rollRow(LI, { 身份证件号: broken(LI.id), 年级: '四年级' })]),
    );
    await rosters.import([again], { date: '2020-09-05' });
    expect((await rosters.student(LI.id))?.grade).toBe(4);
    expect(await rosters.findings({ status: 'open' })).toEqual([]);
  });

  it('against a broken number brings up that somebody is on no roll', async () => {
    await rosters.import([poverty(povertyRow(LI)), roll(rollRow(LI, { 身份证件号: broken(LI.id) }))]);
    const [finding] = await rosters.findings();
    await rosters.decide(finding?.findingId ?? '', 'police', { reject: true, reason: '另有其人' });
    expect(brief(await rosters.findings({ status: 'open' }))).toEqual([['registered-not-enrolled', LI.id, 'poverty.csv:2']]);
  });

  it('for a name stays when the same rosters come again', async () => {
    const files = [poverty(povertyRow(LI)), roll(rollRow(LI, { 姓名: '李欣宜' }))];
    await rosters.import(files);
    expect(await decide('name-differs', 'police', 2)).toMatchObject({ status: 'accepted' });
    await rosters.import(files);
    expect((await rosters.student(LI.id))?.name).toBe('李欣宜');
    expect(await rosters.findings({ status: 'open' })).toEqual([]);
  });

  it('removes a category that has ended, and support that runs again adds it again', async () => {
    await rosters.import([civil(civilRow(LI))], { date: '2020-09-01' });
    await rosters.import([rosters.write('ended.csv', csv(COLUMNS.civil, [civilRow(LI, { 状态: '停享' })]))], { date: '2020-09-02' });
    expect((await rosters.student(LI.id))?.categories).toEqual(['minimum-living']);
    await decide('category-ended', 'civil', 1);
    expect((await rosters.student(LI.id))?.categories).toEqual([]);
    await rosters.import([rosters.write('again.csv', csv(COLUMNS.civil, [civilRow(LI, { 救助证号: 'DB2' })]))], { date: '2020-09-03' });
    expect((await rosters.student(LI.id))?.categories).toEqual(['minimum-living']);
  });

  it('closes a record as a duplicate of another', async () => {
    await rosters.import([poverty(povertyRow(LI), povertyRow({ ...WANG, name: LI.name }))]);
    await decide('same-name-same-village', 'police', 2);
    expect(await rosters.students()).toHaveLength(1);
    expect(await rosters.findings({ status: 'open' })).toEqual([]);
  });

  it('is refused to whom it does not concern, and the second time', async () => {
    await rosters.import([poverty(povertyRow(LI)), roll(rollRow(WANG))]);
    const [finding] = await rosters.findings();
    const id = finding?.findingId ?? '';
    const body = { accept: 1, reason: '已核实' };
    expect(await refusalOf(rosters.decide(id, 'civil', body))).toMatchObject({ code: 'not-its-decider' });
    expect(await refusalOf(rosters.decide(id, 'poverty', { accept: 99, reason: '已核实' }))).toMatchObject({ code: 'no-such-proposal' });
    expect(await refusalOf(rosters.decide(id, 'poverty', { reason: '已核实' }))).toMatchObject({ code: 'accept-or-reject' });
    expect(await refusalOf(rosters.decide('none', 'poverty', body))).toMatchObject({ code: 'unknown-finding' });
    await rosters.decide(id, 'poverty', body, 'once');
    expect(await rosters.decide(id, 'poverty', body, 'once')).toMatchObject({ status: 'accepted', events: 0 });
    expect(await refusalOf(rosters.decide(id, 'approver', body))).toMatchObject({ code: 'finding-decided' });
  });

  it('whose process is killed before it is carried out is carried out by the next reconciling', async () => {
    const files = [poverty(povertyRow(LI)), roll(rollRow(WANG))];
    await rosters.import(files);
    const [finding] = await rosters.findings();
    rosters = await rosters.reopen((log) => breaking(log, (stream) => stream.startsWith('record-')));
    await expect(rosters.decide(finding?.findingId ?? '', 'poverty', { accept: 1, reason: '已核实' })).rejects.toThrow('killed');
    rosters = await rosters.reopen();
    expect((await rosters.student(LI.id))?.stage).toBeNull();
    await rosters.import(files);
    expect((await rosters.student(LI.id))?.stage).toBe('none');
  });
});

describe('what is no roster is refused with the reason, and nothing is kept or appended', () => {
  it.each([
    ['roster-empty', (): string => rosters.write('empty.csv', '')],
    ['roster-empty', (): string => roll()],
    ['no-roster', (): string => rosters.write('other.csv', 'a,b,c\n1,2,3\n')],
    ['roster-columns', (): string => rosters.write('some.csv', '姓名,身份证号,救助类别\n李,1,低保\n')],
    ['roster-encoding', (): string => rosters.write('bytes.csv', Buffer.from([0x81, 0x20, 0xff, 0x81, 0x20]))],
    ['roster-csv', (): string => rosters.write('line.csv', 'x'.repeat(3_000_000))],
    ['broken-xlsx', (): string => rosters.write('broken.xlsx', 'PK\u0003\u0004 not whole')],
    ['is-old-workbook', (): string => rosters.write('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))],
    ['no-such-roster', (): string => '/nowhere/at/all.csv'],
  ] as const)('%s', async (code, file) => {
    const before = await rosters.events();
    const path: string = file();
    expect(await refusalOf(rosters.import([path]))).toMatchObject({ kind: 'unreadable', code });
    expect(await rosters.events()).toEqual(before);
    expect(readdirSync(join(dirname(rosters.write('x', '')), 'data', 'rosters')).filter((name) => !name.startsWith('rows.db'))).toEqual([]);
  });

  it('one bad file, and the good ones beside it are not imported either', async () => {
    const before = await rosters.events();
    expect(await refusalOf(rosters.import([roll(rollRow(LI)), rosters.write('empty.csv', '')]))).toMatchObject({ code: 'roster-empty' });
    expect(await rosters.events()).toEqual(before);
  });

  it('another department, another officer, a day to come, a department that there is not', async () => {
    const before = await rosters.events();
    const file = roll(rollRow(LI));
    expect(await refusalOf(rosters.import([file], { department: 'civil-affairs' }))).toMatchObject({ code: 'other-department' });
    expect(await refusalOf(rosters.import([file], { as: 'civil' }))).toMatchObject({ kind: 'forbidden', code: 'not-its-officer' });
    expect(await refusalOf(rosters.import([file], { date: '2020-09-11' }))).toMatchObject({ code: 'roster-in-future' });
    expect(await refusalOf(rosters.import([file], { date: '2020-02-30' }))).toMatchObject({ code: 'wrong-roster-date' });
    expect(await refusalOf(rosters.import([file], { department: 'weather' }))).toMatchObject({ code: 'unknown-department' });
    expect(await refusalOf(rosters.import([file], { cycle: '2020' }))).toMatchObject({ code: 'wrong-cycle' });
    expect(await rosters.events()).toEqual(before);
  });
});
