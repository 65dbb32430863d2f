import { Refusal, type Position } from '#kernel';

/** A place in the database's log. Commit and prepare differ only in what the old TCP protocol wrote and in some checkpoints. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** The largest unsigned 64-bit number has twenty digits. */
const WIDTH = 20;

/** What the server sends where it knows no position (-1 as an unsigned number). */
const UNKNOWN = 2n ** 64n - 1n;

/**
 * Both halves, because a position given back to the server without its prepare half can skip an event (KurrentDB #4970). Padded, so that
 * text sorts as the server does: by commit, then by prepare.
 */
export function toPosition({ commit, prepare }: LogPosition): Position {
  return `${padded(commit)}:${padded(prepare)}`;
}

/** What {@link UNKNOWN} comes to in both halves. */
export const NOWHERE: Position = toPosition({ commit: UNKNOWN, prepare: UNKNOWN });

/** A position before every event of ours: the first record of a database is one of the server's own. */
export const BEFORE_ALL: Position = toPosition({ commit: 0n, prepare: 0n });

/** @throws Refusal `invalid`/`wrong-position` for what this store never gave out */
export function toLogPosition(position: Position): LogPosition {
  const [, commit, prepare] = /^(\d{20}):(\d{20})$/.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) throw new Refusal('invalid', 'wrong-position');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** Whether a position that came with an event says where it stands. */
export function isKnown(position: LogPosition | undefined): position is LogPosition {
  return position !== undefined && position.commit !== UNKNOWN;
}

function padded(value: bigint): string {
  return value.toString().padStart(WIDTH, '0');
}
