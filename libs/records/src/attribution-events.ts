import { z } from 'zod';
import type { RecordEvent } from '#verification';
import { SOURCE_KINDS } from './event-words.js';

const text = z.string();
const line = text.min(1);
const answerer = z.strictObject({ userId: text, role: text, unit: text, line: text, onBehalfOf: text.optional() });
const act = { by: answerer, eventId: text, time: z.iso.datetime() };
const introducer = z.strictObject({
  ...act,
  how: z.enum([...SOURCE_KINDS, 'missing']),
  department: text.optional(),
  recordId: text.optional(),
});

type Type = 'error-attributed' | 'attribution-appealed' | 'attribution-appeal-decided' | 'decider-named';

/** Shapes of the events by which somebody comes to answer for an error. */
export const attributionShapes: { readonly [One in Type & RecordEvent['type']]: z.ZodType } = {
  'error-attributed': z.strictObject({
    errorId: text,
    field: text,
    line,
    wrong: text.nullable(),
    missing: z.boolean(),
    outdated: z.boolean(),
    rule: z.int(),
    introducer: introducer.optional(),
    signers: z.array(z.strictObject({ ...act, line, level: text, submission: z.int(), voided: z.boolean() })),
    caught: z.array(z.strictObject({ ...act, level: text })),
    evidence: z.array(text),
  }),
  'attribution-appealed': z.strictObject({ errorId: text, reason: text }),
  'attribution-appeal-decided': z.strictObject({
    errorId: text,
    appellant: text,
    outcome: z.enum(['upheld', 'reversed']),
    reason: text,
  }),
  'decider-named': z.strictObject({ errorId: text, matter: z.enum(['error', 'appeal']), userId: text }),
};
