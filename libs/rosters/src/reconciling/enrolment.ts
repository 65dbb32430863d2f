import type { Directory } from '#directory';
import type { RosterRow } from '../model/facts.js';
import { placeOf } from './places.js';
import type { Person } from './person.js';

/** Digits of a township in the code of a village. */
const TOWNSHIP_DIGITS = 9;

/** The departments that say where a household is, by how far they are believed. */
const BELIEVED = ['poverty-alleviation', 'civil-affairs', 'disabled-federation'] as const;

/** The rows of a roll that name schools which the directory knows, one for each school, in the order of lines. */
export function enrolments(rows: readonly RosterRow[], directory: Directory): readonly RosterRow[] {
  const schools = new Map<string, RosterRow>();
  for (const row of rows) {
    const code = row.facts.schoolCode;
    if (code !== undefined && directory.school(code) !== undefined && !schools.has(code)) schools.set(code, row);
  }
  return [...schools.values()];
}

/**
 * The row of a roll that counts. Of several schools, until people have decided: the one nearest to the household (its village's, then one of
 * its township, there the centre school's before the others, which are villages' of their own), then the earlier line.
 */
export function countingRow(rows: readonly RosterRow[], person: Person, directory: Directory): RosterRow | undefined {
  const schools = enrolments(rows, directory);
  if (schools.length < 2) return schools[0] ?? rows[0];
  const village = villageOf(person, directory);
  const distance = ({ facts }: RosterRow): number => {
    const school = directory.school(facts.schoolCode ?? '');
    if (school === undefined || village === undefined || school.township !== village.slice(0, TOWNSHIP_DIGITS)) return 3;
    if (school.village === village) return 0;
    return school.kind === 'village' ? 2 : 1;
  };
  return [...schools].sort((a, b) => distance(a) - distance(b) || a.line - b.line)[0];
}

function villageOf(person: Person, directory: Directory): string | undefined {
  for (const department of BELIEVED) {
    for (const { facts } of person.currentOf(department)) {
      const place = placeOf(facts, directory);
      if (place.kind === 'village') return place.code;
    }
  }
  return undefined;
}
