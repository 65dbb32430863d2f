import type { Json } from '#kernel';
import { maskIdNumber, maskPhone } from '#student-aid';

/** Numbers of people, right or broken: ID numbers, certificates, what a spreadsheet has left of them; and phones. */
const NUMBERS = /(?<![\dA-Za-z-])\d{13,17}[\dXx]{1,6}(?![\dA-Za-z-])/g;
const PHONES = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const SHOWN_AT_ENDS = 4;

/** A value with everything masked in it that is the number of a person. Names are not, nor the codes of villages, schools and files. */
export function masked(value: Json): Json {
  if (typeof value === 'string') return value.replace(NUMBERS, hidden).replace(PHONES, maskPhone);
  if (Array.isArray(value)) return value.map((item: Json) => masked(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, masked(item)]])));
}

function hidden(text: string): string {
  const shown = maskIdNumber(text);
  return shown === text ? text.slice(0, SHOWN_AT_ENDS) + '*'.repeat(text.length - SHOWN_AT_ENDS * 2) + text.slice(-SHOWN_AT_ENDS) : shown;
}
