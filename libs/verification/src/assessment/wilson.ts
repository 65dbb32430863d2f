/**
 * Wilson's score interval of a share: x of n, at a standard score z (1.96: 95 %). With few values it stays honest: 0 of 10 is not "no
 * errors", but "up to 28 %". E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209–212.
 * @param n more than 0
 */
export function wilson(x: number, n: number, z: number): { readonly low: number; readonly high: number } {
  const share = x / n;
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const middle = share + (z * z) / (2 * n);
  const whole = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) };
}
