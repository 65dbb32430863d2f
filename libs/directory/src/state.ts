import type { Recorded, Revision } from '#kernel';
import type {
  AppointmentEnded,
  AppointmentGranted,
  DelegationGranted,
  DirectoryEvent,
  PersonChanged,
  TrainingCompleted,
} from './events.js';
import type { Region, School } from './model.js';

/** An appointment with its end, if one has been set. */
export type HeldAppointment = AppointmentGranted & Partial<Pick<AppointmentEnded, 'to'>>;

/** A person with everything that was ever granted to them, in order. */
export interface Person {
  readonly username: string;
  readonly name: string;
  readonly phone: string;
  readonly appointments: readonly HeldAppointment[];
  /** Delegations by which others stand in for this person. */
  readonly delegations: readonly DelegationGranted[];
  readonly trainings: readonly TrainingCompleted[];
}

/** The directory as its events make it. Streams do not touch each other's entries, so their order among each other does not matter. */
export interface DirectoryState {
  readonly regions: ReadonlyMap<string, Region>;
  readonly schools: ReadonlyMap<string, School>;
  readonly people: ReadonlyMap<string, Person>;
  /** The last revision of each stream. */
  readonly revisions: ReadonlyMap<string, Revision>;
}

/** What the fold needs of an event. The registry has checked that the data have the shape of the type. */
export type DirectoryRecorded = Pick<Recorded, 'stream' | 'revision' | 'type' | 'data'>;

export const emptyDirectory: DirectoryState = { regions: new Map(), schools: new Map(), people: new Map(), revisions: new Map() };

/** The state after one more event. For many, {@link foldDirectory} copies the state only once. */
export function applyDirectoryEvent(state: DirectoryState, event: DirectoryRecorded): DirectoryState {
  return foldDirectory(state, [event]);
}

/**
 * The state after more events, which are in order within each stream. Types that are not the directory's own (other rooms may write about
 * a person) only count as revisions.
 */
export function foldDirectory(state: DirectoryState, events: readonly DirectoryRecorded[]): DirectoryState {
  if (events.length === 0) return state;
  const next = {
    regions: new Map(state.regions),
    schools: new Map(state.schools),
    people: new Map(state.people),
    revisions: new Map(state.revisions),
  };
  for (const event of events) {
    next.revisions.set(event.stream, event.revision);
    apply(next, event);
  }
  return next;
}

interface Draft extends DirectoryState {
  readonly regions: Map<string, Region>;
  readonly schools: Map<string, School>;
  readonly people: Map<string, Person>;
}

function apply({ regions, schools, people }: Draft, recorded: DirectoryRecorded): void {
  const event = recorded as DirectoryRecorded & DirectoryEvent;
  const changePerson = (change: (person: Person) => Partial<Person>) => {
    const username = event.stream.slice('person-'.length);
    const person = people.get(username);
    if (person !== undefined) people.set(username, { ...person, ...change(person) });
  };
  switch (event.type) {
    case 'region-registered':
    case 'region-changed':
      regions.set(event.data.code, event.data);
      return;
    case 'school-registered':
    case 'school-changed':
      schools.set(event.data.code, event.data);
      return;
    case 'person-registered': {
      const { username, name, phone } = event.data;
      people.set(username, { username, name: name.v, phone: phone?.v ?? '', appointments: [], delegations: [], trainings: [] });
      return;
    }
    case 'person-changed':
      return changePerson(() => changed(event.data));
    case 'appointment-granted':
      return changePerson(({ appointments }) => ({ appointments: [...appointments, event.data] }));
    case 'appointment-ended':
      return changePerson(({ appointments }) => ({ appointments: appointments.map((appointment) => ended(appointment, event.data)) }));
    case 'delegation-granted':
      return changePerson(({ delegations }) => ({ delegations: [...delegations, event.data] }));
    case 'training-completed':
      return changePerson(({ trainings }) => ({ trainings: [...trainings, event.data] }));
  }
}

function changed({ name, phone }: PersonChanged): Partial<Person> {
  return { ...(name && { name: name.v }), ...(phone && { phone: phone.v }) };
}

function ended(appointment: HeldAppointment, { appointmentId, to }: AppointmentEnded): HeldAppointment {
  return appointment.appointmentId === appointmentId ? { ...appointment, to } : appointment;
}
