import type { Envelope, Json } from '#kernel';
import { Refusal } from '#kernel';

/** Plain values by field name, as they come in from people and files. */
export type PlainValues = Readonly<Record<string, Json>>;

/** Puts a value into its envelope under the subject's key. */
export type Seal = (value: Json) => Envelope;

/** Seals every value of a section. */
export function sealAll(values: PlainValues, seal: Seal): Record<string, Envelope> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, seal(value)]));
}

/**
 * Checks that `values` is an object of JSON values by field name and not empty.
 * @throws Refusal `invalid`/`invalid-body`
 */
export function checkedValues(values: unknown): PlainValues {
  if (typeof values !== 'object' || values === null || Array.isArray(values) || Object.keys(values).length === 0) {
    throw new Refusal('invalid', 'invalid-body', { errors: [{ pointer: '/values', code: 'wrong-value' }] });
  }
  return values as PlainValues;
}
