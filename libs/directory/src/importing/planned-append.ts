import type { ExpectedRevision } from '#event-store';
import { derivedId, type Envelope } from '#kernel';
import type { Sealer } from '#protection';
import type { DirectoryEvent } from '../events.js';
import { personStream } from '../streams.js';
import type { ImportPlan, PersonChange } from './plan-import.js';

export interface PlannedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly DirectoryEvent[];
}

/**
 * The appends of a plan in phases: a phase begins when the one before is in the log. Personal data are sealed on the way; their keys exist.
 * @param from from when on the new appointments hold, UTC
 */
export function appendsOf(plan: ImportPlan, sealer: Sealer, from: string): readonly (readonly PlannedAppend[])[] {
  const ofPerson = (change: PersonChange): PlannedAppend => ({
    stream: personStream(change.username),
    expected: change.expected,
    events: personEvents(change, sealer, from),
  });
  const units = plan.units.map(({ stream, expected, event }) => ({ stream, expected, events: [event] }));
  return [units, plan.people.map(ofPerson), plan.administrators.map(ofPerson)];
}

function personEvents({ username, details, appointment }: PersonChange, sealer: Sealer, from: string): DirectoryEvent[] {
  const events: DirectoryEvent[] = [];
  const seal = (value: string) => sealer.seal(personStream(username), value) as Envelope<string>;
  if (details?.kind === 'registered') {
    const { name, phone } = details;
    events.push({ type: 'person-registered', data: { username, name: seal(name), ...(phone !== undefined && { phone: seal(phone) }) } });
  }
  if (details?.kind === 'changed') {
    const { name, phone } = details;
    const data = { ...(name !== undefined && { name: seal(name) }), ...(phone !== undefined && { phone: seal(phone) }) };
    events.push({ type: 'person-changed', data });
  }
  if (appointment !== undefined) {
    const { role, unit, line } = appointment;
    // A file names a post of a person once only, so these names make an id of its own.
    const appointmentId = derivedId('appointment', username, role, unit, line);
    events.push({ type: 'appointment-granted', data: { appointmentId, role, unit, line, from } });
  }
  return events;
}
