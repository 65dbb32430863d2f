import { z } from 'zod';
import type { ToldError } from '#kernel';
import {
  MOST_COUNTED,
  type BulkAnswer,
  type CommandAnswer,
  type EscalationAnswer,
  type History,
  type InboxPage,
  type RecordChanges,
  type ShownAction,
  type ShownRecord,
  type StudentPage,
  type ViewAnswer,
} from '#records';
import { actor, count, json, moment, named, pageOf, post, text } from '../openapi/answers.js';
import { answerer, errorStatus } from '../responsibility/error-answers.js';

/** Why not, in the language of the caller. */
export interface ToldAction extends Omit<ShownAction, 'reason'> {
  readonly reason?: { readonly code: string; readonly detail: string };
}

export interface ToldRecord extends Omit<ShownRecord, 'actions' | 'warnings'> {
  readonly actions: readonly ToldAction[];
  readonly warnings: readonly ToldError[];
}

export const commandAnswer: z.ZodType<CommandAnswer> = named(
  'CommandAnswer',
  z.strictObject({ recordId: text, revision: z.int(), position: text.optional(), events: count, errorId: text.optional() }),
);

const remarks = z.array(z.strictObject({ pointer: text, code: text, detail: text }));

/** What a command would meet, in the caller's language. */
export interface ToldCheck {
  readonly errors: readonly ToldError[];
  readonly warnings: readonly ToldError[];
}

export const checkAnswer: z.ZodType<ToldCheck> = named('CheckAnswer', z.strictObject({ errors: remarks, warnings: remarks }));

export const viewAnswer: z.ZodType<ViewAnswer> = named(
  'ViewAnswer',
  z.strictObject({ recordId: text, open: z.boolean(), position: text.optional() }),
);

export const escalationAnswer: z.ZodType<EscalationAnswer> = named(
  'EscalationAnswer',
  z.strictObject({ recordId: text, position: text, to: post.optional() }),
);

export const bulkAnswer: z.ZodType<BulkAnswer> = named(
  'BulkAnswer',
  z.strictObject({
    outcomes: z.array(
      z.strictObject({
        recordId: text,
        line: text,
        level: text,
        outcome: z.enum(['done', 'refused']),
        revision: z.int().optional(),
        position: text.optional(),
        code: text.optional(),
      }),
    ),
    position: text,
  }),
);

const signOff = named('SignOff', z.strictObject({ level: text, by: actor, time: text, bulk: z.boolean(), inPlaceOf: text.optional() }));
const route = z.strictObject({ case: text, steps: z.array(z.strictObject({ level: text, posts: z.array(post) })) });
const reasons = z.array(z.strictObject({ field: text, reason: text }));
const line = named(
  'Line',
  z.strictObject({
    state: text,
    submission: z.int().optional(),
    digest: text.optional(),
    submittedBy: actor.optional(),
    submittedAt: text.optional(),
    route: route.optional(),
    signOffs: z.array(signOff),
    dueAt: text.optional(),
    completeByRule: text.optional(),
    returned: z.strictObject({ level: text, to: text, reasons, by: actor, time: text }).optional(),
    transfer: z.strictObject({ from: text, to: text }).optional(),
  }),
);
const visit = z.strictObject({
  eventId: text,
  method: text,
  purpose: text,
  date: text,
  by: actor,
  confirmed: z.array(text),
  differs: z.array(text),
  concealed: z.literal(true).optional(),
});
const reportedError = z.strictObject({
  errorId: text,
  field: text,
  line: text,
  status: errorStatus,
  origin: text,
  outdated: z.boolean(),
  wrongSince: text.optional(),
  alreadyChanged: z.boolean(),
  by: actor,
  answerers: z.array(answerer),
});
const disagreement = z.strictObject({
  disagreementId: text,
  field: text,
  line: text,
  status: z.enum(['open', 'decided', 'signed', 'gone']),
  kind: text,
  by: actor,
  time: text,
  settledBy: actor.optional(),
});
const told = z.strictObject({ code: text, detail: text });
const ended = z.strictObject({ reason: text, time: text });

export const record: z.ZodType<ToldRecord> = named(
  'ShownRecord',
  z.strictObject({
    recordId: text,
    studentId: text,
    cycle: text,
    status: z.enum(['collecting', 'submitted', 'in-review', 'returned', 'approved', 'rejected', 'closed']),
    revision: z.int(),
    definition: z.int(),
    asOf: moment,
    sections: z.record(text, z.record(text, json)),
    lines: z.record(text, line),
    joint: z.strictObject({ digest: text.optional(), signOff: signOff.optional(), dueAt: text.optional() }),
    waiting: z.array(z.strictObject({ line: text, level: text, posts: z.array(post), digest: text, dueAt: text.optional() })),
    payable: z.boolean().optional(),
    rejected: ended.optional(),
    closed: ended.optional(),
    carriedFrom: z.strictObject({ recordId: text, revision: z.int() }).optional(),
    visits: z.array(visit),
    errors: z.array(reportedError),
    disagreements: z.array(disagreement),
    allowed: z.array(text),
    actions: z.array(z.strictObject({ action: text, allowed: z.boolean(), reason: told.optional() })),
    warnings: remarks,
  }),
);

