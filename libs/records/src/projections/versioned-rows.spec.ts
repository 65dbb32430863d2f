import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VersionedRows } from './versioned-rows.js';

interface Row {
  readonly id: string;
  readonly value: number;
}

/** Contents of a table after each step: which rows there are. */
const steps = fc.array(
  fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c'), value: fc.integer({ min: 0, max: 2 }) }), { selector: ({ id }) => id }),
  {
    minLength: 1,
    maxLength: 12,
  },
);

const sorted = (rows: readonly Row[]) => rows.map(({ id, value }) => `${id}${value}`).sort();

describe('VersionedRows', () => {
  it('gives back, as of every position, the rows that were true there, wherever batches are cut', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 12 }), (contents, size) => {
        const table: { row: Row; from: string; to: string | null }[] = [];
        for (let start = 0; start < contents.length; start += size) {
          const batch = new VersionedRows<Row>();
          // A batch begins with rows that were loaded anew.
          let before: readonly Row[] = (contents[start - 1] ?? []).map((row) => ({ ...row }));
          for (let step = start; step < Math.min(start + size, contents.length); step += 1) {
            before = batch.turn(before, contents[step] ?? [], position(step));
          }
          for (const { row, to } of batch.endings) {
            const standing = table.filter((entry) => entry.row.id === row.id && entry.to === null);
            expect(standing).toHaveLength(1);
            for (const entry of standing) entry.to = to;
          }
          for (const { from_position, to_position, ...row } of batch.inserts) table.push({ row, from: from_position, to: to_position });
        }
        contents.forEach((content, step) => {
          const at = position(step);
          const rows = table.filter(({ from, to }) => from <= at && (to === null || to > at)).map(({ row }) => row);
          expect(sorted(rows)).toEqual(sorted(content));
        });
      }),
    );
  });

  it('begins no row when nothing that it shows has changed', () => {
    const rows = new VersionedRows<Row>();
    rows.turn([{ id: 'a', value: 1 }], [{ id: 'a', value: 1 }], position(1));
    expect(rows.inserts).toEqual([]);
    expect(rows.endings).toEqual([]);
  });
});

function position(step: number): string {
  return String(step + 1).padStart(4, '0');
}
