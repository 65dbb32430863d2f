import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { CollectDetails, OpenRecord, type CommandAnswer } from '#records';
import type { ShownFinding } from './queries/list-findings.js';
import { civilRow, COLUMNS, csv, idNumber, listRow, povertyRow, rollRow } from './testing/county.js';
import { breaking, CYCLE, OpenedRosters } from './testing/opened-rosters.js';

const LI = { name: '李欣怡', id: idNumber('20110305', 2) };
const WANG = { name: '王子涵', id: idNumber('20100710', 11) };
/** Numbers that nobody bears. */
const FREE = idNumber('20110305', 4);
const OTHER = idNumber('20110305', 6);

let rosters: OpenedRosters;

beforeEach(async () => {
  rosters = await OpenedRosters.open();
});

afterEach(() => rosters.close());

const poverty = (...rows: readonly Readonly<Record<string, string>>[]) => rosters.write('poverty.csv', csv(COLUMNS.poverty, rows));
const recordOf = async (id: string) => (await rosters.student(id))?.recordId ?? '';
const sameStudents = (status?: string) => rosters.findings({ kind: 'same-student', ...(status !== undefined && { status }) });

let commands = 0;

/** The village's collector gives a record a number. */
function renumber(recordId: string, number: string, commandId = `renumber-${(commands += 1)}`): Promise<CommandAnswer> {
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const sex = Number(number[16]) % 2 === 1 ? 'male' : 'female';
  const body = { section: 'identity', values: { idNumber: number, birthDate: born, sex } };
  return rosters.commands.execute(new CollectDetails(recordId, body, { userId: 'villager', commandId }));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome.code;
  throw new Error('it was not refused');
}

async function decide(proposal: (records: Readonly<Record<string, string>>) => object, records: Readonly<Record<string, string>>) {
  const [finding] = await sameStudents('open');
  const wanted = JSON.stringify(proposal(records));
  const proposals = (finding?.detail['proposals'] ?? []) as unknown as readonly {
    number: number;
    recordId?: string;
    duplicateOf?: string;
  }[];
  const accept = proposals.find(
    ({ recordId, duplicateOf }) => JSON.stringify({ ...(recordId && { recordId }), ...(duplicateOf && { duplicateOf }) }) === wanted,
  )?.number;
  return rosters.decide(finding?.findingId ?? '', 'police', { accept: accept ?? 0, reason: '已核实' });
}

