import { normaliseNumber } from '#kernel';
import { inOrder, type NormalisationNote } from './normalisation-note.js';

/** A number with letters in it as it should be written, and what was done to it. */
export interface NormalisedCode {
  readonly text: string;
  readonly notes: readonly NormalisationNote[];
}

/** A student number (学籍号): what the kernel does to every number, letters made capitals. A letter that is missing is not added. */
export function normaliseStudentNumber(written: string): NormalisedCode {
  return inCapitals(written);
}

/** The number of a certificate (残疾证, 低保证 …), as {@link normaliseStudentNumber}. */
export function normaliseCertificate(written: string): NormalisedCode {
  return inCapitals(written);
}

function inCapitals(written: string): NormalisedCode {
  const normalised = normaliseNumber(written);
  const text = normalised.text.toUpperCase();
  return { text, notes: inOrder([...normalised.notes, ...(text === normalised.text ? [] : (['lower-case'] as const))]) };
}
