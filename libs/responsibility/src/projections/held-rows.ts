import { sql, type Transaction } from 'kysely';
import type { Position } from '#kernel';
import type { HeldRow, ResponsibilityTables } from './tables.js';

/** Rows of one statement: bounds its parameters. */
const CHUNK = 100;

type Masks = ReadonlyMap<string, string>;
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
    for (const endings of chunks(this.endings)) {
      const values = sql.join(endings.map((one) => sql`(${one.unit}, ${one.record_id}, ${one.to_position})`));
      await sql`with ended(unit, record_id, until) as (values ${values})
        update held set to_position = ended.until from ended
        where held.unit = ended.unit and held.record_id = ended.record_id and held.to_position is null`.execute(tx);
    }
    for (const rows of chunks(this.begun)) await tx.insertInto('held').values(rows).execute();
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

/** Pieces of a list that one statement takes. */
export function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
