const DAY_MS = 86_400_000;
/** Day 0 of the two ways in which spreadsheets count days. The first believes in a 29 February 1900; after it this is right. */
const DAY_ZERO = { from1900: Date.UTC(1899, 11, 30), from1904: Date.UTC(1904, 0, 1) } as const;
/** 1 March 1900 and 31 December 9999. */
const FIRST = 61;
const LAST = 2_958_465;

/** The date of a spreadsheet's day number, YYYY-MM-DD; undefined for what is no day of the years 1900 to 9999. */
export function dateOfSerial(serial: number, from1904: boolean): string | undefined {
  const day = Math.floor(serial);
  if (day < FIRST || day > LAST) return undefined;
  const zero = from1904 ? DAY_ZERO.from1904 : DAY_ZERO.from1900;
  return new Date(zero + day * DAY_MS).toISOString().slice(0, 10);
}
