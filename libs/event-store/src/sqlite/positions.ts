import { Refusal, type Position } from '#kernel';

const WIDTH = 16;

/** A row number as a position that sorts as text. */
export function toPosition(row: number): Position {
  return String(row).padStart(WIDTH, '0');
}

/** @throws Refusal `invalid`/`wrong-position` for what this store never gave out */
export function toRow(position: Position): number {
  if (!/^\d{1,16}$/.test(position)) throw new Refusal('invalid', 'wrong-position');
  return Number(position);
}
