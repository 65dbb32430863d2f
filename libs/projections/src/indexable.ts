/** No index of any database takes a text of any length: several of these stand in one entry of an index, three bytes a character. */
const LONGEST = 200;

/** As much of a text as is found by an index. Names and codes are shorter; what is longer stands in the log only, and stops no view. */
export function indexable(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST) : text;
}
