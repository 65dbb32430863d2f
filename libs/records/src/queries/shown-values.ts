import type { Json } from '#kernel';
import { maskCard, maskIdNumber, maskPhone } from '#student-aid';
import type { FieldDefinition, RecordType } from '#verification';

/** Numbers that stand somewhere in a text. An ID number has 18 digits, a disability certificate's two more. */
const EMBEDDED: readonly { readonly pattern: RegExp; mask(text: string): string }[] = [
  { pattern: /(?<!\d)\d{17}[\dXx](?=(\d{2})?(?!\d))/g, mask: maskIdNumber },
  { pattern: /(?<!\d)\d{16,19}(?!\d)/g, mask: maskCard },
  { pattern: /(?<!\d)1[3-9]\d{9}(?!\d)/g, mask: maskPhone },
];

/** Masks ID, card and phone numbers wherever they stand in a text: in a note, a student number, a certificate number. */
export function maskText(text: string): string {
  return EMBEDDED.reduce((masked, { pattern, mask }) => masked.replace(pattern, mask), text);
}

/** A field's value as it is shown: masked unless it is asked for in clear. */
export function shownField(type: RecordType, field: string, value: Json, clear: boolean): Json {
  return clear ? value : masked(fieldOf(type, field)?.masked === true, value);
}

/** Whether a field holds personal data; a field that the type does not know is taken for personal. */
export function isPersonal(type: RecordType, field: string): boolean {
  return fieldOf(type, field)?.personal ?? true;
}

function masked(whole: boolean, value: Json): Json {
  if (typeof value === 'string') return whole ? hidden(value) : maskText(value);
  if (Array.isArray(value)) return value.map((item: Json) => masked(whole, item));
  return value;
}

/** A field that is always masked shows nothing of a value that has not the shape of its numbers. */
function hidden(text: string): string {
  const shown = maskText(text);
  return shown === text ? '*'.repeat(text.length) : shown;
}

function fieldOf(type: RecordType, name: string): FieldDefinition | undefined {
  return type.sections.flatMap(({ fields }) => fields).find((field) => field.name === name);
}
