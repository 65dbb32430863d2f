/** Texts of a workbook may hold code units as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19, ST_Xstring); `_x005F_` is the underscore that begins none. */
const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** A text of a workbook, decoded once. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).toWellFormed();
}
