import { findTownship, type Directory } from '#directory';
import type { RosterRow } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import type { Person } from './person.js';
import { placeOf } from './places.js';

/** The villages that may be meant: what other rosters say, then those of the township that the row names, the most alike first. */
export function villageRemedies(person: Person, row: RosterRow, directory: Directory): readonly Remedy[] {
  const elsewhere = person.current.flatMap(({ facts }) => {
    const place = placeOf(facts, directory);
    return place.kind === 'village' ? place.code : [];
  });
  const township = row.facts.township === undefined ? undefined : findTownship(directory, row.facts.township);
  const written = row.facts.village ?? row.facts.address ?? '';
  const nearby = (township === undefined ? [] : directory.childrenOf(township.code))
    .map(({ code, name }) => ({ code, alike: shared(name, written) }))
    .sort((a, b) => b.alike - a.alike || (a.code < b.code ? -1 : 1))
    .map(({ code }) => code);
  return [...new Set([...elsewhere, ...nearby])].map((region) => ({ action: 'set', section: 'household', values: { region } }));
}

/** The schools that may be meant: what other rosters say, then those of the name that the row has, else those of its stage. */
export function schoolRemedies(person: Person, row: RosterRow, directory: Directory): readonly Remedy[] {
  const elsewhere = person.current.flatMap(({ facts: { schoolCode } }) =>
    schoolCode === undefined ? [] : (directory.school(schoolCode) ?? []),
  );
  const named = directory.schools().filter(({ name }) => name === row.facts.schoolName);
  const kinds = KINDS[row.facts.stage ?? ''] ?? [];
  const suiting = named.length > 0 ? named : directory.schools().filter(({ kind }) => kinds.includes(kind));
  const codes = new Set([...elsewhere, ...suiting].map(({ code }) => code));
  return [...codes].map((school) => ({ action: 'set', section: 'enrolment', values: { school } }));
}

/** Schools of the townships in which rosters say that the household is, for children of compulsory age. */
export function schoolsNearby(person: Person, directory: Directory): readonly string[] {
  const townships = person.current.flatMap(({ facts }) => {
    const place = placeOf(facts, directory);
    return place.kind === 'village' ? (directory.region(place.code)?.parent ?? []) : [];
  });
  return directory
    .schools()
    .filter(({ township, kind }) => townships.includes(township) && COMPULSORY.includes(kind))
    .map(({ code }) => code);
}

const COMPULSORY: readonly string[] = ['village', 'centre', 'junior'];

const KINDS: Readonly<Record<string, readonly string[]>> = {
  preschool: ['kindergarten'],
  primary: ['village', 'centre'],
  junior: ['junior'],
  senior: ['high'],
  vocational: ['vocational'],
};

/** How many characters two names share. */
function shared(name: string, written: string): number {
  return [...new Set(name)].filter((character) => written.includes(character)).length;
}
