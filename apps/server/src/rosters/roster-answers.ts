import { z } from 'zod';
import type { Problem } from '#kernel';
import type { FindingAnswer, FindingPage, MappingAnswer, RostersImported } from '#rosters';
import { count, json, named, pageOf, problem, text } from '../openapi/answers.js';
import { JOB_STATES, type ImportJob, type JobProgress } from './import-job.js';

/** An import as it is shown. */
export interface ToldImport extends Pick<ImportJob, 'importId' | 'name' | 'cycle' | 'state'> {
  /** Bytes that have arrived; 0 once it has been imported. */
  readonly received: number;
  /** While it runs. */
  readonly progress?: JobProgress;
  readonly answer?: RostersImported;
  /** Why it was refused. */
  readonly problem?: Problem;
}

const file = z.strictObject({
  file: text,
  sha256: text,
  department: text,
  asOf: text,
  rows: count,
  read: count,
  unread: count,
  repeated: z.boolean(),
});

export const toldImport = named(
  'Import',
  z.strictObject({
    importId: text,
    name: text,
    cycle: text,
    state: z.enum(JOB_STATES),
    received: count,
    progress: z
      .strictObject({ rows: count, unread: count, people: count, findings: count, rate: count.optional(), secondsLeft: count.optional() })
      .optional(),
    answer: z
      .strictObject({
        files: z.array(file),
        records: z.strictObject({ opened: count, completed: count, unchanged: count }),
        findings: z.strictObject({ opened: count, closed: count }),
        events: count,
        position: text.optional(),
      })
      .optional(),
    problem: problem.optional(),
  }),
);

export const mappingAnswer: z.ZodType<MappingAnswer> = named(
  'MappingAnswer',
  z.strictObject({ version: count, hash: text, events: count, position: text.optional() }),
);

export const shownMapping = named(
  'RosterMapping',
  z.strictObject({
    version: count,
    content: text.nullable(),
    changes: z.array(z.strictObject({ version: count, hash: text, time: text, by: z.strictObject({ userId: text, name: text }) })),
    departments: z.array(
      z.strictObject({
        department: text,
        category: text.optional(),
        columns: z.array(z.strictObject({ fact: text, headers: z.array(text), reads: text, needed: z.boolean().optional() })),
        words: z.record(text, z.record(text, text)),
      }),
    ),
  }),
);

export const findingPage = pageOf(
  'FindingPage',
  named(
    'Finding',
    z.strictObject({
      findingId: text,
      kind: text,
      cycle: text,
      status: z.enum(['open', 'accepted', 'rejected', 'closed']),
      subject: z.strictObject({ name: json, idNumber: json }),
      rows: z.array(z.strictObject({ file: text, line: count, column: text.optional(), value: json.optional() })),
      detail: z.record(text, json),
    }),
  ),
);

export const findingAnswer: z.ZodType<FindingAnswer> = named(
  'FindingAnswer',
  z.strictObject({
    findingId: text,
    status: z.enum(['open', 'accepted', 'rejected', 'closed']),
    records: z.array(text),
    events: count,
    position: text.optional(),
  }),
);

export type { FindingPage };
