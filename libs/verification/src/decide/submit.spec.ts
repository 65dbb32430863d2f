import { describe, expect, it } from '@jest/globals';
import { lineDigest } from '../reading/digests.js';
import { lineOf } from '../reading/initial-state.js';
import { given } from '../testing/history.js';
import {
  adopt,
  approved,
  collect,
  collected,
  complete,
  giveBack,
  open,
  nothing,
  opened,
  ruled,
  signed,
  submit,
  submitted,
  transfer,
  visit,
} from '../testing/loan.js';
import { toolLoan } from '../testing/tool-loan.js';
import { NORTH, SOUTH } from '../testing/yard.js';
import type { RecordCommand } from '../model/commands.js';

describe('a line is submitted', () => {
  it('with its route, its definition and a digest of its values', () => {
    given(collected)
      .when('north-clerk', submit('tool'))
      .then({
        type: 'line-submitted',
        data: {
          line: 'tool',
          submission: 1,
          definition: 2,
          route: { case: 'tool', steps: [{ level: 'depot' }, { level: 'yard' }] },
          digest: lineDigest(collected.state, toolLoan, 'tool', 1),
        },
      });
  });

  it('once, by its own collectors', () => {
    given(submitted).when('north-clerk', submit('tool')).refused('conflict', 'already-submitted');
    given(collected).when('joinery-clerk', submit('tool')).refused('forbidden', 'not-collector');
    given(collected).when('north-clerk', submit('engine')).refused('invalid', 'unknown-line');
    given(approved).when('north-clerk', submit('tool')).refused('conflict', 'line-locked');
    given(collected.after('north-clerk', transfer('tool', SOUTH)))
      .when('south-clerk', submit('tool'))
      .refused('conflict', 'transfer-pending');
  });

  it('under the next number after a return, with another digest for the same values', () => {
    const again = submitted.after('north-checker', giveBack(submitted, 'tool', 'collection'));
    const after = given(again)
      .when('north-clerk', submit('tool'))
      .then({ type: 'line-submitted', data: { submission: 2 } });
    expect(lineOf(after.state, 'tool').returned).toBeUndefined();
    expect(lineOf(after.state, 'tool').submission?.digest).not.toBe(lineOf(submitted.state, 'tool').submission?.digest);
  });

  it('when nothing is missing any more, each thing named', () => {
    const { errors, params } = given(opened.after('north-clerk', collect('tool', { depot: NORTH })))
      .when('north-clerk', submit('tool'))
      .refused('conflict', 'requirements-missing');
    expect(params).toEqual({ count: 1 });
    expect(errors).toEqual([{ pointer: '/fields/worth', code: 'missing-field' }]);
  });

  it('when a visit, a document and a decision are there, if the definition asks for them', () => {
    const strict = nothing
      .after('north-clerk', { ...open, definition: 1 } as RecordCommand)
      .after('north-clerk', collect('tool', { depot: NORTH, worth: 'precious' }))
      .after('north-clerk', collect('borrower', { use: 'on-site' }));
    const missing = (line: string, history = strict) =>
      given(history).when('north-clerk', submit(line)).refused('conflict', 'requirements-missing').errors;
    expect(missing('tool')).toEqual([
      { pointer: '/visits/any', code: 'missing-visit' },
      { pointer: '/documents/slip', code: 'missing-document' },
    ]);
    expect(missing('tool', strict.after('north-clerk', visit))).toEqual([{ pointer: '/documents/slip', code: 'missing-document' }]);
    expect(missing('borrower')).toEqual([{ pointer: '/findings/on-site', code: 'missing-finding' }]);
  });
});

describe('a line that needs no sign-off', () => {
  it('is complete by the rule that is named, and the board is awaited if it was the last', () => {
    given(collected.after('joinery-clerk', collect('borrower', { use: 'on-site' })))
      .when('joinery-clerk', submit('borrower'))
      .then({ type: 'line-completed-by-rule', data: { line: 'borrower', rule: 'on-site', definition: 2 } });
    given(ruled).when('joinery-clerk', submit('borrower')).refused('conflict', 'already-complete');
  });

  it('is completed when the other line is submitted', () => {
    given(collected.after('joinery-clerk', collect('borrower', { use: 'on-site' })))
      .when('north-clerk', submit('tool'))
      .then({ type: 'line-submitted' }, { type: 'line-completed-by-rule', data: { line: 'borrower' } });
  });

  it('is not completed by others while it is on its way', () => {
    const onItsWay = collected
      .after('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .after('joinery-clerk', transfer('borrower', 'forge'));
    given(onItsWay).when('north-clerk', submit('tool')).then({ type: 'line-submitted' });
  });

  it('is not completed by others after the board has sent it back: its own people submit it again', () => {
    const done = signed(ruled.after('north-clerk', submit('tool')), 'tool', 'north-checker', 'yard-checker');
    const back = done.after('chief', giveBack(done, 'borrower', 'collection', { by: 'joint' }));
    const both = back.after('north-clerk', collect('tool', { worth: 'precious' }));
    const after = given(both).when('north-clerk', submit('tool')).then({ type: 'line-submitted' });
    given(after)
      .when('joinery-clerk', submit('borrower'))
      .then({ type: 'line-completed-by-rule', data: { rule: 'on-site' } });
  });
});

it('is voided when the record moves to another definition', () => {
  const moved = given(complete)
    .when('chief', adopt(1))
    .then(
      { type: 'definition-adopted', data: { from: 2, to: 1 } },
      { type: 'sign-offs-voided', data: { line: 'tool', levels: ['depot', 'yard'], submissionVoided: true, cause: 'definition-adopted' } },
      { type: 'sign-offs-voided', data: { line: 'borrower' } },
    );
  given(moved).when('north-clerk', submit('tool')).refused('conflict', 'requirements-missing');
});
