import { z } from 'zod';
import { digestShape as hash, envelopeShape as envelope, type EventDefinition } from '#event-store';
import type { Envelope } from '#kernel';
import { DEPARTMENTS, type Department } from './model/department.js';
import { FINDING_KINDS, type FindingKind } from './model/finding.js';

/** A department's roster is there: from now on it is the newest of the department for the cycle. */
export interface RosterImported {
  readonly cycle: string;
  readonly department: Department;
  /** SHA-256. */
  readonly file: string;
  /** As it was given, without the folder. */
  readonly name: string;
  /** The day that it speaks of. */
  readonly asOf: string;
  /** Where that day was taken from. */
  readonly dated: 'title' | 'given' | 'import';
  readonly rows: number;
  readonly unread: number;
  /** Version of the mappings that it was read under; 0: the program's own. */
  readonly mapping: number;
}

/** What the county's administrator adds to the departments' mappings, from now on. */
export interface RosterMappingChanged {
  /** 1 for the first. */
  readonly version: number;
  /** SHA-256 of the document. */
  readonly hash: string;
  /** The YAML document. */
  readonly content: string;
}

/** A row that a finding rests on; its value is sealed. */
export interface SealedRow {
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly value?: Envelope;
}

/** What a finding says. Values are sealed under the key of `subject`: the student's if there is one, else the finding's own. */
export interface FindingContent {
  readonly kind: FindingKind;
  readonly cycle: string;
  readonly departments: readonly string[];
  /** Under whose key the values are sealed. */
  readonly sealedFor: string;
  /** Keyed hash of the ID number of the person concerned: finds a person's findings and tells nothing. */
  readonly person?: string;
  readonly name?: Envelope;
  readonly idNumber?: Envelope;
  readonly rows: readonly SealedRow[];
  /** Facts and proposals, as JSON in one envelope. */
  readonly detail: Envelope;
  /** Keyed hash over all of it: the same content again is no news. */
  readonly fingerprint: string;
}

export interface FindingDecided {
  readonly decision: 'accepted' | 'rejected';
  /** Number of the proposal that was accepted. */
  readonly proposal?: number;
  readonly reason: string;
}

interface DataByType {
  'roster-imported': RosterImported;
  'roster-mapping-changed': RosterMappingChanged;
  'finding-opened': FindingContent;
  /** The cause stands, but in other rows, or there are other proposals. */
  'finding-updated': FindingContent;
  'finding-decided': FindingDecided;
  /** What was decided stands in these records now. */
  'finding-applied': { readonly records: readonly string[] };
  /** The cause has gone; the rows are those that it was found in last. */
  'finding-closed': { readonly rows: readonly { readonly file: string; readonly line: number }[] };
}

/** Everything that happens to rosters and findings. */
export type RosterEvent = { [Type in keyof DataByType]: { readonly type: Type; readonly data: DataByType[Type] } }[keyof DataByType];

const text = z.string().min(1);
const line = z.int().nonnegative();
const content = z.strictObject({
  kind: z.enum(FINDING_KINDS),
  cycle: text,
  departments: z.array(text),
  sealedFor: text,
  person: hash.optional(),
  name: envelope.optional(),
  idNumber: envelope.optional(),
  rows: z.array(z.strictObject({ file: hash, line, column: text.optional(), value: envelope.optional() })),
  detail: envelope,
  fingerprint: hash,
});

/** Shape of each event's current version. The compiler sees to it that every type stands here. */
const shapes: { readonly [Type in RosterEvent['type']]: z.ZodType } = {
  'roster-imported': z.strictObject({
    cycle: text,
    department: z.enum(DEPARTMENTS),
    file: hash,
    name: text,
    asOf: z.iso.date(),
    dated: z.enum(['title', 'given', 'import']),
    rows: z.int().nonnegative(),
    unread: z.int().nonnegative(),
    mapping: z.int().nonnegative(),
  }),
  'roster-mapping-changed': z.strictObject({ version: z.int().positive(), hash, content: z.string() }),
  'finding-opened': content,
  'finding-updated': content,
  'finding-decided': z.strictObject({ decision: z.enum(['accepted', 'rejected']), proposal: z.int().positive().optional(), reason: text }),
  'finding-applied': z.strictObject({ records: z.array(text) }),
  'finding-closed': z.strictObject({ rows: z.array(z.strictObject({ file: hash, line })) }),
};

/** What older versions lack: before mappings could be extended all rosters were read under the program's own. */
const upcasters: Readonly<Partial<Record<RosterEvent['type'], EventDefinition['upcasters']>>> = {
  'roster-imported': { 1: (data) => ({ ...(data as Omit<RosterImported, 'mapping'>), mapping: 0 }) },
};

/** This room's event types, to be registered with the log. */
export const rostersEvents: readonly EventDefinition[] = Object.entries(shapes).map(([type, schema]) => {
  const older = upcasters[type as RosterEvent['type']] ?? {};
  return { type, version: Object.keys(older).length + 1, schema, upcasters: older };
});
