import { z } from 'zod';
import { SOURCE_KINDS } from '#records';
import type { ShownAnswerer, ShownCatch, ShownError } from '#records';
import { ERROR_STATUSES, type ErrorAnswer, type ErrorPage } from '#responsibility';
import { actor, moment, named, pageOf, text } from '../openapi/answers.js';

export const errorStatus = z.enum(ERROR_STATUSES);
export const appealStatus = z.enum(['open', 'granted', 'denied']);

const act = named(
  'AnsweredAct',
  z.strictObject({
    act: z.enum(['introduced', 'submitted', 'signed']),
    by: actor,
    eventId: text,
    time: text,
    how: z.enum([...SOURCE_KINDS, 'missing']).optional(),
    department: text.optional(),
    recordId: text.optional(),
    line: text.optional(),
    level: text.optional(),
    voided: z.boolean().optional(),
  }),
);
const appeal = named(
  'AttributionAppeal',
  z.strictObject({ status: appealStatus, appealedAt: text, decidedAt: text.optional(), decidedBy: actor.optional() }),
);

export const answerer: z.ZodType<ShownAnswerer> = named(
  'Answerer',
  z.strictObject({
    ...actor.shape,
    acts: z.array(act),
    answers: z.boolean(),
    appeal: appeal.optional(),
  }),
);

export const caught: z.ZodType<ShownCatch> = named('Catch', z.strictObject({ by: actor, level: text, eventId: text, time: text }));

const members = {
  errorId: text,
  recordId: text,
  field: text,
  line: text,
  status: errorStatus,
  origin: text,
  eventId: text,
  reportedAt: text,
  reportedBy: actor,
  decidedAt: text.optional(),
  decidedBy: actor.optional(),
  month: text.optional(),
  outdated: z.boolean(),
  missing: z.boolean(),
  wrongSince: text.optional(),
  correctedAt: text.optional(),
  correctedBy: actor.optional(),
  alreadyChanged: z.boolean(),
  answerers: z.array(answerer),
  caught: z.array(caught),
  deciders: z.strictObject({ error: text.optional(), appeal: text.optional() }).optional(),
} satisfies Record<keyof ShownError, z.ZodType>;

export const errorAnswer: z.ZodType<ErrorAnswer> = named('ReportedError', z.strictObject({ asOf: moment, ...members }));

const listed = z.strictObject({ ...members, tasks: z.array(z.enum(['decide', 'appeal', 'decide-appeal'])).optional() });

export const errorPage: z.ZodType<ErrorPage> = pageOf('ErrorPage', named('ListedError', listed));
