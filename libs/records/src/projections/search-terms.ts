import { normaliseName, withoutDots } from '#kernel';
import { readingsOf } from './readings.js';
import type { SearchRow } from './tables.js';

/** Names whose terms are remembered: a county has many of the same given names. What was asked for first goes first. */
const REMEMBERED = 20_000;

/** What a name is found by, whoever bears it. */
type Terms = readonly Omit<SearchRow, 'record_id'>[];

const remembered = new Map<string, Terms>();

/** What a record is found by: the characters of its name, and each reading of them. */
export async function searchRowsOf(recordId: string, name: string): Promise<readonly SearchRow[]> {
  return (await searchTerms(name)).map((terms) => ({ record_id: recordId, ...terms }));
}

async function searchTerms(name: string): Promise<Terms> {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const form = searchForm(normaliseName(name).text);
  const readings = await readingsOf(form);
  const terms = readings.map(({ pinyin, initials }, reading) => {
    const first = readings.findIndex((other) => other.initials === initials) === reading;
    return { reading, name: reading === 0 ? form : null, pinyin, initials: first ? initials : null };
  });
  remembered.set(name, terms);
  if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value ?? '');
  return terms;
}

/**
 * A normalised text as names are compared: without what people write or leave out between the parts of a name (dots, spaces, the apostrophes of
 * pinyin) and in small letters. Names in the log were not always normalised, so what is stored is compared by this too.
 */
export function searchForm(normalised: string): string {
  return withoutDots(normalised)
    .replace(/[\s'\u2018\u2019\u02bc`\u00b4]/gu, '')
    .toLowerCase();
}
