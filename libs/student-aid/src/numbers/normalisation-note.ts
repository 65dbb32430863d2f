import type { TextNote } from '#kernel';

/** What was done to a number as it was written. `lower-case`: letters made capitals. */
export type NormalisationNote = TextNote | 'lower-case-x' | 'lower-case' | 'fifteen-digits';

const ORDER: readonly NormalisationNote[] = [
  'invisible',
  'formula-text',
  'apostrophe',
  'radicals',
  'dot',
  'full-width',
  'spaces',
  'lower-case-x',
  'lower-case',
  'fifteen-digits',
];

/** Notes in the order in which they are always told. */
export function inOrder(notes: readonly NormalisationNote[]): readonly NormalisationNote[] {
  return notes.length === 0 ? notes : ORDER.filter((note) => notes.includes(note));
}
