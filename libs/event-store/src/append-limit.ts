/** Data, metadata and type names of one append together, in bytes. */
export const APPEND_LIMIT = 1024 * 1024;
