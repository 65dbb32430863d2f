import { z } from 'zod';
import { envelopeShape as envelope, type EventDefinition } from '#event-store';
import type { Envelope } from '#kernel';
import { REGION_LEVELS, SCHOOL_KINDS, type Region, type School } from './model.js';

export interface PersonRegistered {
  readonly username: string;
  readonly name: Envelope<string>;
  readonly phone?: Envelope<string>;
}

/** Only what changed. */
export type PersonChanged = Partial<Omit<PersonRegistered, 'username'>>;

export interface AppointmentGranted {
  readonly appointmentId: string;
  readonly role: string;
  readonly unit: string;
  readonly line: string;
  /** UTC, inclusive. */
  readonly from: string;
}

export interface AppointmentEnded {
  readonly appointmentId: string;
  /** UTC, exclusive. */
  readonly to: string;
}

/** Stands in the stream of the person who is stood in for. */
export interface DelegationGranted {
  readonly delegationId: string;
  readonly person: string;
  readonly delegate: string;
  /** UTC, inclusive. */
  readonly from: string;
  /** UTC, exclusive. */
  readonly to: string;
}

/** A person has completed a training (培训). */
export interface TrainingCompleted {
  readonly trainingId: string;
  readonly course: string;
  /** YYYY-MM-DD. */
  readonly completedOn: string;
  /** UTC time from which it counts: that of its recording. */
  readonly from: string;
  readonly note?: string;
}

interface DataByType {
  'region-registered': Region;
  'region-changed': Region;
  'school-registered': School;
  'school-changed': School;
  'person-registered': PersonRegistered;
  'person-changed': PersonChanged;
  'appointment-granted': AppointmentGranted;
  'appointment-ended': AppointmentEnded;
  'delegation-granted': DelegationGranted;
  'training-completed': TrainingCompleted;
}

/** Everything that can happen to the directory. */
export type DirectoryEvent = { [Type in keyof DataByType]: { readonly type: Type; readonly data: DataByType[Type] } }[keyof DataByType];

const text = z.string();
const code = text.min(1);
const time = z.iso.datetime();
const region = z.strictObject({ code, name: code, level: z.enum(REGION_LEVELS), parent: text });
const school = z.strictObject({
  code,
  name: code,
  kind: z.enum(SCHOOL_KINDS),
  township: code,
  stage: text,
  parent: text,
  village: text,
  teachers: z.int().nonnegative(),
});

/** Shape of each event's current version. The compiler sees to it that every type stands here. */
const shapes: { readonly [Type in DirectoryEvent['type']]: z.ZodType } = {
  'region-registered': region,
  'region-changed': region,
  'school-registered': school,
  'school-changed': school,
  'person-registered': z.strictObject({ username: code, name: envelope, phone: envelope.optional() }),
  'person-changed': z.strictObject({ name: envelope.optional(), phone: envelope.optional() }),
  'appointment-granted': z.strictObject({ appointmentId: code, role: code, unit: code, line: text, from: time }),
  'appointment-ended': z.strictObject({ appointmentId: code, to: time }),
  'delegation-granted': z.strictObject({ delegationId: code, person: code, delegate: code, from: time, to: time }),
  'training-completed': z.strictObject({ trainingId: code, course: code, completedOn: z.iso.date(), from: time, note: text.optional() }),
};

/** The directory's event types, to be registered with the log. */
export const directoryEvents: readonly EventDefinition[] = Object.entries(shapes).map(([type, schema]) => ({ type, version: 1, schema }));
