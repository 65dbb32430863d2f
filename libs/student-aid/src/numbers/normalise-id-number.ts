import { normaliseNumber } from '#kernel';
import { checkDigitOf } from './id-number.js';
import { inOrder, type NormalisationNote } from './normalisation-note.js';

export interface NormalisedIdNumber {
  readonly idNumber: string;
  readonly notes: readonly NormalisationNote[];
}

/**
 * An ID number as it should be written, and what was done to it (product.md, "Rosters"): what the kernel does to every number, a lower-case x,
 * fifteen digits of before 1999 made eighteen. It may still be no ID number: nothing else is repaired.
 */
export function normaliseIdNumber(written: string): NormalisedIdNumber {
  const { text, notes } = normaliseNumber(written);
  const upper = text.replaceAll('x', 'X');
  const idNumber = /^\d{15}$/.test(upper) ? eighteen(upper) : upper;
  return {
    idNumber,
    notes: inOrder([
      ...notes,
      ...(upper === text ? [] : (['lower-case-x'] as const)),
      ...(idNumber === upper ? [] : (['fifteen-digits'] as const)),
    ]),
  };
}

/** Numbers of fifteen digits have two digits of the year, always of the twentieth century, and no check digit. */
function eighteen(fifteen: string): string {
  const seventeen = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return `${seventeen}${checkDigitOf(seventeen) ?? ''}`;
}
