import type { Position } from '#kernel';
import type { Span } from './tables.js';

/**
 * Collects, over a batch of events, which rows of a table begin and which end. A row begins only when one of its columns changes; rows that
 * begin and end within one batch are kept too, so an answer as of any position is exact.
 */
export class VersionedRows<Row extends object> {
  private readonly begun = new Map<string, Row & Span>();
  private readonly finished: (Row & Span)[] = [];
  private readonly ended: { readonly row: Row; readonly to: Position }[] = [];

  /** Goes over from the rows of one subject before an event to those after it. */
  turn(before: readonly Row[], after: readonly Row[], position: Position): void {
    const old = new Map(before.map((row) => [JSON.stringify(row), row]));
    for (const row of after) {
      const content = JSON.stringify(row);
      if (!old.delete(content)) this.begun.set(content, { ...row, from_position: position, to_position: null });
    }
    for (const [content, row] of old) this.end(content, row, position);
  }

  /** Rows to write. */
  get inserts(): readonly (Row & Span)[] {
    return [...this.finished, ...this.begun.values()];
  }

  /** Rows that stood before the batch and end in it. */
  get endings(): readonly { readonly row: Row; readonly to: Position }[] {
    return this.ended;
  }

  private end(content: string, row: Row, to: Position): void {
    const begun = this.begun.get(content);
    if (begun === undefined) {
      this.ended.push({ row, to });
      return;
    }
    this.begun.delete(content);
    this.finished.push({ ...begun, to_position: to });
  }
}
