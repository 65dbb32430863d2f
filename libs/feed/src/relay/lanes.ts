import { Refusal, type Position } from '#kernel';
import { TOPIC, type Acknowledgement, type PartitionTail } from './topic.js';
import { tailMarkOf, type TailMark } from './topic-record.js';

/** Before every position. */
export const BEGINNING: Position = '';

/** One partition as the relay sees it. */
interface Lane {
  /** Position of the last event in the partition. */
  last: Position;
  /** The offset that the next record should have. */
  next: bigint;
  /** Over how many partitions keys were spread when the last record was sent; undefined: the partition is empty. */
  spread: number | undefined;
}

/** How far a relay had come: a cache of what the topic's tail says. */
export interface RelayCheckpoint {
  readonly source: string;
  /** Every event up to here is in the topic. */
  readonly position: Position;
  /** The last position of each partition, as of then. */
  readonly lasts: readonly Position[];
}

/** An acknowledgement does not say what must be true if the batch was written. */
export class WrongAcknowledgement extends Error {
  override readonly name = 'WrongAcknowledgement';
}

/**
 * The partitions of the topic. Each is written in order without gap, so it holds everything of its own up to its last record: that is the
 * truth. The checkpoint only saves reading the log again, and only if the topic still holds all that it held then.
 */
export class Lanes {
  private readonly lanes: readonly Lane[];
  /** Where the log has to be read on from so that nothing is missing; empty: from the beginning. */
  readonly start: Position;

  /** @throws Refusal `conflict`/`topic-of-another-log`: the topic holds records that do not come from this log */
  constructor(
    private readonly source: string,
    tails: readonly PartitionTail[],
    checkpoint: RelayCheckpoint | undefined,
    /** What this log was called before it was set back and renewed: everything is told anew under its new name. */
    formerly: readonly string[] = [],
  ) {
    this.lanes = tails.map(({ next, last }): Lane => {
      if (last === undefined) return { last: BEGINNING, next, spread: undefined };
      const mark = tailMarkOf(last);
      if (mark.source !== undefined && formerly.includes(mark.source)) return { last: BEGINNING, next, spread: undefined };
      if (mark.source !== source) throw new Refusal('conflict', 'topic-of-another-log', { params: { topic: TOPIC } });
      if (hasLost(mark, next)) return { last: BEGINNING, next, spread: undefined };
      return { last: mark.position, next, spread: mark.partitions };
    });
    const cached = checkpoint !== undefined && this.stillHolds(checkpoint) ? checkpoint.position : BEGINNING;
    const complete = this.completeUpTo();
    this.start = complete > cached ? complete : cached;
  }

  /** Whether a partition does not yet hold an event. */
  lacks(partition: number, position: Position): boolean {
    const { last, spread } = this.lane(partition);
    // Since partitions were added, other keys come here: what was last before says nothing about them.
    return spread !== this.lanes.length || position > last;
  }

  /** The offset that the next record of a partition should have. */
  next(partition: number): bigint {
    return this.lane(partition).next;
  }

  /**
   * Takes what a broker said about a batch of `count` records, the last of which is at `position`.
   * @throws WrongAcknowledgement not exactly one for this partition and the offset that comes next: then it is not known what was written. It
   * may be an answer to something else, or somebody wrote besides (a request that was given up, a relay that was thought dead).
   */
  acknowledged(partition: number, count: number, position: Position, answers: readonly Acknowledgement[]): void {
    const lane = this.lane(partition);
    const [answer] = answers;
    if (answers.length !== 1 || answer === undefined || answer.partition !== partition || answer.offset !== lane.next) {
      throw new WrongAcknowledgement();
    }
    lane.next += BigInt(count);
    lane.last = position;
    lane.spread = this.lanes.length;
  }

  /** What to remember once everything up to a position is in the topic. */
  checkpoint(position: Position): RelayCheckpoint {
    return { source: this.source, position, lasts: this.lanes.map(({ last }) => last) };
  }

  /** Up to where every event is in the topic, by its tails alone. */
  private completeUpTo(): Position {
    const written = this.lanes.filter(({ spread }) => spread !== undefined);
    const [first] = written;
    // Some of it sent before partitions were added and some after: which events lie between, the tails do not say.
    if (first?.spread === undefined || written.some(({ spread }) => spread !== first.spread)) return BEGINNING;
    return this.lanes.slice(0, first.spread).reduce((least, { last }) => (last < least ? last : least), first.last);
  }

  private stillHolds({ source, lasts }: RelayCheckpoint): boolean {
    return source === this.source && lasts.every((last, n) => (this.lanes[n]?.last ?? BEGINNING) >= last);
  }

  private lane(partition: number): Lane {
    const lane = this.lanes[partition];
    if (lane === undefined) throw new RangeError(`there is no partition ${partition}`);
    return lane;
  }
}

/**
 * Whether a partition holds less than it did when its last record was sent: the topic was made anew under a running relay, or a replica took
 * over that did not hold everything. What is lacking before that record nobody can say, so everything is told anew.
 */
function hasLost({ offset }: TailMark, next: bigint): boolean {
  return offset !== undefined && next - 1n < offset;
}
