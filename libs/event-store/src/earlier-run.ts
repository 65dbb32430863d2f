import { Refusal, type Recorded } from '#kernel';

/**
 * The last event of an earlier run of the same command.
 * @throws Refusal `invalid`/`command-reused` if that run had another body
 */
export function earlierRun(events: readonly Recorded[], commandId: string, commandHash: string): Recorded | undefined {
  return sameRun(
    events.findLast((event) => event.commandId === commandId),
    commandHash,
  );
}

/** As {@link earlierRun}, where it is known which run bore the command's id. @throws Refusal `invalid`/`command-reused` */
export function sameRun<Run extends Pick<Recorded, 'commandHash'>>(earlier: Run | undefined, commandHash: string): Run | undefined {
  if (earlier !== undefined && earlier.commandHash !== commandHash) throw reused();
  return earlier;
}

/** Of a command whose id was used for something else. */
export function reused(): Refusal {
  return new Refusal('invalid', 'command-reused');
}
