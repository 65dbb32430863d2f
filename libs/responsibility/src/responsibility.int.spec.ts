import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventLog } from '#event-store';
import { Refusal } from '#kernel';
import { CorrectRecord, RecordVisit, ReturnLine } from '#records';
import { studentAid } from '#student-aid';
import type { AssessmentRule, RecordType } from '#verification';
import { expectPlan, queryPlan } from '../../records/src/projections/testing/query-plan.js';
import { JUNIOR, TOWNSHIP, VILLAGE } from '../../student-aid/src/testing/county.js';
import type { Assessment } from './assessing/assessment.js';
import { MonthFacts } from './assessing/month-facts.js';
import { AppealAttribution, DecideAttributionAppeal, NameDecider, PublishAssessment, type PublishedAnswer } from './commands/index.js';
import { noticeOf } from './exporting/notice.js';
import { responsibilityMessages } from './messages.js';
import { GetAssessment, GetBlame, GetLedger, ListDeeds, VerifyAttributions } from './queries/index.js';
import { deedsOfKind } from './queries/list-deeds.js';
import type { AssessmentAnswer, AttributionsVerified, Blame, DeedPage, Ledger } from './queries/index.js';
import { OpenedResponsibility } from './testing/opened-responsibility.js';

const FIRST = '430482200803040026';
const SECOND = '430482200803040042';
const OCTOBER_FIRST = '2020-10-01T00:00:00.000Z';
/** Every field of the household line that has a value. */
const HOUSEHOLD_FIELDS = 16;
const ENROLMENT_FIELDS = 10;

let room: OpenedResponsibility;
let first: string;
let second: string;
let errorId: string;
let before: string;
let found: string;

const ask = <Answer>(query: object): Promise<Answer> => room.queries.execute(query as never);
const assessed = (month: string, asOf?: string) => ask<AssessmentAnswer>(new GetAssessment({ month, ...(asOf && { asOf }) }));
const ledger = (userId: string, asOf?: string) => ask<Ledger>(new GetLedger({ userId, ...(asOf && { asOf }) }));
const unitOf = (assessment: Assessment | undefined, level: string, unit: string) =>
  assessment?.levels.find((list) => list.level === level)?.units.find((one) => one.unit === unit);
const unitIn = ({ assessment }: AssessmentAnswer, level: string, unit: string) => unitOf(assessment, level, unit);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : error),
  );

beforeAll(async () => {
  room = await OpenedResponsibility.open();
  first = await room.approved(FIRST);
  second = await room.approved(SECOND);
  before = await room.log.head();
  errorId = await room.error(first, 'address');
  found = await room.log.head();
});
afterAll(() => room.close());

describe('blame', () => {
  it('says of a field who set it, who submitted it, and every sign-off over it with its decision', async () => {
    const { fields } = await ask<Blame>(new GetBlame({ recordId: first, field: 'cardNumber' }));
    expect(fields).toHaveLength(1);
    const [card] = fields;
    expect(card?.value).toBe('***************0004');
    expect(card?.setBy).toMatchObject({ by: { userId: 'jc', role: 'collector', unit: JUNIOR }, source: { kind: 'collected' } });
    expect(card?.submissions.map(({ by }) => by.userId)).toEqual(['jc']);
    expect(card?.signOffs.map(({ by, level }) => [by.userId, level])).toEqual([
      ['jr', 'school'],
      ['ap', 'county'],
    ]);
    const decisions = (await room.log.readStream(`record-${first}`)).filter(({ type }) => type === 'line-signed-off').map(({ id }) => id);
    for (const { eventId } of card?.signOffs ?? []) expect(decisions).toContain(eventId);
  });

  it('of a past moment tells what was known then, and refuses a field that there is not', async () => {
    const now = await ask<Blame>(new GetBlame({ recordId: first, field: 'address' }));
    const then = await ask<Blame>(new GetBlame({ recordId: first, field: 'address', asOf: before }));
    expect(now.fields[0]?.errors).toMatchObject([
      { errorId, status: 'confirmed', answerers: [{ userId: 'vc' }, { userId: 'vr' }, { userId: 'tr' }, { userId: 'ap' }] },
    ]);
    expect(then.fields[0]?.errors).toEqual([]);
    expect(await codeOf(ask(new GetBlame({ recordId: first, field: 'size' })))).toBe('unknown-field');
  });
});

