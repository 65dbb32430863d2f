import { villageByAddress, findVillage, type Directory } from '#directory';
import type { Facts } from '../model/facts.js';

/** Where a row says that a household is registered. */
export type Place =
  | { readonly kind: 'village'; readonly code: string }
  /** Outside the county; the code has six digits and may not be known. */
  | { readonly kind: 'outside'; readonly code?: string }
  /** In the county, in a village that the directory does not know. */
  | { readonly kind: 'unknown'; readonly written: string }
  | { readonly kind: 'not-said' };

const NOT_SAID: Place = { kind: 'not-said' };

/** Looks up where a row says that the household is. A code or an address outside the county is no unknown village. */
export function placeOf(facts: Facts, directory: Directory): Place {
  if (facts.registeredCode !== undefined) {
    if (facts.registeredCode !== directory.county()?.code) return { kind: 'outside', code: facts.registeredCode };
    return facts.address === undefined ? NOT_SAID : addressed(facts.address, directory);
  }
  if (facts.village !== undefined) {
    const village = findVillage(directory, { township: facts.township ?? '', village: facts.village });
    return village === undefined
      ? { kind: 'unknown', written: `${facts.township ?? ''}${facts.village}` }
      : { kind: 'village', code: village.code };
  }
  return facts.address === undefined ? NOT_SAID : addressed(facts.address, directory);
}

function addressed(address: string, directory: Directory): Place {
  const village = villageByAddress(directory, address);
  if (village !== undefined) return { kind: 'village', code: village.code };
  const inside = insidePart(address, directory);
  if (inside === undefined) return { kind: 'outside' };
  return inside === '' ? NOT_SAID : { kind: 'unknown', written: address };
}

/** What an address in the county says below the county; undefined for one outside. */
function insidePart(address: string, directory: Directory): string | undefined {
  const plain = address.replace(/\s+/gu, '');
  const county = directory.county();
  const at = county === undefined ? -1 : plain.indexOf(county.name);
  if (county !== undefined && at >= 0) return plain.slice(at + county.name.length);
  const township = directory.regions().some(({ level, name }) => level === 'township' && plain.startsWith(name));
  return township ? plain : undefined;
}
