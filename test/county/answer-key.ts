import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A case that was planted in the rosters, in the key's own words. */
export interface Planted {
  readonly kind: string;
  readonly name: string;
  readonly id: string;
  readonly school: string | null;
  /** What was done; names other numbers and schools. */
  readonly note: string;
}

export interface KeyPerson {
  readonly id: string;
  readonly categories: readonly string[];
  readonly village: string | null;
  readonly school: string | null;
}

/** What a folder of rosters must come to. */
export interface AnswerKey {
  readonly planted: readonly Planted[];
  readonly people: readonly KeyPerson[];
  readonly expected: {
    readonly cycle: string;
    readonly records: number;
    readonly byCategory: Readonly<Record<string, number>>;
    readonly registeredOfCompulsoryAge: number;
    readonly registeredOfCompulsoryAgeByVillage: Readonly<Record<string, number>>;
    readonly sameNameSameVillage: readonly (readonly string[])[];
  };
}

export function readKey(folder: string): AnswerKey {
  return JSON.parse(readFileSync(join(folder, 'answer-key.json'), 'utf8')) as AnswerKey;
}

/** The finding's kind for each kind of planted case; cases that normalising resolves have none. */
const KINDS: Readonly<Record<string, string | undefined>> = {
  'registered-not-enrolled': 'registered-not-enrolled',
  'name-differs': 'name-differs',
  'bad-checksum-on-roll': 'bad-checksum',
  'enrolled-twice': 'enrolled-twice',
  'number-cell-id': 'number-cell',
  'missing-name': 'missing-name',
  'unknown-school': 'unknown-school',
  'unknown-village': 'unknown-village',
  'category-ended': 'category-ended',
};

/** Kind and person of every finding that must be there, and of no other; people of one name in one village apart. */
export function expectedFindings({ planted, expected }: AnswerKey): readonly string[] {
  const cases = planted.flatMap(({ kind, name, id, note }) => {
    const found = KINDS[kind];
    if (found === undefined) return [];
    // A broken number is a finding about itself; of one that lost its digits only the name is left.
    if (found === 'bad-checksum') return [`${found} ${/\d{17}[\dX]/.exec(note)?.[0] ?? ''}`];
    return [`${found} ${found === 'number-cell' ? name : id}`];
  });
  return [...cases, ...expected.sameNameSameVillage.map((pair) => `same-name-same-village ${[...pair].sort().join(' ')}`)].sort();
}

/**
 * Schools that a record may name until people have decided. The key says where a pupil goes whose number on the roll is broken; such a row
 * adds nothing. And it says which of two rolls is right.
 */
export function schoolsOf({ id, school }: KeyPerson, { planted }: AnswerKey): readonly (string | null)[] {
  const own = planted.filter((one) => one.id === id);
  if (own.some(({ kind }) => kind === 'bad-checksum-on-roll')) return [null];
  const other = own.find(({ kind }) => kind === 'enrolled-twice');
  const twice = other === undefined ? undefined : /\d{10}/.exec(other.note)?.[0];
  return twice === undefined ? [school] : [school, twice];
}