describe('ledgers', () => {
  it('count what people did and answer for, as of any moment', async () => {
    const reviewer = await ledger('vr');
    expect(reviewer.counts).toMatchObject({ signed: 2, returned: 0, passed: 1, introduced: 0, caught: 0 });
    expect(reviewer).toMatchObject({ unopened: { count: 2, share: 1 }, bulk: { count: 0, share: 0 }, decisions: { count: 2 } });
    expect((await ledger('vr', before)).counts.passed).toBe(0);
    expect((await ledger('vc')).counts).toMatchObject({ collected: 8, submitted: 2, visited: 2, introduced: 1, passed: 0 });
    expect(await codeOf(ledger('nobody'))).toBe('unknown-person');
  });

  it('lead from each number to its events', async () => {
    const page = await ask<DeedPage>(new ListDeeds({ userId: 'vr', kind: 'signed', limit: 1 }));
    const next = await ask<DeedPage>(new ListDeeds({ userId: 'vr', kind: 'signed', limit: 1, cursor: page.nextCursor }));
    expect([...page.items, ...next.items].map(({ recordId, unopened }) => [recordId, unopened])).toEqual([
      [first, true],
      [second, true],
    ]);
    expect(next.nextCursor).toBeUndefined();
    const passed = await ask<DeedPage>(new ListDeeds({ unit: TOWNSHIP, kind: 'passed' }));
    expect(passed.items).toMatchObject([{ userId: 'tr', errorId, field: 'address' }]);
    expect(await codeOf(ask(new ListDeeds({ userId: 'vr', kind: 'slept' })))).toBe('unknown-deed');
  });

  it('lead to the same events in the same order, however large the pages are', async () => {
    const all = await ask<DeedPage>(new ListDeeds({ userId: 'vc' }));
    expect(all.items.length).toBeGreaterThan(10);
    expect(all.nextCursor).toBeUndefined();
    const positions = all.items.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted());
    for (const limit of [1, 2, 3, all.items.length]) {
      const paged: DeedPage['items'][number][] = [];
      for (let cursor: string | undefined; ;) {
        const page = await ask<DeedPage>(new ListDeeds({ userId: 'vc', limit, cursor }));
        paged.push(...page.items);
        if (page.nextCursor === undefined) break;
        expect(page.items).toHaveLength(limit);
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(all.items);
    }
  });

  it('are found by index, in the order in which they are read', async () => {
    const { view, log } = room;
    await view.upTo(await log.head());
    const asOf = { position: '9', time: '' };
    for (const subject of [{ userId: 'vr' }, { unit: VILLAGE }]) {
      const plan = await queryPlan(view.db, deedsOfKind(view, { subject, asOf }, 'signed', '1').limit(9));
      expectPlan(plan, () =>
        expect(plan).toEqual([
          expect.stringMatching(
            /^SEARCH deed USING INDEX deed_by_(person|unit) \((user_id|unit)=\? AND kind=\? AND position>\? AND position<\?\)$/,
          ),
          expect.stringMatching(/^USE TEMP B-TREE FOR LAST/),
        ]),
      );
    }
  });

  it('count what people were refused', async () => {
    expect(await codeOf(room.sign(first, 'vr', 'household', 'village'))).not.toBe('accepted');
    expect((await ledger('vr')).counts.refused).toBe(1);
    expect((await ask<Ledger>(new GetLedger({ unit: VILLAGE }))).counts.refused).toBe(1);
  });
});

describe('what units answer for', () => {
  it('is the same, however few rows are read at once', async () => {
    const to = await room.log.head();
    const facts = await MonthFacts.load(room.view, { from: '', to }, to);
    const read = async (unit: string, page?: number) => {
      const records = [];
      for await (const some of facts.recordsOf(unit, page)) records.push(...some);
      return records;
    };
    for (const unit of [VILLAGE, TOWNSHIP, JUNIOR]) {
      const whole = await read(unit);
      expect(whole.map(([recordId]) => recordId)).toEqual([first, second].sort());
      for (const page of [1, 2, 3, 5]) expect(await read(unit, page)).toEqual(whole);
    }
  });
});

