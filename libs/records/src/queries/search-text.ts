import { Refusal } from '#kernel';
import { normaliseIdNumber } from '#student-aid';

/** What somebody typed to find a student by. */
export type SearchText =
  | { readonly kind: 'id-number'; readonly idNumber: string }
  /** The beginning of a name. */
  | { readonly kind: 'name'; readonly text: string }
  /** The beginning of a name's pinyin or of its initials. */
  | { readonly kind: 'letters'; readonly text: string };

const LONGEST = 64;

/**
 * An ID number is found whole, a name from its beginning, letters as pinyin without tones or as initials (ü may be written v). Spaces, and
 * the apostrophes between syllables, do not matter.
 * @throws Refusal `invalid`/`wrong-search` for nothing, too much, or what no name and no ID number looks like
 */
export function searchText(typed: string): SearchText {
  const text = typed.normalize('NFKC').replace(/[\s'’·]/gu, '');
  const { idNumber } = normaliseIdNumber(text);
  if (/^\d{17}[\dX]$/.test(idNumber)) return { kind: 'id-number', idNumber };
  if (text === '' || text.length > LONGEST || /\d/.test(text)) throw new Refusal('invalid', 'wrong-search');
  if (/^[a-zü]+$/i.test(text)) return { kind: 'letters', text: text.toLowerCase().replaceAll('ü', 'v') };
  return { kind: 'name', text };
}
