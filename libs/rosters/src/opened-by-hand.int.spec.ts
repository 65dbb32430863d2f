import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal, type Recorded } from '#kernel';
import type { EventLog } from '#event-store';
import { CollectDetails, OpenRecord, type CommandAnswer } from '#records';
import { COLUMNS, csv, idNumber, povertyRow } from './testing/county.js';
import { breaking, CYCLE, OpenedRosters } from './testing/opened-rosters.js';

/** Of a boy born in 2012, with an X at its end. */
const NUMBER = '43048220120704018X';
const OTHER = idNumber('20110305', 6);
const THIRD = idNumber('20110305', 4);

let rosters: OpenedRosters;

beforeEach(async () => {
  rosters = await OpenedRosters.open();
});

afterEach(() => rosters.close());

let commands = 0;

const open = (number: string, userId = 'poverty', commandId = `open-${(commands += 1)}`): Promise<CommandAnswer> =>
  rosters.commands.execute(new OpenRecord({ cycle: CYCLE, idNumber: number }, { userId, commandId }));

const withoutNumber = (): Promise<CommandAnswer> =>
  rosters.commands.execute(
    new OpenRecord({ cycle: CYCLE, reason: '证件遗失' }, { userId: 'poverty', commandId: `open-${(commands += 1)}` }),
  );

const give = (recordId: string, number: string | null, commandId = `give-${(commands += 1)}`): Promise<CommandAnswer> =>
  rosters.commands.execute(
    new CollectDetails(recordId, { section: 'identity', values: { idNumber: number } }, { userId: 'poverty', commandId }),
  );

const importOf = (...ids: readonly string[]) => {
  const rows = ids.map((id) => povertyRow({ name: `学${id.slice(-3)}`, id }));
  return rosters.import([rosters.write(`poverty-${(commands += 1)}.csv`, csv(COLUMNS.poverty, rows))]);
};

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome;
  throw outcome instanceof Error ? outcome : new Error('it was not refused');
}

const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
const studentOf = ({ recordId }: Pick<CommandAnswer, 'recordId'>) => recordId.slice(0, 36);
const records = async () => (await rosters.events()).filter(({ type }) => type === 'record-opened');
const numbers = async () => (await rosters.students()).map(({ recordId, idNumber: number }) => [recordId, number]);

/** Opens the directory anew with a log whose process dies at an append. */
const dying = async (dies: (stream: string) => boolean) => {
  rosters = await rosters.reopen((log) => breaking(log, dies));
};
const intact = async () => {
  rosters = await rosters.reopen();
};

