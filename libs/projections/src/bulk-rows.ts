import type { Kysely, RawBuilder } from 'kysely';

/** A row as a statement takes it, by column. */
export type BulkRow = Readonly<Record<string, unknown>>;

/** Statements over many rows, few of them and always the same, as one kind of database takes them fastest. */
export interface BulkStatements {
  insertAll(tx: Kysely<unknown>, table: string, rows: readonly BulkRow[]): Promise<void>;
  putAll(tx: Kysely<unknown>, table: string, rows: readonly BulkRow[]): Promise<void>;
  forEach<Answer>(
    tx: Kysely<unknown>,
    what: string,
    rows: readonly (readonly unknown[])[],
    build: (values: RawBuilder<unknown>) => RawBuilder<unknown>,
  ): Promise<Answer[]>;
}
