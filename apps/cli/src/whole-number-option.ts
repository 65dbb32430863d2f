import { InvalidArgumentError } from 'commander';

/** Reads an option that is a number in decimal digits, as `wholeNumber` of the kernel does, which help does without. */
export function wholeNumberOption(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
}
