import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import {
  CloseError,
  ConfirmError,
  CorrectRecord,
  correctionOf,
  DismissError,
  GetHistory,
  GetRecord,
  OpenNextCycle,
  ReopenRecord,
  ReportError,
  SubmitLine,
  type CommandAnswer,
  type History,
  type ShownRecord,
} from '#records';
import { EndAppointment } from '#directory';
import { expectPlan, queryPlan } from '../../records/src/projections/testing/query-plan.js';
import { JUNIOR, OTHER_VILLAGE, TOWNSHIP, VILLAGE } from '../../student-aid/src/testing/county.js';
import { AppealAttribution, DecideAttributionAppeal, NameDecider } from './commands/index.js';
import { GetBlame, GetError, ListErrors } from './queries/index.js';
import { errorRows } from './queries/list-errors.js';
import type { Blame, ErrorAnswer, ErrorPage, ErrorsQuestion } from './queries/index.js';
import { OpenedResponsibility } from './testing/opened-responsibility.js';

const ENDING = { userId: 'dep', commandId: 'end' };

let room: OpenedResponsibility;
let first: string;
let second: string;
let addressError: string;
let cardError: string;
let before: string;

const ask = <Answer>(query: object): Promise<Answer> => room.queries.execute(query as never);
const list = (question: ErrorsQuestion = {}) => ask<ErrorPage>(new ListErrors(question));
const idsOf = async (question: ErrorsQuestion = {}) => (await list(question)).items.map(({ errorId }) => errorId);
const idsFor = (userId: string, question: ErrorsQuestion = {}) => idsOf({ ...question, asker: { userId } });
const errorFor = (errorId: string, userId?: string) => ask<ErrorAnswer>(new GetError({ errorId, asker: { userId } }));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );
const report = (id: string, field: string, userId = 'aud', commandId?: string, event?: string) =>
  room.work<CommandAnswer>(new ReportError(id, { field, origin: 'audit', ...(event && { event }) }, room.context(userId, commandId)));

beforeAll(async () => {
  room = await OpenedResponsibility.open();
  first = await room.approved('430482200803040026');
  second = await room.approved('430482200803040042');
  before = await room.log.head();
  addressError = (await report(first, 'address', 'vh')).errorId ?? '';
  cardError = (await report(second, 'cardNumber')).errorId ?? '';
});
afterAll(() => room.close());

describe('the answer to a report', () => {
  it('names the error: of a new one, of the same command again, and of a second report of the same', async () => {
    expect(addressError).toMatch(new RegExp(`^${first}\\.[0-9a-f]{8}$`));
    expect(await report(first, 'address', 'civ')).toMatchObject({ errorId: addressError, events: 0 });
    const name = await report(first, 'name', 'aud', 'same');
    expect(await report(first, 'name', 'aud', 'same')).toMatchObject({ errorId: name.errorId, events: 0 });
    const dismissed = { errorId: name.errorId ?? '', reason: '属实' };
    expect(await room.work(new DismissError(first, dismissed, room.context('edu')))).toMatchObject({ errorId: name.errorId });
    expect(await report(first, 'name', 'aud', 'same')).toMatchObject({ errorId: name.errorId, events: 0 });
  });
});