describe('given a record that was opened by hand', () => {
  let record: CommandAnswer;

  beforeEach(async () => {
    record = await open(NUMBER);
  });

  it('it has the number, from whoever opened it, and is found by it', async () => {
    expect(await numbers()).toEqual([[record.recordId, NUMBER]]);
    const events = (await rosters.events()).filter(({ stream }) => stream === `record-${record.recordId}`);
    expect(events).toMatchObject([
      { type: 'record-opened' },
      { type: 'details-recorded', actor: { userId: 'poverty' }, data: { section: 'identity', source: { kind: 'collected' } } },
    ]);
    expect(await rosters.claims.holderOf(NUMBER)).toBe(studentOf(record));
  });

  it.each([
    ['as it is', NUMBER],
    ['with a small x', NUMBER.toLowerCase()],
    ['with spaces', ` ${NUMBER.slice(0, 6)} ${NUMBER.slice(6)}\u3000`],
    ['with full-width digits', NUMBER.replaceAll('0', '０')],
    ['with a full-width x', NUMBER.replace('X', 'ｘ')],
  ])('nobody opens another by the number written %s', async (_how, written) => {
    expect(await codeOf(open(written, 'villager'))).toBe('record-exists');
    expect(await records()).toHaveLength(1);
  });

  it.each([
    ['with a sign that nobody sees', `${NUMBER.slice(0, 9)}\u200b${NUMBER.slice(9)}`],
    ['as a formula', `="${NUMBER}"`],
    ['with an apostrophe', `'${NUMBER}`],
    ['with fifteen digits', `${NUMBER.slice(0, 6)}${NUMBER.slice(8, 17)}`],
    ['without its last digit', NUMBER.slice(0, 17)],
    ['twice', NUMBER + NUMBER],
    ['with a wrong check digit', `${NUMBER.slice(0, 17)}1`],
    ['with a letter', NUMBER.replace('2012', '2O12')],
    ['as nothing', ''],
    ['as white space', ' \u3000'],
    ['as a word', 'abc'],
    ['with a birth ahead', '430482203107040189'],
    ['with a birth that is no day', '430482201213040189'],
    ['as one digit over and over', '1'.repeat(18)],
  ])('nobody opens another by the number written %s, and nothing is claimed', async (_how, written) => {
    const before = await rosters.events();
    expect((await refusalOf(open(written, 'villager'))).kind).toMatch(/invalid|conflict/);
    expect((await rosters.events()).filter(({ type }) => type !== 'attempt-refused')).toEqual(before);
  });

  it('what is wrong with a number is said where it stands, and not repeated', async () => {
    const refusal = await refusalOf(open(`${NUMBER.slice(0, 17)}1`));
    expect(refusal).toMatchObject({ code: 'invalid-values', errors: [{ pointer: '/idNumber', code: 'wrong-check-digit' }] });
    expect(JSON.stringify({ ...refusal })).not.toContain('20120704');
  });

  it('it is named only to who may know of it', async () => {
    expect((await refusalOf(open(NUMBER, 'education'))).params).toMatchObject({ recordId: record.recordId });
    expect((await refusalOf(open(NUMBER, 'villager'))).params).toEqual({});
    const region = { section: 'household', values: { region: '430482101201' } };
    await rosters.commands.execute(new CollectDetails(record.recordId, region, { userId: 'poverty', commandId: 'region' }));
    expect((await refusalOf(open(NUMBER, 'villager'))).params).toMatchObject({ recordId: record.recordId });
  });

  it('who may open nothing is told nothing of it, and claims nothing', async () => {
    expect(await codeOf(open(NUMBER, 'admin'))).toBe('not-opener');
    expect(await codeOf(open(OTHER, 'admin'))).toBe('not-opener');
    expect(await rosters.claims.holderOf(OTHER)).toBeUndefined();
  });

  it('another number claims that one and frees the first, and no number frees it', async () => {
    await give(record.recordId, OTHER);
    expect([await rosters.claims.holderOf(NUMBER), await rosters.claims.holderOf(OTHER)]).toEqual([undefined, studentOf(record)]);
    const second = await open(NUMBER);
    expect(second.recordId).not.toBe(record.recordId);
    await give(record.recordId, null);
    expect(await rosters.claims.holderOf(OTHER)).toBeUndefined();
    await give(second.recordId, OTHER);
    expect(await rosters.claims.holderOf(OTHER)).toBe(studentOf(second));
  });

  it('the same command again is answered as then, whatever number it has by now', async () => {
    const first = await open(OTHER, 'poverty', 'again');
    await give(first.recordId, THIRD);
    const before = await rosters.events();
    expect(await open(OTHER, 'poverty', 'again')).toEqual({ ...first, events: 0 });
    expect(await rosters.events()).toEqual(before);
  });

  it('the same command for somebody else is another one', async () => {
    await open(OTHER, 'poverty', 'reused');
    expect(await codeOf(open(THIRD, 'poverty', 'reused'))).toBe('command-reused');
    const next = new OpenRecord({ cycle: '2021-2022', idNumber: OTHER }, { userId: 'poverty', commandId: 'reused' });
    expect(await codeOf(rosters.commands.execute(next))).toBe('command-reused');
    expect(await rosters.claims.holderOf(THIRD)).toBeUndefined();
  });
});

