import type { Json } from '#kernel';
import type { RecordState } from '#verification';

type Fields = Pick<RecordState, 'fields'>;

/** A field's value if it is a text with something in it. */
export function textIn(record: Fields, field: string): string | undefined {
  const value = valueIn(record, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A field's value if it is a number. */
export function numberIn(record: Fields, field: string): number | undefined {
  const value = valueIn(record, field);
  return typeof value === 'number' ? value : undefined;
}

/** A field's texts; none if it has no value. */
export function listIn(record: Fields, field: string): readonly string[] {
  const value = valueIn(record, field);
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether a field has a value; an empty text or list is none. */
export function hasValue(record: Fields, field: string): boolean {
  const value = valueIn(record, field);
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function valueIn(record: Fields, field: string): Json {
  return record.fields[field]?.v ?? null;
}