describe('errors', () => {
  it('wait for those who may decide them, and not for who has signed the value', async () => {
    const { items } = await list({ mine: true, asker: { userId: 'edu' } });
    expect(items.map(({ errorId, tasks }) => [errorId, tasks])).toEqual([
      [addressError, ['decide']],
      [cardError, ['decide']],
    ]);
    expect(await idsFor('ap', { mine: true })).toEqual([]);
    expect(await idsFor('ap2', { mine: true })).toEqual([addressError, cardError]);
    expect(await idsFor('vr', { mine: true })).toEqual([]);
    expect(await codeOf(list({ mine: true }))).toBe('no-acting-person');
  });

  it('once confirmed say who answers by name, role and unit as of their acts, and what each did', async () => {
    await room.work(new ConfirmError(first, { errorId: addressError }, room.context('edu')));
    const error = await errorFor(addressError);
    expect(error).toMatchObject({
      recordId: first,
      field: 'address',
      line: 'household',
      status: 'confirmed',
      origin: 'audit',
      reportedBy: { userId: 'vh', name: 'vh', role: 'helper', unit: VILLAGE },
      decidedBy: { userId: 'edu', role: 'officer' },
      month: '2020-09',
      outdated: false,
      alreadyChanged: false,
    });
    expect(error.answerers.map(({ userId, role, unit, acts }) => [userId, role, unit, acts.map(({ act, level }) => level ?? act)])).toEqual(
      [
        ['vc', 'collector', VILLAGE, ['introduced', 'submitted']],
        ['vr', 'reviewer', VILLAGE, ['village']],
        ['tr', 'reviewer', TOWNSHIP, ['township']],
        ['ap', 'approver', '430482', ['county']],
      ],
    );
    expect(JSON.stringify(error)).not.toContain('新建村三组');
    const record = await ask<ShownRecord>(new GetRecord({ recordId: first }));
    expect(record.errors.find(({ errorId }) => errorId === addressError)?.answerers.map(({ name }) => name)).toEqual([
      'vc',
      'vr',
      'tr',
      'ap',
    ]);
  });

  it('wait for those who answer as long as they have not appealed', async () => {
    const { items } = await list({ mine: true, asker: { userId: 'vr' } });
    expect(items.map(({ errorId, tasks }) => [errorId, tasks])).toEqual([[addressError, ['appeal']]]);
    await room.work(new AppealAttribution(first, { errorId: addressError, reason: '不是我' }, room.context('vr')));
    expect(await idsFor('vr', { mine: true })).toEqual([]);
    await room.work(new NameDecider(first, { errorId: addressError, matter: 'appeal', userId: 'civ' }, room.context('aud')));
    const named = await list({ mine: true, asker: { userId: 'civ' } });
    expect(named.items.map(({ errorId, tasks }) => [errorId, tasks])).toEqual([
      [addressError, ['decide-appeal']],
      [cardError, ['decide']],
    ]);
  });

  it('say how an appeal ended so that nobody can mistake it; the log keeps its word', async () => {
    const decision = { errorId: addressError, appellant: 'vr', outcome: 'granted' as const, reason: '属实' };
    expect(await room.work(new DecideAttributionAppeal(first, decision, room.context('civ')))).toMatchObject({ errorId: addressError });
    const { answerers } = await errorFor(addressError);
    expect(answerers.find(({ userId }) => userId === 'vr')).toMatchObject({
      answers: false,
      appeal: { status: 'granted', decidedBy: { userId: 'civ' } },
    });
    const { entries } = await ask<History>(new GetHistory({ recordId: first }));
    const entry = entries.find(({ type }) => type === 'attribution-appeal-decided');
    expect(entry?.data).toMatchObject({ outcome: 'granted', stored: 'reversed' });
    expect(await idsFor('civ', { mine: true })).toEqual([cardError]);
  });

  it('are narrowed by status, month and unit', async () => {
    const all = await idsOf();
    expect(all).toHaveLength(3);
    expect(await idsOf({ status: 'confirmed' })).toEqual([addressError]);
    expect(await idsOf({ status: 'reported' })).toEqual([cardError]);
    expect(await codeOf(list({ status: 'lost' }))).toBe('unknown-code');
    expect(await idsOf({ month: '2020-09' })).toEqual([addressError]);
    expect(await idsOf({ month: '2020-08' })).toEqual([]);
    expect(await codeOf(list({ month: '2020-13' }))).toBe('wrong-month');
    for (const unit of [VILLAGE, TOWNSHIP, JUNIOR, '430482']) expect(await idsOf({ unit })).toEqual(all);
    expect(await idsOf({ unit: OTHER_VILLAGE })).toEqual([]);
    expect(await idsOf({ unit: 'department:education' })).toEqual([]);
    expect(await codeOf(list({ unit: '430482999999' }))).toBe('unknown-unit');
  });

  it('come page by page, all as of the moment of the first, and of any moment', async () => {
    const all = await list();
    const paged: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await list({ limit: 1, cursor });
      expect(page.asOf.position).toBe(all.asOf.position);
      paged.push(...page.items.map(({ errorId }) => errorId));
      cursor = page.nextCursor;
      more = cursor !== undefined;
    }
    expect(paged).toEqual(all.items.map(({ errorId }) => errorId));
    expect(await idsOf({ asOf: before })).toEqual([]);
  });

  it('are seen by those who may know of the record, supervise who answers, or have to do with them', async () => {
    for (const userId of ['vc', 'vr', 'tr2', 'jr', 'pov', 'aud']) expect(await idsFor(userId)).toContain(addressError);
    for (const userId of ['oc', 'or', 'otr', 'hr', 'dep']) {
      expect(await idsFor(userId)).toEqual([]);
      expect(await codeOf(errorFor(addressError, userId))).toBe('unknown-error');
    }
    expect(await codeOf(errorFor(`${first}.00000000`))).toBe('unknown-error');
    expect(await codeOf(errorFor('nothing'))).toBe('unknown-error');
  });
});