describe('given two students, a number that one bears and that is wanted for the other', () => {
  let li: string;
  let wang: string;

  beforeEach(async () => {
    await rosters.import([poverty(povertyRow(LI), povertyRow(WANG))]);
    [li, wang] = [await recordOf(LI.id), await recordOf(WANG.id)];
  });

  it('is refused, changes no record, and is a finding at once with both of them', async () => {
    const before = await rosters.students();
    expect(await codeOf(renumber(li, WANG.id))).toBe('identity-taken');
    expect(await rosters.students()).toEqual(before);
    const found: readonly ShownFinding[] = await sameStudents('open');
    expect(found).toHaveLength(1);
    expect(found[0]?.detail).toMatchObject({
      sign: 'number-contested',
      people: [
        { recordId: wang, name: WANG.name, idNumber: WANG.id },
        { recordId: li, name: LI.name, idNumber: LI.id },
      ],
      proposals: [
        { number: 1, action: 'none' },
        { number: 2, action: 'close-duplicate', recordId: li, duplicateOf: wang },
        { number: 3, action: 'close-duplicate', recordId: wang, duplicateOf: li },
      ],
    });
    expect(found[0]?.rows.map(({ value }) => value)).toEqual([WANG.id, LI.id]);
  });

  it('is one finding however often it is tried, and by the same command one event', async () => {
    await codeOf(renumber(li, WANG.id, 'once'));
    const before = await rosters.events();
    expect(await codeOf(renumber(li, WANG.id, 'once'))).toBe('identity-taken');
    expect(await rosters.events()).toEqual(before);
    await codeOf(renumber(li, WANG.id));
    await rosters.import([rosters.write('roll.csv', csv(COLUMNS.roll, [rollRow(LI), rollRow(WANG)]))]);
    expect(await sameStudents()).toHaveLength(1);
  });

  it('tells nothing of the numbers in what stands in the log for it', async () => {
    await codeOf(renumber(li, WANG.id));
    const [contested] = (await rosters.events()).filter(({ type }) => type === 'identity-contested');
    expect(contested?.actor.userId).toBe('villager');
    expect(JSON.stringify(contested)).not.toContain(WANG.id);
    expect(JSON.stringify(contested)).not.toContain(LI.id);
  });

  it('closes the one as a duplicate when that is decided; both histories stay', async () => {
    await codeOf(renumber(li, WANG.id));
    expect(await decide(({ li: recordId, wang: duplicateOf }) => ({ recordId, duplicateOf }), { li, wang })).toMatchObject({
      status: 'accepted',
      records: [li],
    });
    expect((await rosters.students()).map(({ recordId }) => recordId)).toEqual([wang]);
    expect((await rosters.events()).filter(({ stream }) => stream === `record-${li}`).at(-1)).toMatchObject({
      type: 'record-closed',
      data: { reason: 'duplicate', duplicateOf: wang },
      actor: { userId: 'police' },
    });
    await rosters.import([poverty(povertyRow(LI), povertyRow(WANG))]);
    expect(await sameStudents('open')).toEqual([]);
  });

  it('goes to the other once its bearer is closed as the duplicate, and rosters find the student under it', async () => {
    await codeOf(renumber(li, WANG.id));
    await decide(({ li: duplicateOf, wang: recordId }) => ({ recordId, duplicateOf }), { li, wang });
    await renumber(li, WANG.id);
    expect((await rosters.students()).map(({ recordId, idNumber: number }) => [recordId, number])).toEqual([[li, WANG.id]]);
    const roll = rosters.write('roll.csv', csv(COLUMNS.roll, [rollRow({ ...WANG, name: LI.name })]));
    await rosters.import([roll]);
    expect((await rosters.student(WANG.id))?.school).toBe('3043482006');
    expect(await sameStudents('open')).toEqual([]);
  });

  it('that are said to be two people are not asked about again', async () => {
    await codeOf(renumber(li, WANG.id));
    await decide(() => ({}), {});
    expect(await codeOf(renumber(li, WANG.id))).toBe('identity-taken');
    await rosters.import([rosters.write('roll.csv', csv(COLUMNS.roll, [rollRow(LI)]))]);
    expect(await sameStudents()).toMatchObject([{ status: 'accepted' }]);
    expect(await rosters.students()).toHaveLength(2);
  });

  it('closes the finding when its cause has gone: the record got a number of its own', async () => {
    await codeOf(renumber(li, WANG.id));
    await renumber(li, FREE);
    await rosters.import([rosters.write('poverty-2.csv', csv(COLUMNS.poverty, [povertyRow({ ...LI, id: FREE }), povertyRow(WANG)]))]);
    expect(await sameStudents()).toEqual([]);
    expect(await sameStudents('closed')).toMatchObject([{ detail: { sign: 'number-contested' } }]);
  });

  it('is found by the next reconciling if the process dies before the finding stands', async () => {
    rosters = await rosters.reopen((log) => breaking(log, (stream) => stream.startsWith('finding-')));
    await expect(renumber(li, WANG.id)).rejects.toThrow('killed');
    rosters = await rosters.reopen();
    expect(await sameStudents()).toEqual([]);
    await rosters.import([poverty(povertyRow(LI), povertyRow(WANG))]);
    expect(await sameStudents('open')).toHaveLength(1);
  });

  it('may be decided by the public security’s officer and the approver only', async () => {
    await codeOf(renumber(li, WANG.id));
    const [finding] = await sameStudents();
    const body = { accept: 1, reason: '已核实' };
    expect(await codeOf(rosters.decide(finding?.findingId ?? '', 'poverty', body))).toBe('not-its-decider');
    expect(await rosters.decide(finding?.findingId ?? '', 'approver', body)).toMatchObject({ status: 'accepted' });
  });
});

it('a record opened without a number that then is to get a number of the rosters is the other’s duplicate or another student', async () => {
  await rosters.import([poverty(povertyRow(LI))]);
  const opened: CommandAnswer = await rosters.commands.execute(
    new OpenRecord({ cycle: CYCLE, reason: '证件遗失' }, { userId: 'poverty', commandId: 'open' }),
  );
  const body = { section: 'identity', values: { name: LI.name, idNumber: LI.id } };
  const collect = rosters.commands.execute(new CollectDetails(opened.recordId, body, { userId: 'poverty', commandId: 'collect' }));
  expect(await codeOf(collect)).toBe('identity-taken');
  expect(await sameStudents('open')).toHaveLength(1);
});

