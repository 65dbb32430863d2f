import type { Position } from '#kernel';
import type { Span } from './tables.js';

type Values = Readonly<Record<string, string | number | null>>;
type Begun<Row> = Row & { from_position: Position; to_position: Position | null };

/** A row that stood before a batch and ends in it. */
export interface Ending<Row> {
  readonly row: Row;
  readonly to: Position;
}

/**
 * Collects, over a batch of events, which rows of a table begin and which end. A row begins only when one of its columns changes; rows that
 * begin and end within one batch are kept too, so an answer as of any position is exact.
 */
export class VersionedRows<Row extends { readonly [Column in keyof Row]: string | number | null }> {
  private readonly begun: Begun<Row>[] = [];
  private readonly open = new Map<Row, Begun<Row>>();
  private readonly ended: Ending<Row>[] = [];

  /** Goes over from the rows of one subject before an event to those after it. The answer is what stands then: equal rows are kept. */
  turn(before: readonly Row[], after: readonly Row[], position: Position): readonly Row[] {
    if (before === after) return before;
    const old = [...before];
    const standing = after.map((row) => {
      const same = old.findIndex((known) => sameRow(known, row));
      const [kept] = same === -1 ? [] : old.splice(same, 1);
      if (kept === undefined) this.begin(row, position);
      return kept ?? row;
    });
    for (const row of old) this.end(row, position);
    return standing;
  }

  /** Rows to write, in the order in which they began. */
  get inserts(): readonly (Row & Span)[] {
    return this.begun;
  }

  /** Rows that stood before the batch and end in it. */
  get endings(): readonly Ending<Row>[] {
    return this.ended;
  }

  private begin(row: Row, position: Position): void {
    const begun = { ...row, from_position: position, to_position: null };
    this.begun.push(begun);
    this.open.set(row, begun);
  }

  private end(row: Row, to: Position): void {
    const begun = this.open.get(row);
    if (begun === undefined) {
      this.ended.push({ row, to });
      return;
    }
    this.open.delete(row);
    begun.to_position = to;
  }
}

function sameRow(a: object, b: object): boolean {
  for (const column in a) if ((a as Values)[column] !== (b as Values)[column]) return false;
  return true;
}
