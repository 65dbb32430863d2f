/** More digits than these are not kept exactly. */
const WRITTEN = /^\d{1,15}$/;

/** The number that a text writes in decimal digits and nothing else; undefined for all else that programs take for a number (`1e1`, `0x10`, ` 10`). */
export function wholeNumber(text: string): number | undefined {
  return WRITTEN.test(text) ? Number(text) : undefined;
}
