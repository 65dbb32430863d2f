import { Refusal, type Recorded } from '#kernel';

/**
 * The last event of an earlier run of the same command.
 * @throws Refusal `invalid`/`command-reused` if that run had another body
 */
export function earlierRun(events: readonly Recorded[], commandId: string, commandHash: string): Recorded | undefined {
  const earlier = events.findLast((event) => event.commandId === commandId);
  if (earlier !== undefined && earlier.commandHash !== commandHash) throw new Refusal('invalid', 'command-reused');
  return earlier;
}
