import { Refusal } from '#kernel';

/** What the system says where there is no room left, or none that this user may take. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);
/** SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: the index of the write-ahead log could not grow. */
const NO_ROOM_IN_SQLITE = new Set([13, 4874]);

/** Whether an error, of a file or of SQLite, says that the disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'disk-full';
  const { code, errcode } = (error ?? {}) as { readonly code?: unknown; readonly errcode?: unknown };
  return (typeof code === 'string' && NO_ROOM.has(code)) || (typeof errcode === 'number' && NO_ROOM_IN_SQLITE.has(errcode));
}

/**
 * What is thrown instead of an error: the refusal `unavailable`/`disk-full` if that is what it says, which passes when there is room; any other
 * error as it is.
 */
export function asDiskFull(error: unknown): unknown {
  return isDiskFull(error) && !(error instanceof Refusal) ? new Refusal('unavailable', 'disk-full') : error;
}
