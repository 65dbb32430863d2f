import { sql, type Transaction } from 'kysely';
import type { Position } from '#kernel';
import { forEach, insertAll } from '#projections';
import type { HeldRow, ResponsibilityTables } from './tables.js';

/** Fields by unit, as masks. */
export type Masks = ReadonlyMap<string, string>;
type Ending = Pick<HeldRow, 'unit' | 'record_id'> & { readonly to_position: Position };
type Draft = { -readonly [Column in keyof HeldRow]: HeldRow[Column] };

/** Rows that begin and end within a batch: each unit has at most one open row of a record. */
export class HeldRows {
  private readonly open = new Map<string, Draft>();
  private readonly begun: Draft[] = [];
  private readonly endings: Ending[] = [];

  /** From a position on, units answer for other fields of a record than before. */
  turn(recordId: string, before: Masks, after: Masks, position: Position): void {
    for (const [unit, mask] of before) if (after.get(unit) !== mask) this.end(unit, recordId, position);
    for (const [unit, mask] of after) if (before.get(unit) !== mask) this.begin(unit, recordId, mask, position);
  }

  async write(tx: Transaction<ResponsibilityTables>): Promise<void> {
    await forEach(
      tx,
      'end held',
      this.endings.map(({ unit, record_id, to_position }) => [unit, record_id, to_position]),
      (rows) => sql`update held set to_position = given.column3 from (${rows}) as given
        where unit = given.column1 and record_id = given.column2 and to_position is null`,
    );
    await insertAll(tx, 'held', this.begun);
  }

  private begin(unit: string, recordId: string, fields: string, position: Position): void {
    const row: Draft = { unit, record_id: recordId, fields, from_position: position, to_position: null };
    this.open.set(`${unit}/${recordId}`, row);
    this.begun.push(row);
  }

  private end(unit: string, recordId: string, position: Position): void {
    const row = this.open.get(`${unit}/${recordId}`);
    if (row === undefined) this.endings.push({ unit, record_id: recordId, to_position: position });
    else row.to_position = position;
    this.open.delete(`${unit}/${recordId}`);
  }
}
