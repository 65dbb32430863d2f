import { normaliseName, normaliseNumber, Refusal } from '#kernel';
import { normaliseIdNumber } from '#student-aid';
import { searchForm } from '../projections/search-terms.js';

/** What somebody typed to find a student by. */
export type SearchText =
  | { readonly kind: 'id-number'; readonly idNumber: string }
  /** The beginning of a name. */
  | { readonly kind: 'name'; readonly text: string }
  /** The beginning of a name's pinyin or of its initials. */
  | { readonly kind: 'letters'; readonly text: string };

const LONGEST = 64;

/**
 * An ID number is found whole, a name from its beginning, letters as pinyin without tones or as initials (ü may be written v). What is typed is
 * normalised as rosters are; spaces, dots, and the apostrophes between syllables do not matter.
 * @throws Refusal `invalid`/`wrong-search` for nothing, too much, or what no name and no ID number looks like
 */
export function searchText(typed: string): SearchText {
  const { idNumber } = normaliseIdNumber(searchForm(normaliseNumber(typed).text));
  if (/^\d{17}[\dX]$/.test(idNumber)) return { kind: 'id-number', idNumber };
  const text = searchForm(normaliseName(typed).text);
  if (text === '' || text.length > LONGEST || isNumber(text)) throw new Refusal('invalid', 'wrong-search');
  return /^[a-zü]+$/.test(text) ? { kind: 'letters', text: text.replaceAll('ü', 'v') } : { kind: 'name', text };
}

/** Part of a number finds nobody; what has Chinese characters is a name, whatever else stands in it. */
function isNumber(text: string): boolean {
  return /\d/.test(text) && !/\p{Script=Han}/u.test(text);
}
