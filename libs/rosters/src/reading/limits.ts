/** What a roster may be at most; beyond it is refused with the reason, so that no file takes the machine down. */
export const LIMITS = {
  /** Of one part of a workbook, unpacked, in bytes: parts are streamed. */
  unpackedBytes: 1024 ** 3,
  /** Of the parts of a workbook that are held in memory (texts, styles), unpacked, in bytes. */
  heldBytes: 256 * 1024 ** 2,
  /** Entries of a ZIP archive. */
  entries: 10_000,
  columns: 512,
  /** Characters of one cell. A longer one is left out and reported. */
  cell: 10_000,
  /** Characters of one row of a CSV file, and of one text in XML. */
  record: 1024 ** 2,
  /** Rows that cannot be read; with more of them than of others the file is refused, so that no findings flood those who decide them. */
  unreadRows: 10_000,
  /** Rows in which the header is looked for. */
  header: 30,
} as const;
