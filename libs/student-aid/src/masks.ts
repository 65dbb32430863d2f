/** An ID number as lists show it: the region's six digits stay. What is not longer is hidden whole. */
export function maskIdNumber(text: string): string {
  return masked(text, 6, 0);
}

/** A bank card as lists show it: the last four digits stay. */
export function maskCard(text: string): string {
  return masked(text, 0, 4);
}

/** A phone number as lists show it: the first three and the last two digits stay. */
export function maskPhone(text: string): string {
  return masked(text, 3, 2);
}

function masked(text: string, first: number, last: number): string {
  const hidden = text.length - first - last;
  if (hidden <= 0) return '*'.repeat(text.length);
  return text.slice(0, first) + '*'.repeat(hidden) + text.slice(text.length - last);
}
