import { hmac, type Envelope } from '#kernel';
import type { DirectoryEvent } from '../events.js';
import type { Region, RegionLevel, School, SchoolKind } from '../model.js';
import type { DirectoryRecorded } from '../state.js';
import { personStream, regionStream, schoolStream } from '../streams.js';

/** A person with one appointment, as a row of the staff file says. */
export interface PersonRow {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  readonly line: string;
}

const BEGINNING = '1970-01-01T00:00:00.000Z';

/** An envelope under a key that everybody knows. */
export const envelope = (value: string): Envelope<string> => ({ c: hmac(Buffer.alloc(32), value), v: value });

export const region = (code: string, name: string, level: RegionLevel, parent = ''): Region => ({ code, name, level, parent });

export const school = (code: string, name: string, kind: SchoolKind, township: string, parent = ''): School => {
  return { code, name, kind, township, stage: '小学', parent, village: '', teachers: 5 };
};

/** Events in order; the revision of each is its place in its own stream. */
export function inStreams(events: readonly (readonly [stream: string, event: DirectoryEvent])[]): DirectoryRecorded[] {
  const next = new Map<string, number>();
  return events.map(([stream, event]) => {
    const revision = next.get(stream) ?? 0;
    next.set(stream, revision + 1);
    return { stream, revision, ...event };
  });
}

/** The events that make units and people known. */
export function eventsOf(given: {
  regions?: readonly Region[];
  schools?: readonly School[];
  people?: readonly PersonRow[];
}): DirectoryRecorded[] {
  const { regions = [], schools = [], people = [] } = given;
  return inStreams([
    ...regions.map((data) => [regionStream(data.code), { type: 'region-registered', data }] as const),
    ...schools.map((data) => [schoolStream(data.code), { type: 'school-registered', data }] as const),
    ...people.flatMap(({ username, name, role, unit, line }) => {
      const stream = personStream(username);
      return [
        [stream, { type: 'person-registered', data: { username, name: envelope(name) } }],
        [stream, { type: 'appointment-granted', data: { appointmentId: `${username}-1`, role, unit, line, from: BEGINNING } }],
      ] as const;
    }),
  ]);
}
