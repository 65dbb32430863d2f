import type { ExpectedRevision } from '#event-store';
import type { Post } from '#verification';
import type { DirectoryEvent } from '../events.js';
import { ADMINISTRATOR } from '../roles.js';
import type { DirectoryState, Person } from '../state.js';
import { personStream, regionStream, schoolStream } from '../streams.js';
import type { Checked, StaffRow } from './checked.js';
import { sameNumber, sameText } from './normalised.js';

/** One append to a unit's stream. */
export interface UnitChange {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly event: DirectoryEvent;
}

/** One append to a person's stream, before personal data are sealed. */
export interface PersonChange {
  readonly username: string;
  readonly expected: ExpectedRevision;
  /** `registered` with all that is known, `changed` with what is new. */
  readonly details?:
    | { readonly kind: 'registered'; readonly name: string; readonly phone?: string }
    | { readonly kind: 'changed'; readonly name?: string; readonly phone?: string };
  readonly appointment?: Post;
}

/** What of one kind the files brought. */
export interface Tally {
  readonly registered: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface ImportPlan {
  readonly units: readonly UnitChange[];
  readonly people: readonly PersonChange[];
  /** The people who become administrators. They come last: until one is appointed, an import that broke off is simply run again. */
  readonly administrators: readonly PersonChange[];
  readonly tallies: { readonly regions: Tally; readonly schools: Tally; readonly people: Tally };
}

/**
 * What must be appended so that the directory says what the files say. What the files do not name stays as it is: nobody loses an
 * appointment by being left out of a file, and an appointment that was ended is not given again by a file that still names it.
 */
export function planImport({ regions, schools, staff }: Checked, state: DirectoryState): ImportPlan {
  const expected = (stream: string): ExpectedRevision => state.revisions.get(stream) ?? 'no-stream';
  const regionChanges = regions.flatMap((region): UnitChange[] => {
    const before = state.regions.get(region.code);
    if (same(before, region)) return [];
    const stream = regionStream(region.code);
    return [{ stream, expected: expected(stream), event: { type: before ? 'region-changed' : 'region-registered', data: region } }];
  });
  const schoolChanges = schools.flatMap((school): UnitChange[] => {
    const before = state.schools.get(school.code);
    if (same(before, school)) return [];
    const stream = schoolStream(school.code);
    return [{ stream, expected: expected(stream), event: { type: before ? 'school-changed' : 'school-registered', data: school } }];
  });
  const people = staff.flatMap((row) => {
    const change = personChange(row, state.people.get(row.username), expected(personStream(row.username)));
    return change.details === undefined && change.appointment === undefined ? [] : [change];
  });
  return {
    units: [...regionChanges, ...schoolChanges],
    people: people.filter((change) => !appointsAdministrator(change)),
    administrators: people.filter(appointsAdministrator),
    tallies: {
      regions: tally(regions.length, regionChanges, ({ event }) => event.type === 'region-registered'),
      schools: tally(schools.length, schoolChanges, ({ event }) => event.type === 'school-registered'),
      people: tally(staff.length, people, ({ details }) => details?.kind === 'registered'),
    },
  };
}

function appointsAdministrator({ appointment }: PersonChange): boolean {
  return appointment?.role === ADMINISTRATOR;
}

function personChange(
  { username, name, phone, role, unit, line }: StaffRow,
  before: Person | undefined,
  expected: ExpectedRevision,
): PersonChange {
  const appointment = { role, unit, line };
  if (before === undefined) {
    return { username, expected, details: { kind: 'registered', name, ...(phone !== '' && { phone }) }, appointment };
  }
  const changed = {
    ...(!sameText(name, before.name) && { name }),
    ...(phone !== '' && !sameNumber(phone, before.phone) && { phone }),
  };
  const held = before.appointments.some((one) => one.role === role && one.unit === unit && one.line === line);
  return {
    username,
    expected,
    ...(Object.keys(changed).length > 0 && { details: { kind: 'changed' as const, ...changed } }),
    ...(!held && { appointment }),
  };
}

function tally<Change>(rows: number, changes: readonly Change[], isNew: (change: Change) => boolean): Tally {
  const registered = changes.filter(isNew).length;
  return { registered, changed: changes.length - registered, unchanged: rows - changes.length };
}

function same<Item extends object>(before: Item | undefined, after: Item): boolean {
  if (before === undefined) return false;
  return (Object.keys(after) as (keyof Item)[]).every((key) => sameValue(before[key], after[key]));
}

function sameValue(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'string' && typeof other === 'string' && sameText(one, other));
}
