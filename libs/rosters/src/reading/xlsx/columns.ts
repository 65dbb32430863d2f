/** The column of a cell's reference by index: `A` and `A1` are 0; undefined without a reference. */
export function columnOf(ref: string | undefined): number | undefined {
  if (ref === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < ref.length; at += 1) {
    const letter = ref.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    // Far beyond every limit: more letters make it no better.
    if (column > 1_000_000) break;
  }
  return column - 1;
}
