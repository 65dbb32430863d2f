import type { SearchRow } from './tables.js';

/** Names whose pinyin is remembered: a county has many of the same given names. What was asked for first goes first. */
const REMEMBERED = 20_000;

type Terms = Pick<SearchRow, 'name' | 'pinyin' | 'initials'>;

const remembered = new Map<string, Terms>();
let loaded: Promise<typeof import('pinyin-pro')> | undefined;

/**
 * What a name is found by: itself, its pinyin without tones and its initials. The first characters are read as a surname where they are one
 * (单 Shan, 曾 Zeng); ü is written v. The tables of pinyin are loaded when they are first needed.
 */
export async function searchTerms(name: string): Promise<Terms> {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const { pinyin } = await (loaded ??= import('pinyin-pro'));
  const syllables = pinyin(name, { surname: 'head', toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z]/g, ''))
    .filter((syllable) => syllable !== '');
  const terms = { name, pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable.charAt(0)).join('') };
  remembered.set(name, terms);
  if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
  return terms;
}