describe('blame of a value that an error has named', () => {
  it('shows those who answer for the wrong value, and apart from them who has signed the right one since', async () => {
    const values = { address: '新建村五组' };
    expect(await room.work(new CorrectRecord(first, { errorId: addressError, values }, room.context('vh')))).toMatchObject({
      errorId: addressError,
    });
    await room.sign(first, 'vr', 'household', 'village');
    await room.sign(first, 'tr2', 'household', 'township');
    const { fields } = await ask<Blame>(new GetBlame({ recordId: first, field: 'address', clear: true }));
    const [address] = fields;
    expect(address).toMatchObject({ value: '新建村五组', errorIds: [], earlier: [{ value: '新建村三组', errorIds: [addressError] }] });
    expect(address?.errors).toMatchObject([
      {
        errorId: addressError,
        status: 'corrected',
        alreadyChanged: false,
        wrong: '新建村三组',
        stands: false,
        answerers: [{ name: 'vc' }, { name: 'vr' }, { name: 'tr' }, { name: 'ap' }],
        appeals: { vr: 'granted' },
      },
    ]);
    expect(address?.errors[0]?.signedSince.map(({ by, level }) => [by.userId, level])).toEqual([
      ['vr', 'village'],
      ['tr2', 'township'],
    ]);
  });

  it('of a carried value shows who brought it in the cycle before, with the record', async () => {
    const { recordId: next } = await room.work<CommandAnswer>(new OpenNextCycle(second, { cycle: '2021-2022' }, room.context('jc')));
    const { fields } = await ask<Blame>(new GetBlame({ recordId: next, field: 'address' }));
    expect(fields[0]?.setBy).toMatchObject({ by: { userId: 'vc', unit: VILLAGE }, recordId: second, source: { kind: 'collected' } });
    expect(fields[0]?.settings).toMatchObject([{ by: { userId: 'jc' }, source: { kind: 'carried' } }]);
  });
});

