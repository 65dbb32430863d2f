import { validateSync, type ValidationError } from 'class-validator';
import { quickCheck, type FieldError, type Json } from '#kernel';
import type { ValidationContext } from '#verification';
import { sections } from '../sections.js';
import { enrolmentRule, householdRule, identityRule, paymentRule, povertyRule } from './context-rules.js';
import { EnrolmentValues } from './enrolment-values.js';
import { HouseholdValues } from './household-values.js';
import { IdentityValues } from './identity-values.js';
import { PaymentValues } from './payment-values.js';
import { PovertyValues } from './poverty-values.js';
import type { RuleContext } from './rules.js';

type Values = Readonly<Record<string, Json>>;
type Check = (values: Values, context: ValidationContext) => readonly FieldError[];

const CHECKS: Readonly<Record<string, Check>> = {
  identity: checkOf(IdentityValues, identityRule),
  household: checkOf(HouseholdValues, householdRule),
  poverty: checkOf(PovertyValues, povertyRule),
  enrolment: checkOf(EnrolmentValues, enrolmentRule),
  payment: checkOf(PaymentValues, paymentRule),
};

/**
 * Field errors of a section's values; empty: they are good. `null` clears a field and is always good. Every field's own rules come
 * first; only values that are right in themselves are held against each other and the county.
 */
export function validate(section: string, values: Values, context: ValidationContext): readonly FieldError[] {
  const check = Object.hasOwn(CHECKS, section) ? CHECKS[section] : undefined;
  if (check === undefined) return [{ pointer: '/section', code: 'no-such-section' }];
  const strangers = strangersTo(section, values);
  return strangers.length > 0 ? strangers : check(values, context);
}

/** The name of a field that does not exist is not repeated: it may hold anything. */
function strangersTo(section: string, values: Values): readonly FieldError[] {
  const fields = sections.find(({ name }) => name === section)?.fields ?? [];
  const strange = Object.keys(values).some((field) => !fields.some(({ name }) => name === field));
  return strange ? [{ pointer: '/values', code: 'not-in-section' }] : [];
}

function checkOf<Section extends object>(
  type: new () => Section,
  rule: (values: Section, context: ValidationContext) => readonly FieldError[],
): Check {
  const isGood = quickCheck(type);
  return (values, context) => {
    const section = Object.assign(new type(), values);
    const errors = isGood(section) ? [] : validateSync(section, { stopAtFirstError: true }).flatMap(errorsOf);
    return errors.length > 0 ? errors : rule(section, context);
  };
}

function errorsOf({ property, contexts }: ValidationError): readonly FieldError[] {
  const found: readonly RuleContext[] = Object.values(contexts ?? {});
  return found.map(({ code, params }) => ({ pointer: `/values/${property}`, code, ...(params && { params }) }));
}
