/** Bytes of one JSON body. */
export const BODY_LIMIT = 1024 * 1024;

/** Levels of arrays and objects in one JSON body: no field of any record needs more, and no reader is led into a deep recursion. */
export const DEPTH_LIMIT = 32;

/** A client that has not sent its whole request after this is answered 408 and cut off, in milliseconds. */
export const REQUEST_TIMEOUT = 30_000;

/** Commands under way at one time; more are told to come again. */
export const MAX_COMMANDS = 512;

/** Whoever asks whether this process is ready is answered within this for each of log and read store, in milliseconds. */
export const READY_LIMIT = 2_000;

/** Open connections at one time; more are refused by the operating system's queue. */
export const MAX_CONNECTIONS = 4_000;