describe('an earlier value', () => {
  it('is named by an event of the history, and closed as already changed without voiding anything', async () => {
    await room.work(new ReopenRecord(second, { lines: ['household'], reason: '搬迁' }, room.context('ap2')));
    await room.collect(second, 'vh', 'household', { address: '新建村六组' });
    await room.work(new SubmitLine(second, { line: 'household' }, room.context('vh')));
    await room.sign(second, 'vr', 'household', 'village');
    const { entries } = await ask<History>(new GetHistory({ recordId: second }));
    const signed = entries.find(({ type, actor }) => type === 'line-signed-off' && actor.userId === 'tr');
    expect(await codeOf(report(second, 'address', 'aud', undefined, entries[0]?.eventId))).toBe('unknown-event');
    const { errorId = '' } = await report(second, 'address', 'aud', undefined, signed?.eventId);
    expect(await report(second, 'address', 'civ', undefined, signed?.eventId)).toMatchObject({ errorId, events: 0 });
    await room.work(new ConfirmError(second, { errorId }, room.context('edu')));
    const closing = correctionOf(second, { error: errorId, alreadyChanged: true }, room.context('vh'));
    expect(closing).toBeInstanceOf(CloseError);
    expect(await room.work(closing)).toMatchObject({ errorId, events: 1 });
    expect(await errorFor(errorId)).toMatchObject({ status: 'corrected', alreadyChanged: true, correctedBy: { userId: 'vh' } });
    const { fields } = await ask<Blame>(new GetBlame({ recordId: second, field: 'address' }));
    expect(fields[0]?.signOffs.filter(({ voided }) => voided === undefined).map(({ by }) => by.userId)).toEqual(['vr']);
    const standing = await codeOf(room.work(new CloseError(second, { errorId: cardError }, room.context('jc'))));
    expect(standing).toBe('error-not-confirmed');
  });

  it.each([
    [{ alreadyChanged: true as const }, '/error'],
    [{ error: 'a', errorId: 'b', alreadyChanged: true as const }, '/error'],
    [{ error: 'a' }, '/values'],
    [{ error: 'a', values: { address: '' }, alreadyChanged: true as const }, '/values'],
  ])('a correction says of which error, and either a value or that there is one already: %j', (body, pointer) => {
    expect(() => correctionOf(second, body, room.context('vh'))).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
    );
  });
});

describe('whoever answers for an error', () => {
  it('reads it, its record and its history, and appeals, without any appointment', async () => {
    await room.work(new EndAppointment({ username: 'tr', role: 'reviewer', unit: TOWNSHIP, line: 'household' }, ENDING));
    expect(await idsFor('tr')).toContain(addressError);
    expect(await errorFor(addressError, 'tr')).toMatchObject({ errorId: addressError });
    expect(await ask(new GetHistory({ recordId: first, userId: 'tr' }))).toMatchObject({ recordId: first });
    expect(await ask(new GetBlame({ recordId: first, userId: 'tr' }))).toMatchObject({ recordId: first });
    expect(await idsFor('tr', { mine: true })).toContain(addressError);
    const answer = await room.work(new AppealAttribution(first, { errorId: addressError, reason: '当时未见材料' }, room.context('tr')));
    expect(answer).toMatchObject({ errorId: addressError, events: 1 });
    const { entries } = await ask<History>(new GetHistory({ recordId: first }));
    expect(entries.at(-1)?.actor).toMatchObject({ userId: 'tr', role: 'reviewer', unit: TOWNSHIP });
  });
});

describe('the view of errors', () => {
  it('is read in the order of reports by index; of a unit or person, by theirs', async () => {
    const { db } = room.errors;
    const position = await room.log.head();
    const scope = { userId: 'vr', places: [VILLAGE], answering: [VILLAGE] };
    for (const narrowed of [{}, { status: 'reported' }, { units: [VILLAGE] }, { scope }, { waitingFor: 'vr' }]) {
      const plan = await queryPlan(db, errorRows(db, { position, ...narrowed, after: ['1', 'a'] }, 9));
      expectPlan(plan, () => expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([]));
    }
  });

  it('is the same when it is made anew', async () => {
    const all = await list();
    const mine = await idsFor('vc', { mine: true });
    room = await room.rebuilt();
    expect((await list()).items).toEqual(all.items);
    expect(await idsFor('vc', { mine: true })).toEqual(mine);
    expect(await idsOf({ asOf: before })).toEqual([]);
  });
});