describe('given a student whose number was corrected, and a roster that has the old one still', () => {
  let li: string;

  beforeEach(async () => {
    await rosters.import([poverty(povertyRow(LI))], { date: '2020-09-01' });
    li = await recordOf(LI.id);
    await renumber(li, FREE);
    await rosters.import([rosters.write('civil.csv', csv(COLUMNS.civil, [civilRow(LI)]))], { date: '2020-09-02' });
  });

  const accept = async (action: string) => {
    const [finding] = await sameStudents('open');
    const proposals = finding?.detail['proposals'] as unknown as readonly { number: number; action: string }[];
    const { number = 0 } = proposals.find((proposal) => proposal.action === action) ?? {};
    return rosters.decide(finding?.findingId ?? '', 'police', { accept: number, reason: '已核实' });
  };

  it('nobody gets a second record; whose the rows are is one finding', async () => {
    expect((await rosters.students()).map(({ recordId, idNumber: number }) => [recordId, number])).toEqual([[li, FREE]]);
    expect(await sameStudents('open')).toMatchObject([
      {
        subject: { name: LI.name, idNumber: LI.id },
        detail: {
          sign: 'number-corrected',
          people: [{ recordId: li, idNumber: FREE }],
          proposals: [
            { number: 1, action: 'adopt', idNumber: FREE },
            { number: 2, action: 'none' },
          ],
        },
      },
    ]);
  });

  it('rows that are decided to be the student’s count for the record, in later files too', async () => {
    await accept('adopt');
    expect(await rosters.student(FREE)).toMatchObject({ recordId: li, categories: ['minimum-living', 'registered'] });
    await rosters.import([rosters.write('roll.csv', csv(COLUMNS.roll, [rollRow(LI)]))], { date: '2020-09-03' });
    expect(await rosters.student(FREE)).toMatchObject({ recordId: li, school: '3043482006' });
    expect(await rosters.findings({ status: 'open' })).toEqual([]);
  });

  it('rows that are decided to be another’s open a record of their own', async () => {
    await accept('none');
    expect((await rosters.students()).map(({ idNumber: number }) => number).sort()).toEqual([LI.id, FREE].sort());
    expect(await sameStudents('open')).toEqual([]);
  });

  it('closes when the departments have corrected their rosters, and nobody gets a record by the old ones', async () => {
    const row = { ...LI, id: FREE };
    const newer = [
      rosters.write('poverty-2.csv', csv(COLUMNS.poverty, [povertyRow(row)])),
      rosters.write('civil-2.csv', csv(COLUMNS.civil, [civilRow(row)])),
    ];
    await rosters.import(newer, { date: '2020-09-04' });
    expect((await rosters.students()).map(({ recordId }) => recordId)).toEqual([li]);
    expect([await sameStudents('open'), (await sameStudents('closed')).length]).toEqual([[], 1]);
  });

  it('with another name in the newest rosters: somebody else may bear the number, and is not left out', async () => {
    const newer = [
      rosters.write('poverty-2.csv', csv(COLUMNS.poverty, [povertyRow({ ...LI, id: FREE })])),
      rosters.write('civil-2.csv', csv(COLUMNS.civil, [civilRow({ name: WANG.name, id: LI.id })])),
    ];
    await rosters.import(newer, { date: '2020-09-04' });
    expect((await rosters.students()).map(({ idNumber: number }) => number).sort()).toEqual([LI.id, FREE].sort());
  });
});

describe('given a number of fifteen digits and one of eighteen', () => {
  const fifteen = `${LI.id.slice(0, 6)}${LI.id.slice(8, 17)}`;
  const list = (name: string) => rosters.write('list.csv', csv(COLUMNS.list, [listRow({ name, id: fifteen }, { 学籍号: '' })]));

  it.each([
    ['that are the same fifteen digits, of one name: they may be one student', LI.id, LI.name, 1],
    ['of another name: they are two', LI.id, WANG.name, 0],
    ['that are other digits: they are two', OTHER, LI.name, 0],
  ])('%s', async (_name, id, name, findings) => {
    await rosters.import([poverty(povertyRow({ ...LI, id })), list(name)]);
    expect(await rosters.students()).toHaveLength(2);
    expect((await sameStudents()).map(({ detail }) => detail['sign'])).toEqual(findings === 0 ? [] : ['same-fifteen-digits']);
  });
});