describe('a month', () => {
  let published: PublishedAnswer;

  it('is drafted before it is over, but not published', async () => {
    const draft = await assessed('2020-09');
    expect(draft).toMatchObject({ status: 'draft', over: false, county: '常宁市' });
    expect(unitIn(draft, 'village', VILLAGE)).toMatchObject({ n: 2 * HOUSEHOLD_FIELDS, x: 1, rank: null, change: null });
    expect(unitIn(draft, 'township', TOWNSHIP)).toMatchObject({ n: 2 * HOUSEHOLD_FIELDS, x: 1 });
    expect(unitIn(draft, 'school', JUNIOR)).toMatchObject({ n: 2 * ENROLMENT_FIELDS, x: 0, weightN: 2 * (6 + 4 * 3) });
    expect(unitIn(await assessed('2020-09', before), 'village', VILLAGE)).toMatchObject({ x: 0 });
    expect(await codeOf(room.work(new PublishAssessment('2020-09', room.context('ap'))))).toBe('month-not-over');
  });

  it('is published once, by those who may, as an event that names position, rule and inputs', async () => {
    const draft = await assessed('2020-09');
    room.at(OCTOBER_FIRST);
    expect(await codeOf(room.work(new PublishAssessment('2020-09', room.context('vr'))))).toBe('not-publisher');
    published = await room.work<PublishedAnswer>(new PublishAssessment('2020-09', room.context('ap', 'publish')));
    expect(published.assessment.inputs).toBe(draft.assessment.inputs);
    expect(await room.work(new PublishAssessment('2020-09', room.context('ap', 'publish')))).toEqual(published);
    expect(await codeOf(room.work(new PublishAssessment('2020-09', room.context('ap'))))).toBe('already-published');
    expect(await assessed('2020-09')).toMatchObject({ status: 'published', agrees: true, published: { eventId: published.eventId } });
  });

  it('does not change by what is found afterwards: that counts in the month of its confirmation', async () => {
    await room.error(second, 'cardNumber');
    expect(await assessed('2020-09')).toMatchObject({ agrees: true, assessment: published.assessment });
    const october = await assessed('2020-10');
    // Of two records: 2 × (6 enrolment + 4 payment × 3) = 36, of which a payment weighs 3; 2 × (5 identity × 2 + 8 + 3) = 42, an address 1.
    expect(unitIn(october, 'school', JUNIOR)).toMatchObject({ x: 1, weightX: 3, weightN: 36, rate: 0.083333, change: 0.083333 });
    expect(unitIn(october, 'village', VILLAGE)).toMatchObject({ x: 0, weightN: 42, change: -0.02381 });
  });

  it('is restated beside what was published when an attribution is reversed', async () => {
    await room.work(new AppealAttribution(first, { errorId, reason: '当时未见材料' }, room.context('tr')));
    await room.work(new NameDecider(first, { errorId, matter: 'appeal', userId: 'civ' }, room.context('aud')));
    const decision = { errorId, appellant: 'tr', outcome: 'reversed' as const, reason: '属实' };
    const context = room.context('civ', 'reverse');
    await room.work(new DecideAttributionAppeal(first, decision, context));
    await room.work(new DecideAttributionAppeal(first, decision, context));
    const answer = await assessed('2020-09');
    expect(answer).toMatchObject({ agrees: true, assessment: published.assessment });
    expect(answer.published?.restatements).toHaveLength(1);
    const [restated] = answer.published?.restatements ?? [];
    expect(restated).toMatchObject({ published: published.eventId, reversals: [expect.any(String)] });
    expect(unitOf(restated?.assessment, 'township', TOWNSHIP)).toMatchObject({ x: 0 });
    expect(unitOf(restated?.assessment, 'village', VILLAGE)).toMatchObject({ x: 1 });
    expect((await ledger('tr')).counts.passed).toBe(0);
    expect((await ledger('tr', found)).counts.passed).toBe(1);
  });

  it('reads as a notice that needs nothing else', async () => {
    const { assessment, county, published: about } = await assessed('2020-09');
    const notice = noticeOf({ assessment, county, published: about, restatements: about?.restatements }, responsibilityMessages, 'zh');
    expect(notice).toContain('关于常宁市2020年9月贫困学生资助档案审核责任考核评价情况的通报');
    expect(notice).toContain(assessment.inputs);
    expect(notice).toContain('新建村委会');
    expect(notice).not.toMatch(/https?:|<script/);
  });

  it('stays the same to the last byte through a rebuild of every view, new events, and a changed definition', async () => {
    await room.work(new CorrectRecord(first, { errorId, values: { address: '新建村五组' } }, room.context('vh')));
    const bytes = JSON.stringify((await assessed('2020-09')).assessment);
    room = await room.rebuilt({ type: withRule(2) });
    const answer = await assessed('2020-09');
    expect(JSON.stringify(answer.assessment)).toBe(bytes);
    expect(answer).toMatchObject({ agrees: true, assessment: { rule: 1 } });
    expect((await assessed('2020-10')).assessment.rule).toBe(2);
    room = await room.rebuilt({ type: withRule(3, false) });
    expect(await assessed('2020-09')).toMatchObject({ agrees: false, assessment: { rule: 1 } });
    room = await room.rebuilt();
  });
});