it('of many who open one student at once, each in their own way, one does', async () => {
  const written = [NUMBER, NUMBER.toLowerCase(), ` ${NUMBER}`, NUMBER.replaceAll('2', '２')];
  const people = ['poverty', 'civil', 'villager', 'education'];
  const outcomes = await Promise.allSettled(written.flatMap((one) => people.map((userId) => open(one, userId))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await records()).toHaveLength(1);
});

it('a number that is opened and given to another record at once is in one of them', async () => {
  const other = await withoutNumber();
  await Promise.allSettled([open(NUMBER), give(other.recordId, NUMBER), open(NUMBER, 'civil')]);
  expect((await rosters.students()).filter(({ idNumber: number }) => number === NUMBER)).toHaveLength(1);
});

describe('given a process that died between claim and record', () => {
  beforeEach(async () => {
    await dying((stream) => stream.startsWith('record-'));
    await expect(open(NUMBER, 'poverty', 'died')).rejects.toThrow('killed');
    await intact();
    expect(await rosters.claims.holderOf(NUMBER)).toBeDefined();
  });

  it.each([
    ['the same command', () => open(NUMBER, 'poverty', 'died')],
    ['somebody else', () => open(NUMBER, 'civil')],
  ])('%s opens the record', async (_who, again) => {
    const { recordId } = await again();
    expect(await numbers()).toEqual([[recordId, NUMBER]]);
    expect(await rosters.claims.holderOf(NUMBER)).toBe(recordId.slice(0, 36));
  });

  it('an import opens the record, and the number is not taken from it', async () => {
    await importOf(NUMBER);
    expect(await numbers()).toEqual([[expect.stringContaining(CYCLE), NUMBER]]);
    const other = await withoutNumber();
    expect(await codeOf(give(other.recordId, NUMBER))).toBe('identity-taken');
  });

  it('another record may get the number, and then it is that one’s', async () => {
    const other = await withoutNumber();
    await give(other.recordId, NUMBER);
    expect(await rosters.claims.holderOf(NUMBER)).toBe(studentOf(other));
    expect(await codeOf(open(NUMBER, 'poverty', 'died'))).toBe('record-exists');
  });

  it('a record of another cycle is opened, and its number is not taken from it', async () => {
    await rosters.commands.execute(new OpenRecord({ cycle: '2021-2022', idNumber: NUMBER }, { userId: 'civil', commandId: 'next' }));
    const other = await withoutNumber();
    expect(await codeOf(give(other.recordId, NUMBER))).toBe('identity-taken');
  });
});

it('a claim is given back if the record is refused after it', async () => {
  const other = await withoutNumber();
  const refusing = (log: EventLog): EventLog => ({
    ...log,
    append: (stream, ...rest) =>
      stream.startsWith('record-') ? Promise.reject(new Refusal('conflict', 'wrong-expected-revision')) : log.append(stream, ...rest),
  });
  rosters = await rosters.reopen(refusing);
  expect((await refusalOf(open(NUMBER))).kind).toBe('stale');
  expect((await refusalOf(give(other.recordId, OTHER))).kind).toBe('stale');
  expect([await rosters.claims.holderOf(NUMBER), await rosters.claims.holderOf(OTHER)]).toEqual([undefined, undefined]);
});

it('a number that a process died over before another record had it is nobody’s', async () => {
  const [other, third] = [await withoutNumber(), await withoutNumber()];
  await dying((stream) => stream.startsWith('record-'));
  await expect(give(other.recordId, NUMBER)).rejects.toThrow('killed');
  await intact();
  await give(third.recordId, NUMBER);
  expect(await rosters.claims.holderOf(NUMBER)).toBe(studentOf(third));
});

describe('given a process that died between the record’s new number and giving up the old one', () => {
  let record: CommandAnswer;

  beforeEach(async () => {
    record = await open(NUMBER);
    let claims = 0;
    await dying((stream) => stream.startsWith('identity-') && (claims += 1) > 1);
    await expect(give(record.recordId, OTHER)).rejects.toThrow('killed');
    await intact();
    expect(await numbers()).toEqual([[record.recordId, OTHER]]);
    expect(await rosters.claims.holderOf(NUMBER)).toBe(studentOf(record));
  });

  it('who opens the old one opens another record', async () => {
    const second = await open(NUMBER);
    expect(await numbers()).toEqual(
      expect.arrayContaining([
        [record.recordId, OTHER],
        [second.recordId, NUMBER],
      ]),
    );
    expect(await rosters.claims.holderOf(NUMBER)).toBe(studentOf(second));
  });

  it('an import of the old one leaves the record alone', async () => {
    await importOf(NUMBER);
    expect((await numbers()).map(([, number]) => number).sort()).toEqual([OTHER, NUMBER].sort());
    expect(await rosters.student(OTHER)).toMatchObject({ recordId: record.recordId, name: null });
  });
});

describe('whatever people do and wherever processes die', () => {
  const number = fc.constantFrom(NUMBER, OTHER, THIRD);
  const written = fc
    .tuple(number, fc.constantFrom('', ' ', '\u3000'))
    .map(([one, space]) => `${one.slice(0, 8)}${space}${one.slice(8)}`.toLowerCase());
  const act = fc.oneof(
    fc.record({ kind: fc.constant('open' as const), written, userId: fc.constantFrom('poverty', 'civil', 'villager') }),
    fc.record({ kind: fc.constant('without' as const) }),
    fc.record({ kind: fc.constant('give' as const), which: fc.nat(3), number: fc.option(number) }),
    fc.record({ kind: fc.constant('import' as const), number }),
  );
  const steps = fc.array(fc.record({ acts: fc.array(act, { minLength: 1, maxLength: 3 }), dies: fc.option(fc.nat(3)) }), { maxLength: 6 });

  it('a number is in one open record at most, and that record’s student holds it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const left = { appends: Infinity };
        const mortal = await OpenedRosters.open({ through: (log) => breaking(log, () => (left.appends -= 1) < 0) });
        await rosters.close();
        rosters = mortal;
        for (const { acts, dies } of all) {
          left.appends = dies ?? Infinity;
          await Promise.allSettled(acts.map(done));
          left.appends = Infinity;
          await mustHold();
        }
      }),
      { numRuns: 12 },
    );
  });

  type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

  async function done(one: Act): Promise<unknown> {
    if (one.kind === 'open') return open(one.written, one.userId);
    if (one.kind === 'without') return withoutNumber();
    if (one.kind === 'import') return importOf(one.number);
    const record = (await records())[one.which];
    return record && give(record.stream.slice('record-'.length), one.number);
  }

  async function mustHold(): Promise<void> {
    const bearers = new Map<string, string>();
    for (const [record, value] of numbersIn(await rosters.events())) {
      expect([...bearers.keys()]).not.toContain(value);
      bearers.set(value, record);
      expect(await rosters.claims.holderOf(value)).toBe(record.slice('record-'.length, 'record-'.length + 36));
    }
  }

  /** The number that each record has, by the record's stream. */
  function numbersIn(events: readonly Recorded[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { stream, data } of events) {
      const value = (data as { values?: { idNumber?: { v?: unknown } } }).values?.idNumber?.v;
      if (!stream.startsWith('record-') || value === undefined) continue;
      if (typeof value === 'string') found.set(stream, value);
      else found.delete(stream);
    }
    return found;
  }
});
