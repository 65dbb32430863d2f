import { checkDigitOf } from './id-number.js';

/** What was done to a number as it was written, in this order. */
export type NormalisationNote = 'full-width' | 'spaces' | 'lower-case-x' | 'fifteen-digits';

export interface NormalisedIdNumber {
  readonly idNumber: string;
  readonly notes: readonly NormalisationNote[];
}

/**
 * An ID number as it should be written, and what was done to it (product.md, "Rosters"): full-width characters (NFKC), white space also
 * inside, a lower-case x, fifteen digits of before 1999 made eighteen. It may still be no ID number: nothing else is repaired.
 */
export function normaliseIdNumber(text: string): NormalisedIdNumber {
  const close = withoutSpaces(text);
  const narrow = withoutSpaces(close.normalize('NFKC'));
  const upper = narrow.replaceAll('x', 'X');
  const idNumber = /^\d{15}$/.test(upper) ? eighteen(upper) : upper;
  const notes: readonly [NormalisationNote, boolean][] = [
    ['full-width', narrow !== close],
    ['spaces', close !== text],
    ['lower-case-x', upper !== narrow],
    ['fifteen-digits', idNumber !== upper],
  ];
  return { idNumber, notes: notes.filter(([, done]) => done).map(([note]) => note) };
}

function withoutSpaces(text: string): string {
  return text.replace(/\s/gu, '');
}

/** Numbers of fifteen digits have two digits of the year, always of the twentieth century, and no check digit. */
function eighteen(fifteen: string): string {
  const seventeen = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return `${seventeen}${checkDigitOf(seventeen) ?? ''}`;
}