const change = z.tuple([text.nullable(), text]);

export const history: z.ZodType<History> = named(
  'History',
  z.strictObject({
    recordId: text,
    asOf: moment,
    entries: z.array(
      z.strictObject({
        eventId: text,
        position: text,
        revision: z.int(),
        time: text,
        type: text,
        actor,
        data: json,
        effect: z.strictObject({
          status: change.optional(),
          lines: z.record(text, change).optional(),
          fields: z.array(text).optional(),
        }),
      }),
    ),
  }),
);

export const recordChanges: z.ZodType<RecordChanges> = named(
  'RecordChanges',
  z.strictObject({
    recordId: text,
    from: moment,
    to: moment,
    revisions: z.tuple([z.int(), z.int()]),
    status: change.optional(),
    lines: z.record(text, change),
    fields: z.array(
      z.strictObject({
        field: text,
        from: json,
        to: json,
        by: z.array(z.strictObject({ position: text, time: text, type: text, actor })),
      }),
    ),
  }),
);

export const studentPage: z.ZodType<StudentPage> = pageOf(
  'StudentPage',
  named(
    'ListedStudent',
    z.strictObject({
      recordId: text,
      name: text.nullable(),
      idNumber: text.nullable(),
      sex: text.nullable(),
      birthDate: text.nullable(),
      village: text.nullable(),
      school: text.nullable(),
      stage: text.nullable(),
      grade: z.number().nullable(),
      categories: z.array(text),
      status: text,
      line: z.record(text, text),
    }),
  ),
);

const waiting = { recordId: text, name: text.nullable(), cycle: text, overdue: z.boolean(), onBehalfOf: text.optional() };
const waitingLevel = named(
  'WaitingLevel',
  z.strictObject({
    kind: z.literal('review'),
    ...waiting,
    line: text,
    level: text,
    submission: z.int(),
    digest: text,
    since: text,
    dueAt: text.nullable(),
    inPlaceOf: post.optional(),
  }),
);
const waitingSpotCheck = named(
  'WaitingSpotCheck',
  z.strictObject({ kind: z.literal('spot-check'), ...waiting, unit: text, month: text, dueAt: text }),
);

const undated = { since: text, dueAt: z.null(), overdue: z.literal(false), onBehalfOf: text.optional() };
const waitingWork = { recordId: text, name: text.nullable(), cycle: text, line: text, ...undated };
const aboutError = { errorId: text, field: text };
const task = z.enum(['decide', 'name-decider']);
const waitingReturn = named(
  'WaitingReturn',
  z.strictObject({
    kind: z.literal('returned'),
    ...waitingWork,
    level: text,
    by: actor,
    reasons: z.array(z.strictObject({ field: text, reason: text })),
  }),
);
const waitingError = named('WaitingError', z.strictObject({ kind: z.literal('error'), ...waitingWork, ...aboutError, task, by: actor }));
/** One that a visit leaves has a record, a line and, unless it is not shown yet, a field; one of rosters may be about nobody. */
const waitingFinding = named(
  'WaitingFinding',
  z.union([
    z.strictObject({
      kind: z.literal('finding'),
      ...waitingWork,
      finding: z.literal('visit-differs'),
      findingId: text,
      field: text.optional(),
      visit: text,
    }),
    z.strictObject({ kind: z.literal('finding'), finding: text, findingId: text, name: text.nullable(), cycle: text, ...undated }),
  ]),
);
const waitingTransfer = named('WaitingTransfer', z.strictObject({ kind: z.literal('transfer'), ...waitingWork, from: text, to: text }));
const waitingAppeal = named(
  'WaitingAppeal',
  z.strictObject({ kind: z.literal('appeal'), ...waitingWork, ...aboutError, task, appellant: text }),
);
const waitingCorrection = named(
  'WaitingCorrection',
  z.strictObject({ kind: z.literal('correction'), ...waitingWork, ...aboutError, alreadyChanged: z.boolean() }),
);

const inboxItem = z.union([
  waitingLevel,
  waitingSpotCheck,
  waitingReturn,
  waitingError,
  waitingFinding,
  waitingTransfer,
  waitingAppeal,
  waitingCorrection,
]);
const total = count.min(0).max(MOST_COUNTED);
const inboxTotals = named(
  'InboxTotals',
  z
    .strictObject({
      review: total,
      returned: total,
      error: total,
      finding: total,
      transfer: total,
      appeal: total,
      correction: total,
      'spot-check': total,
    })
    .describe(`how much waits of each kind on all pages together; ${MOST_COUNTED} stands for so many or more`),
);

export const inboxPage: z.ZodType<InboxPage> = pageOf('InboxPage', inboxItem, { totals: inboxTotals });
