import type { Json } from '#kernel';

/** What people must decide about rosters, as codes. */
export const FINDING_KINDS = [
  'registered-not-enrolled',
  'name-differs',
  'bad-checksum',
  'number-cell',
  'missing-name',
  'enrolled-twice',
  'same-name-same-village',
  'unreadable-row',
  'unknown-school',
  'unknown-village',
  'category-ended',
  'same-student',
] as const;

/** What a visit found otherwise on a value that nobody had signed. It stands in the record's own stream and is decided there. */
export const VISIT_DIFFERS = 'visit-differs';
/** Number of its one proposal: what the visit found. */
export const TAKE_FOUND = 1;

export type FindingKind = (typeof FINDING_KINDS)[number];

export type FindingStatus = 'open' | 'accepted' | 'rejected' | 'closed';

/** About who somebody is: decided by the public security's officer. */
export const IDENTITY_KINDS: readonly FindingKind[] = [
  'name-differs',
  'bad-checksum',
  'number-cell',
  'missing-name',
  'same-name-same-village',
  'same-student',
];

/** A row that a finding rests on. */
export interface FindingRow {
  /** SHA-256 of the file. */
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly value?: string;
}

/** What accepting a proposal does. */
export type Remedy =
  /** Values of one section of the record. */
  | { readonly action: 'set'; readonly section: string; readonly values: Readonly<Record<string, Json>> }
  /** A category goes from the record. */
  | { readonly action: 'remove-category'; readonly category: string }
  /** The rows count as those of the person with this number. */
  | { readonly action: 'adopt'; readonly idNumber: string }
  /** One record closes as a duplicate of another. */
  | { readonly action: 'close-duplicate'; readonly recordId: string; readonly duplicateOf: string }
  /** It is right as it stands. */
  | { readonly action: 'none' };

/** One way in which a finding can be decided; people name it by its number. */
export type Proposal = { readonly number: number } & Remedy;

/** A finding as reconciling finds it, before anything of it is sealed. */
export interface FoundFinding {
  readonly kind: FindingKind;
  /** What makes it this finding and no other, whatever file and line it is found in. */
  readonly cause: readonly string[];
  /** Departments whose rows are concerned. */
  readonly departments: readonly string[];
  /** The person concerned, by the ID number that counts; absent: nobody can say. */
  readonly person?: string;
  readonly subject: { readonly name?: string; readonly idNumber?: string };
  readonly rows: readonly FindingRow[];
  /** Facts for people, by name. */
  readonly facts: Readonly<Record<string, Json>>;
  readonly proposals: readonly Proposal[];
}

/** Numbers proposals from 1. */
export function numbered(remedies: readonly Remedy[]): readonly Proposal[] {
  return remedies.map((remedy, index) => ({ number: index + 1, ...remedy }));
}
