import { z } from 'zod';
import { isConflict } from './conflict.js';
import { reused, sameRun } from './earlier-run.js';
import type { EventDefinition } from './event-definition.js';
import type { CommandMetadata, EventLog } from './log.js';

/**
 * What the id of a command from a key was used for first. Its metadata are the command's, with the hash of what was said; `stream` is where the
 * command goes, if it is one. Written only where the ids of the command's own events cannot say it: see {@link EventLog.append} and
 * {@link reserveCommand}.
 */
export const commandReserved: EventDefinition = {
  type: 'command-reserved',
  version: 1,
  schema: z.strictObject({ stream: z.string().optional() }),
};

/** The stream that holds what an id was used for. */
export function commandStream(commandId: string): string {
  return `command-${commandId}`;
}

/**
 * Takes the id of a command from a key that appends nothing under that very id: one that goes to many streams, or is a job. The same command
 * again takes nothing. Its event has the id that any other command's first event would have, so that either of the two meets the other.
 * @throws Refusal `invalid`/`command-reused`
 */
export async function reserveCommand(log: EventLog, { keyed: _asItself, ...metadata }: CommandMetadata): Promise<void> {
  const stream = commandStream(metadata.commandId);
  await log.append(stream, 'no-stream', [{ type: commandReserved.type, data: {} }], metadata).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
  const [first] = await log.readStream(stream, { limit: 1 });
  sameRun(first, metadata.commandHash);
  if ((first?.data as { stream?: string } | undefined)?.stream !== undefined) throw reused();
}