describe('attributions', () => {
  it('agree with what anyone works out from the log', async () => {
    expect(await ask<AttributionsVerified>(new VerifyAttributions())).toEqual({ checked: 2, agree: 2, differing: [] });
  });

  it('can be looked through page by page, by who sees everything', async () => {
    const page = await ask<AttributionsVerified>(new VerifyAttributions({ limit: 1, asker: { userId: 'aud' } }));
    const { nextCursor: cursor, ...first } = page;
    expect(first).toEqual({ checked: 1, agree: 1, differing: [] });
    const rest = await ask<AttributionsVerified>(new VerifyAttributions({ limit: 1, cursor, asker: { userId: 'aud' } }));
    expect(rest).toEqual(first);
    expect(await codeOf(ask(new VerifyAttributions({ asker: { userId: 'vr' } })))).toBe('not-supervisor');
  });
});

describe('the blame of a record of 200 events', () => {
  it('is one read of its stream, and of no other record', async () => {
    const calls: string[] = [];
    const counting = (log: EventLog): EventLog => ({
      append: (...rest) => log.append(...rest),
      head: () => log.head(),
      subscribe: (...rest) => log.subscribe(...rest),
      readAll: (options) => {
        calls.push(...(options.filter?.streamPrefixes ?? ['everything']));
        return log.readAll(options);
      },
      readStream: (stream, ...rest) => {
        calls.push(stream);
        return log.readStream(stream, ...rest);
      },
    });
    room = await room.rebuilt({ through: counting });
    for (let visits = 0; visits < 200; visits += 1) await room.work(visitOf(second));
    calls.length = 0;
    const { fields, revision: standing } = await ask<Blame>(new GetBlame({ recordId: second }));
    expect(standing).toBeGreaterThanOrEqual(200);
    expect(fields.length).toBeGreaterThan(20);
    // Besides it asks the directory for what is new in it.
    expect(calls.filter((read) => read === 'everything' || read.startsWith('record-'))).toEqual([`record-${second}`]);
  });
});

describe('a return whose field is then changed', () => {
  it('has caught it', async () => {
    await room.work(
      new ReturnLine(
        first,
        {
          line: 'household',
          level: 'village',
          digest: await room.digest(first, 'household'),
          to: 'collection',
          reasons: [{ field: 'cause', reason: '请核' }],
        },
        room.context('vr'),
      ),
    );
    expect((await ledger('vr')).counts).toMatchObject({ returned: 1, caught: 0 });
    await room.collect(first, 'vc', 'poverty', { cause: '因学' });
    expect((await ledger('vr')).counts).toMatchObject({ returned: 1, caught: 1 });
    const caught = await ask<DeedPage>(new ListDeeds({ userId: 'vr', kind: 'caught' }));
    expect(caught.items).toMatchObject([{ field: 'cause', recordId: first }]);
  });
});

/** A visit that finds the address right. */
function visitOf(recordId: string): RecordVisit {
  const checked = { address: { outcome: 'confirmed' as const } };
  return new RecordVisit(recordId, { method: 'home', purpose: '资助访', date: '2020-09-09', checked }, room.context('vc'));
}

/** The record type with another version of the assessment rule, beside the first or instead of it. */
function withRule(version: number, beside = true): RecordType {
  const { responsibility } = studentAid;
  if (responsibility === undefined) throw new Error('no rules');
  const [rule] = responsibility.assessments as readonly [AssessmentRule];
  const changed = { ...rule, version, weights: { payment: 9 }, minimum: 1 };
  return { ...studentAid, responsibility: { ...responsibility, assessments: beside ? [rule, changed] : [changed] } };
}
