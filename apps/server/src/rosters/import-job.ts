import { z } from 'zod';
import { DEPARTMENTS, type RostersImported } from '#rosters';
import type { RefusalKind } from '#kernel';

/** Where an import stands. */
export const JOB_STATES = ['receiving', 'running', 'done', 'failed'] as const;

/** What was asked for, kept beside the file until the import has ended and afterwards with its outcome. */
export const importJob = z.strictObject({
  importId: z.string(),
  userId: z.string(),
  /** The file's name as it was given. */
  name: z.string(),
  cycle: z.string(),
  department: z.enum(DEPARTMENTS).optional(),
  date: z.string().optional(),
  reconcile: z.boolean(),
  /** Of the whole file, once it is whole: so that a repeated import is known from another one. */
  sha256: z.string().optional(),
  state: z.enum(JOB_STATES),
  answer: z.custom<RostersImported>().optional(),
  refusal: z
    .strictObject({ kind: z.custom<RefusalKind>(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .optional(),
});

export type ImportJob = z.infer<typeof importJob>;

/** What is asked for by one request; what has come of it is the rest of {@link ImportJob}. */
export type AskedImport = Omit<ImportJob, 'sha256' | 'state' | 'answer' | 'refusal'>;

/** What an import has done so far; of now only, and only while it runs here. */
export interface JobProgress {
  /** Rows read of the file. */
  readonly rows: number;
  /** Rows that could not be read. */
  readonly unread: number;
  /** People whose rosters have been compared. */
  readonly people: number;
  readonly findings: number;
  /** Rows a second of the phase that it is in, as soon as that can be said. */
  readonly rate?: number;
  /** Until that phase ends, about. */
  readonly secondsLeft?: number;
}
