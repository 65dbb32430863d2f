import { z } from 'zod';
import type { Listed } from '#projections';
import { SOURCE_KINDS, VOID_CAUSES } from '#records';
import type { AssessmentAnswer, AttributionsVerified, Blame, DeedPage, Ledger, PublishedAnswer } from '#responsibility';
import { DEED_KINDS } from '#responsibility';
import { actor, count, json, moment, named, pageOf, text } from '../openapi/answers.js';
import { answerer, appealStatus, caught, errorStatus } from './error-answers.js';

const act = { eventId: text, revision: z.int(), time: text, by: actor };
const source = z.strictObject({
  kind: z.enum(SOURCE_KINDS),
  department: text.optional(),
  file: text.optional(),
  fileLine: z.int().optional(),
  findingId: text.optional(),
  errorId: text.optional(),
  reference: text.optional(),
});
const setting = z.strictObject({ ...act, source });
const origin = z.strictObject({ ...act, source, recordId: text.optional() });
const voided = z.strictObject({ eventId: text, cause: z.enum(VOID_CAUSES) });
const covering = { ...act, line: text, submission: z.int(), digest: text, voided: voided.optional() };
const signOff = z.strictObject({ ...covering, level: text, inPlaceOf: text.optional(), bulk: z.boolean() });
const run = {
  value: json,
  setBy: origin.optional(),
  settings: z.array(setting),
  confirmedBy: z.array(z.strictObject({ ...act, kind: z.enum(['visit', 'statement']), department: text.optional() })),
  submissions: z.array(z.strictObject(covering)),
  signOffs: z.array(signOff),
  returns: z.array(z.strictObject({ ...act, level: text, reason: text, changedBy: text.optional() })),
  until: z.strictObject(act).optional(),
  errorIds: z.array(text),
};

export const blame: z.ZodType<Blame> = named(
  'Blame',
  z.strictObject({
    recordId: text,
    revision: z.int(),
    asOf: moment,
    fields: z.array(
      named(
        'FieldHistory',
        z.strictObject({
          field: text,
          section: text,
          line: text,
          ...run,
          replaced: z.strictObject({ value: json, eventId: text.optional(), by: actor.optional() }).optional(),
          earlier: z.array(z.strictObject(run)),
          errors: z.array(
            z.strictObject({
              errorId: text,
              status: errorStatus,
              outdated: z.boolean(),
              wrongSince: text.optional(),
              alreadyChanged: z.boolean(),
              wrong: json,
              stands: z.boolean(),
              answerers: z.array(answerer),
              caught: z.array(caught),
              appeals: z.record(text, appealStatus),
              signedSince: z.array(signOff),
            }),
          ),
        }),
      ),
    ),
  }),
);

const share = z.strictObject({ count, share: z.number().nullable() });
const subject = z.union([z.strictObject({ userId: text, name: text }), z.strictObject({ unit: text, name: text })]);

export const ledger: z.ZodType<Ledger> = named(
  'Ledger',
  z.strictObject({
    subject,
    units: z.array(text).optional(),
    from: moment.optional(),
    to: moment.optional(),
    asOf: moment,
    counts: z.record(z.enum(DEED_KINDS), count),
    decisions: z.strictObject({
      count,
      perMinute: z.number().nullable(),
      busiest: z.strictObject({ minute: text, count }).nullable(),
    }),
    unopened: share,
    bulk: share,
  }),
);

export const deedPage: z.ZodType<DeedPage> = pageOf(
  'DeedPage',
  named(
    'Deed',
    z.strictObject({
      kind: z.enum(DEED_KINDS),
      userId: text,
      unit: text,
      eventId: text,
      position: text,
      time: text,
      recordId: text,
      field: text.optional(),
      errorId: text.optional(),
      bulk: z.literal(true).optional(),
      unopened: z.literal(true).optional(),
    }),
  ),
);

const rate = z.number().nullable();
const assessment = named(
  'Assessment',
  z.strictObject({
    month: text,
    from: text,
    position: text,
    rule: z.int(),
    inputs: text,
    outdated: count,
    levels: z.array(
      z.strictObject({
        level: text,
        units: z.array(
          named(
            'AssessedUnit',
            z.strictObject({
              unit: text,
              name: text,
              n: count,
              x: count,
              weightN: count,
              weightX: count,
              rate,
              interval: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
              rank: z.int().nullable(),
              verdict: z.enum(['commend', 'warn', 'criticise']).nullable(),
              change: rate,
            }),
          ),
        ),
      }),
    ),
  }),
);
const about = { eventId: text, position: text, time: text };

export const assessmentAnswer: z.ZodType<AssessmentAnswer> = named(
  'AssessmentAnswer',
  z.strictObject({
    month: text,
    county: text,
    status: z.enum(['draft', 'published']),
    over: z.boolean(),
    assessment,
    published: z
      .strictObject({
        ...about,
        by: actor,
        restatements: z.array(z.strictObject({ ...about, published: text, reversals: z.array(text), assessment })),
      })
      .optional(),
    agrees: z.boolean().optional(),
    recomputedInputs: text.optional(),
  }),
);

export const publishedAnswer: z.ZodType<PublishedAnswer> = named(
  'PublishedAnswer',
  z.strictObject({ month: text, eventId: text, position: text, assessment }),
);

export const notice = named('Notice', z.string());

const answeredAct = { by: answerer, eventId: text, time: text };
const attribution = named(
  'Attribution',
  z.strictObject({
    errorId: text,
    field: text,
    line: text,
    wrong: text.nullable(),
    missing: z.boolean(),
    outdated: z.boolean(),
    rule: z.int(),
    introducer: z
      .strictObject({ ...answeredAct, how: z.enum([...SOURCE_KINDS, 'missing']), department: text.optional(), recordId: text.optional() })
      .optional(),
    signers: z.array(z.strictObject({ ...answeredAct, line: text, level: text, submission: z.int(), voided: z.boolean() })),
    caught: z.array(z.strictObject({ ...answeredAct, level: text })),
    evidence: z.array(text),
  }),
);

/** What was found to differ, page by page of what was looked at. */
export interface VerifiedPage extends Listed<AttributionsVerified['differing'][number]> {
  readonly checked: number;
  readonly agree: number;
}

export const attributionsVerified: z.ZodType<VerifiedPage> = pageOf(
  'AttributionsVerified',
  z.strictObject({ errorId: text, recordId: text, position: text, stored: attribution.nullable(), recomputed: attribution }),
  { checked: count, agree: count },
);
