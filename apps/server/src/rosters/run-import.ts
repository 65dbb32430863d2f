import type { CommandBus } from '@nestjs/cqrs';
import { ImportRosters, Pace, type ImportRostersBody, type Progress, type RosterContext, type RostersImported } from '#rosters';
import type { JobProgress } from './import-job.js';

/** An import that is to be run: what {@link ImportRosters} takes, in a shape that goes from one thread to another. */
export interface ImportOrder {
  readonly body: ImportRostersBody;
  readonly context: RosterContext;
}

/** The word of the command that an import is. */
export const IMPORT: ImportRosters['word'] = 'ImportRosters';

/** What an import has done before it has begun. */
export const NOTHING_YET: JobProgress = { rows: 0, unread: 0, people: 0, findings: 0 };

/**
 * Runs an import.
 * @param told of what it has done so far, again and again
 * @throws Refusal as {@link ImportRosters} is refused
 */
export function runImport(
  commands: CommandBus,
  { body, context }: ImportOrder,
  told: (progress: JobProgress) => void,
): Promise<RostersImported> {
  const pace = new Pace(() => performance.now());
  let done = NOTHING_YET;
  const note = (progress: Progress) => {
    done = { ...done, ...noted(done, progress), ...pace.of(progress) };
    told(done);
  };
  return commands.execute(new ImportRosters(body, context, note));
}

function noted({ unread }: JobProgress, progress: Progress): Partial<JobProgress> {
  switch (progress.phase) {
    case 'reading':
      return { rows: progress.rows };
    case 'unread':
      return { unread: unread + 1 };
    case 'reconciling':
      return { people: progress.people };
    case 'findings':
      return { findings: progress.findings };
  }
}
