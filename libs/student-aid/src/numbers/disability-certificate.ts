import { idNumberProblem } from './id-number.js';

/**
 * Whether a text is the number of a disability certificate (残疾证), facts-libraries.md §5: an ID number, the category (1 to 7), the grade
 * (1 to 4), and `B` with a count if it was issued again.
 */
export function isDisabilityCertificate(text: string): boolean {
  return /^.{18}[1-7][1-4](B\d{1,2})?$/.test(text) && idNumberProblem(text.slice(0, 18)) === undefined;
}
