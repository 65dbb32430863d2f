import { z } from 'zod';
import { digestShape, type EventDefinition } from '#event-store';
import type { Assessment, Restatement } from './assessing/assessment.js';

const text = z.string();
const rate = z.number().nullable();
const count = z.int().nonnegative();
const unit = z.strictObject({
  unit: text,
  name: text,
  n: count,
  x: count,
  weightN: count,
  weightX: count,
  rate,
  interval: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
  rank: z.int().positive().nullable(),
  verdict: z.enum(['commend', 'warn', 'criticise']).nullable(),
  change: rate,
});
const assessment = z.strictObject({
  month: text.regex(/^\d{4}-\d{2}$/),
  from: text,
  position: text,
  rule: z.int().positive(),
  inputs: digestShape,
  outdated: count,
  levels: z.array(z.strictObject({ level: text, units: z.array(unit) })),
});

interface DataByType {
  'assessment-published': Assessment;
  'assessment-restated': Restatement;
}

/** Shape of each event's current version. The compiler sees to it that every type stands here. */
const shapes: { readonly [Type in keyof DataByType]: z.ZodType } = {
  'assessment-published': assessment,
  'assessment-restated': z.strictObject({ published: text, reversals: z.array(text), assessment }),
};

/** This room's event types, to be registered with the log. */
export const responsibilityEvents: readonly EventDefinition[] = Object.entries(shapes).map(([type, schema]) => ({
  type,
  version: 1,
  schema,
}));
