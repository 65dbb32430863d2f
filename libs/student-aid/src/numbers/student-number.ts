import { idNumberProblem } from './id-number.js';

/**
 * Whether a text is a student number of the national roll (学籍号), facts-libraries.md §5: `G` and an ID number; `J` and a code built and
 * checked like one, for who has none; `L` and eighteen digits, until the ID number is verified.
 */
export function isStudentNumber(text: string): boolean {
  if (/^[GJ]/.test(text)) return idNumberProblem(text.slice(1)) === undefined;
  return /^L\d{18}$/.test(text);
}
