import { z } from 'zod';
import type { AgreementSummary, DisagreementPage, DrawAnswer, SamplePage, SampleProof, VisitAgreement } from '#records';
import { actor, count, json, moment, named, pageOf, text } from '../openapi/answers.js';

const unit = z.strictObject({ code: text, name: text });
const status = z.enum(['open', 'decided', 'signed', 'gone']);
const check = named(
  'VisitCheck',
  z.strictObject({
    outcome: z.enum(['confirmed', 'differs']),
    value: json.optional(),
    note: text.optional(),
    current: z.boolean(),
    date: text,
    by: actor,
    eventId: text,
  }),
);

export const visitAgreement: z.ZodType<VisitAgreement> = named(
  'VisitAgreement',
  z.strictObject({
    recordId: text,
    asOf: moment,
    kinds: z.array(text),
    fields: z.array(
      z.strictObject({
        field: text,
        line: text,
        verdict: z.enum(['not-asked', 'single', 'agree', 'disagree']),
        checks: z.record(text, check.nullable()),
        disagreement: z.strictObject({ disagreementId: text, status, time: text, settledBy: actor.optional() }).optional(),
      }),
    ),
  }),
);

export const agreementSummary: z.ZodType<AgreementSummary> = named(
  'AgreementSummary',
  z.strictObject({
    unit,
    month: text,
    asOf: moment,
    records: count,
    fields: z.array(
      z.strictObject({
        field: text,
        kinds: z.record(text, z.strictObject({ confirmed: count, differs: count })),
        agree: count,
        disagree: count,
        single: count,
        notAsked: count,
      }),
    ),
    openDisagreements: count,
  }),
);

export const disagreementPage: z.ZodType<DisagreementPage> = pageOf(
  'Disagreements',
  z.strictObject({
    disagreementId: text,
    recordId: text,
    field: text,
    line: text,
    kind: text,
    status,
    village: text,
    school: text,
    time: text,
    position: text,
  }),
);

export const drawAnswer: z.ZodType<DrawAnswer> = named(
  'DrawnSamples',
  z.strictObject({
    month: text,
    outcomes: z.array(z.strictObject({ unit: text, outcome: z.enum(['drawn', 'drawn-before']), records: count })),
    position: text.optional(),
  }),
);

export const samplePage: z.ZodType<SamplePage> = pageOf(
  'Samples',
  z.strictObject({
    unit,
    month: text,
    cycle: text,
    seed: text,
    definition: z.int(),
    rule: z.strictObject({ version: z.int(), percent: z.int(), minimum: z.int(), kind: text }),
    population: z.strictObject({ position: text, size: count, digest: text }),
    position: text,
    records: z.array(z.strictObject({ recordId: text, checked: z.boolean() })),
    checked: count,
  }),
  { month: text },
);

export const sampleProof: z.ZodType<SampleProof> = named(
  'SampleProof',
  z.strictObject({
    unit,
    month: text,
    position: text,
    seed: text,
    population: z.strictObject({ size: count, digest: text }),
    drawn: z.array(text),
    matches: z.boolean(),
  }),
);
