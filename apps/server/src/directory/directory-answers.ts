import { z } from 'zod';
import type { ListedAppointment, ListedDelegation, ListedPerson, ListedTraining, ListedUnit, PersonAnswer, UnitAnswer } from '#directory';
import { count, named, pageOf, text } from '../openapi/answers.js';

const person = { userId: text, name: text };

export const unitPage = pageOf<ListedUnit>(
  'UnitPage',
  z.union([
    z.strictObject({
      code: text,
      name: text,
      level: z.enum(['province', 'prefecture', 'county', 'township', 'village']),
      parent: text,
    }),
    z.strictObject({
      code: text,
      name: text,
      kind: z.enum(['kindergarten', 'village', 'centre', 'junior', 'high', 'vocational']),
      township: text,
      stage: text,
      parent: text,
      village: text,
      teachers: count,
    }),
  ]),
);

export const personPage = pageOf<ListedPerson>('PersonPage', z.strictObject(person));

export const appointmentPage = pageOf<ListedAppointment>(
  'AppointmentPage',
  z.strictObject({ ...person, appointmentId: text, role: text, unit: text, line: text, from: text, to: text.optional() }),
);

export const delegationPage = pageOf<ListedDelegation>(
  'DelegationPage',
  z.strictObject({ delegationId: text, person: text, delegate: text, from: text, to: text }),
);

export const trainingPage = pageOf<ListedTraining>(
  'TrainingPage',
  z.strictObject({ ...person, trainingId: text, course: text, completedOn: text, from: text, note: text.optional() }),
);

export const personAnswer: z.ZodType<PersonAnswer> = named('PersonAnswer', z.strictObject({ userId: text, position: text }));

export const unitAnswer: z.ZodType<UnitAnswer> = named(
  'UnitAnswer',
  z.strictObject({ code: text, position: text.optional(), events: count }),
);
