import { normaliseText, Refusal, type Envelope, type Json } from '#kernel';
import type { RecordType } from '#verification';

/** Plain values by field name, as they come in from people and files. */
export type PlainValues = Readonly<Record<string, Json>>;

/** Puts a value into its envelope under the subject's key; one of a field as the record type writes it. */
export type Seal = (value: Json, field?: string) => Envelope;

/** Seals every value of a section. */
export function sealAll(values: PlainValues, seal: Seal): Record<string, Envelope> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, seal(value, field)]));
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

/** A value of a field as it should be written: by the record type's rule, or as texts are written everywhere. */
export function asWritten(type: Pick<RecordType, 'normalise'>, field: string, value: Json): Json {
  if (type.normalise !== undefined) return type.normalise(field, value);
  return typeof value === 'string' ? normaliseText(value).text : value;
}
