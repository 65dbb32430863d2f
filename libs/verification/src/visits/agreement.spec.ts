import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { collect, collected, sealed, visit } from '../testing/loan.js';
import { toolLoan } from '../testing/tool-loan.js';
import type { RecordCommand } from '../model/commands.js';
import type { VisitCheck } from '../model/state.js';
import { agreementOf, contradict, visitVerdict } from './agreement.js';

const value = fc.constantFrom('a', 'b');
const check: fc.Arbitrary<VisitCheck> = fc.oneof(
  fc.record({ outcome: fc.constant('confirmed' as const), stood: fc.option(value) }),
  fc.record({ outcome: fc.constant('differs' as const), stood: fc.option(value) }),
  fc.record({ outcome: fc.constant('differs' as const), stood: fc.option(value), found: value }),
);

/** Every value that a finding leaves possible. */
function possible({ outcome, stood, found }: VisitCheck): readonly (string | null)[] {
  if (outcome === 'confirmed') return [stood];
  return found === undefined ? ['a', 'b', 'c', null].filter((one) => one !== stood) : [found];
}

describe('two findings contradict each other', () => {
  it('exactly if no value is left that both can mean', () => {
    fc.assert(
      fc.property(check, check, (one, other) => {
        const both = possible(one).filter((candidate) => possible(other).includes(candidate));
        expect(contradict(one, other)).toBe(both.length === 0);
        expect(contradict(other, one)).toBe(contradict(one, other));
      }),
    );
  });

  it('and the verdict does not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 3 }), (checks) => {
        expect(visitVerdict([...checks].reverse())).toBe(visitVerdict(checks));
        expect(visitVerdict(checks)).toBe(
          checks.length === 0
            ? 'not-asked'
            : checks.length === 1
              ? 'single'
              : checks.some((one) => checks.some((other) => contradict(one, other)))
                ? 'disagree'
                : 'agree',
        );
      }),
    );
  });
});

describe('the agreement of the visits', () => {
  const look = (method: string, checked: object): RecordCommand => ({ ...visit, method, checked }) as RecordCommand;
  const small = { outcome: 'differs', value: sealed('small') };
  const confirmed = { outcome: 'confirmed' };
  const of = (history: typeof collected, field: string) => agreementOf(history.state, toolLoan).find((one) => one.field === field);

  it('names every field of the type, asked or not', () => {
    const fields = agreementOf(collected.state, toolLoan);
    expect(fields.map(({ field }) => field)).toEqual(['depot', 'worth', 'accessories', 'workshop', 'use']);
    expect(fields.every(({ verdict, checks }) => verdict === 'not-asked' && Object.keys(checks).length === 0)).toBe(true);
  });

  it('holds the last finding of each kind of visit against those of the others', () => {
    const called = collected.after('north-clerk', look('call', { worth: confirmed }));
    expect(of(called, 'worth')).toMatchObject({ verdict: 'single', checks: { call: { outcome: 'confirmed', current: true } } });
    const checked = called.after('joinery-clerk', look('spot-check', { worth: small }));
    expect(of(checked, 'worth')).toMatchObject({ verdict: 'disagree', disagreement: { status: 'open' } });
    const calledAgain = checked.after('north-clerk', look('call', { worth: small }));
    expect(of(calledAgain, 'worth')).toMatchObject({ verdict: 'agree' });
    expect(of(calledAgain, 'use')?.verdict).toBe('not-asked');
  });

  it('leaves out visits of no kind, and says of which value a finding was', () => {
    const seen = collected.after('north-clerk', look('look', { worth: confirmed })).after('north-clerk', look('call', { worth: small }));
    expect(Object.keys(of(seen, 'worth')?.checks ?? {})).toEqual(['call']);
    const changed = seen.after('north-clerk', collect('tool', { worth: 'small' }));
    expect(of(changed, 'worth')).toMatchObject({ checks: { call: { current: false } }, disagreement: { status: 'gone' } });
  });
});
