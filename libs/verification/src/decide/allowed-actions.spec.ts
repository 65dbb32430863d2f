import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disagreements } from '../testing/agreement.js';
import { given, History } from '../testing/history.js';
import { lending } from '../testing/lending.js';
import {
  approved,
  collect,
  collected,
  complete,
  confirm,
  found,
  FORGE,
  nothing,
  opened,
  rejected,
  reopen,
  report,
  signed,
  submit,
  submitted,
  transfer,
} from '../testing/loan.js';
import { decideRemembering, pastOf } from '../testing/remembering.js';
import { moves, play } from '../testing/playing.js';
import type { Playground } from '../testing/attempts.js';
import { strictLoan, trainedLoan } from '../testing/strict-loan.js';
import { toolLoan } from '../testing/tool-loan.js';
import { yard } from '../testing/yard.js';
import { allowedActions, possibleActions } from './allowed-actions.js';

const asking = ({ setting }: History, userId?: string) => ({ type: toolLoan, staffing: yard, now: setting.now, userId });
const allowed = (history: History, userId?: string) => allowedActions(history.state, asking(history, userId));

describe('what is allowed', () => {
  it.each<[string, History, string, readonly string[]]>([
    ['a clerk, before there is a record', nothing, 'north-clerk', ['open']],
    ['a reviewer, before there is a record', nothing, 'north-checker', []],
    ['a clerk whose unit could hold the line', opened, 'south-clerk', ['collect:tool']],
    ['a clerk of the line', collected, 'joinery-clerk', ['collect:borrower', 'visit', 'submit:borrower', 'transfer:borrower', 'close']],
    ['a clerk of another unit', collected, 'forge-clerk', []],
    [
      'a clerk of a submitted line',
      submitted,
      'joinery-clerk',
      ['collect:borrower', 'visit', 'withdraw:borrower', 'transfer:borrower', 'close'],
    ],
    ['a reviewer whose turn it is', submitted, 'north-checker', ['sign-off:tool:depot', 'return:tool:depot']],
    ['a reviewer whose turn it is not', submitted, 'yard-checker', []],
    [
      'the board',
      complete,
      'chief',
      ['sign-off:joint:board', 'return:tool:board', 'return:borrower:board', 'reject', 'report-error', 'adopt-definition', 'close'],
    ],
    ['the board of an approved record', approved, 'chief', ['reopen', 'report-error', 'close']],
    ['a clerk of an approved record', approved, 'north-clerk', ['visit', 'transfer:tool', 'report-error', 'close']],
    ['a clerk where an error is confirmed', found, 'north-clerk', ['visit', 'transfer:tool', 'correct:error', 'report-error', 'close']],
    ['a clerk of a rejected record', rejected, 'north-clerk', ['visit', 'appeal', 'transfer:tool', 'report-error', 'close']],
    [
      'the unit that a line goes to',
      collected.after('joinery-clerk', transfer('borrower', FORGE)),
      'forge-clerk',
      ['visit', 'accept-transfer:borrower', 'dispute-transfer:borrower', 'close'],
    ],
  ])('to %s', (_who, history, userId, actions) => expect(allowed(history, userId)).toEqual(actions));

  it('to who signed a value is never to judge it, also if the sign-off was voided; the past of the record says so', () => {
    const again = approved.after('other-chief', reopen('tool')).after('north-clerk', submit('tool'));
    const reported = signed(signed(again, 'tool', 'north-checker', 'yard-checker'), 'joint', 'other-chief').after(
      'onlooker',
      report('worth', 'small'),
    );
    const past = pastOf(reported);
    expect(allowedActions(reported.state, { ...asking(reported, 'chief'), past })).not.toContain('confirm-error:error');
    expect(allowedActions(reported.state, { ...asking(reported, 'insurer'), past })).toContain('confirm-error:error');
    const refusal = { code: 'confirmer-involved', allowed: expect.not.arrayContaining(['confirm-error:error']) };
    expect(() => decideRemembering(reported, 'chief', confirm())).toThrow(expect.objectContaining(refusal));
  });

  it('to anybody is what somebody may do', () => {
    expect(allowed(collected)).toEqual([
      'collect:tool',
      'collect:borrower',
      'visit',
      'submit:tool',
      'submit:borrower',
      'transfer:tool',
      'transfer:borrower',
      'adopt-definition',
      'close',
    ]);
  });

  it('to nobody is what nobody could sign', () => {
    const unstaffed = possibleActions(submitted.state, {
      type: toolLoan,
      staffing: { ...yard, holders: () => [] },
      now: submitted.setting.now,
    });
    expect(unstaffed.find(({ action }) => action === 'sign-off:tool:depot')?.refusal?.code).toBe('not-your-level');
  });

  it('says why not', () => {
    const codes = possibleActions(approved.state, { ...approved.setting, userId: 'north-clerk' }).map(({ action, refusal }) => [
      action,
      refusal?.code,
    ]);
    expect(Object.fromEntries(codes)).toMatchObject({
      'collect:tool': 'line-locked',
      'submit:borrower': 'line-locked',
      appeal: 'record-not-rejected',
    });
  });

  it('is said with a refusal for state or person, not with one for what was sent', () => {
    const change = collect('borrower', { use: 'away' });
    expect(given(approved).when('joinery-clerk', change).refused('conflict', 'line-locked').allowed).toEqual(
      allowed(approved, 'joinery-clerk'),
    );
    expect(given(collected).when('north-clerk', change).refused('forbidden', 'not-collector').allowed).toEqual(
      allowed(collected, 'north-clerk'),
    );
    expect(
      given(collected)
        .when('north-clerk', collect('tool', { worth: 'huge' }))
        .refused('invalid', 'invalid-values').allowed,
    ).toEqual([]);
    expect(given(collected).when('nobody', change).refused('forbidden', 'no-appointment').allowed).toEqual([]);
  });

  it('is asked of a definition that is known', () => {
    expect(() => possibleActions({ ...opened.state, definition: 9 }, { ...opened.setting })).toThrow('unknown-definition');
  });
});

it('whatever has happened, what is said to be allowed is what the engine does', () => {
  Error.stackTraceLimit = 0;
  const begin = new History(lending);
  fc.assert(
    fc.property(moves, fc.nat(39), (list, length) => {
      const end = play(lending, list.slice(0, length), begin, () => undefined);
      expect(disagreements(end, lending)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

describe('nothing is offered that is then refused, also', () => {
  const trainees = ['north-clerk', 'joinery-clerk', 'second'];
  const staffing = { ...lending.staffing, hasCompleted: (userId: string) => trainees.includes(userId) };
  it.each<[string, Partial<Playground>]>([
    ['before the cycle has begun', { type: strictLoan, now: '2020-08-31T12:00:00.000Z' }],
    ['on its first day', { type: strictLoan, now: '2020-08-31T16:00:00.000Z' }],
    ['when it is over', { type: strictLoan, now: '2023-01-01T00:00:00.000Z' }],
    ['where some have been trained', { type: trainedLoan, staffing }],
    ['where nobody has been trained', { type: trainedLoan }],
    ['where nobody is left to sign', { staffing: { ...lending.staffing, holders: () => [] } }],
  ])('%s', (_when, change) => {
    Error.stackTraceLimit = 0;
    const changed = { ...lending, ...change };
    const { type, staffing: people, now } = changed;
    fc.assert(
      fc.property(moves, fc.nat(39), (list, length) => {
        const end = play(lending, list.slice(0, length), new History(lending), () => undefined);
        const offered = disagreements(end.in({ type, staffing: people, now }), changed).filter((one) => one.includes(': allowed'));
        expect(offered).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
