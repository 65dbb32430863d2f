import { plainHeader } from '../mappings/plain-header.js';
import { textOfCell, type TableRow } from './table.js';

/** A column of a header, by the names that it may be known by. */
export interface HeaderColumn {
  readonly index: number;
  /** Its lowest cell, plain. */
  readonly own: string;
  /** With the group that stands above it: 家庭成员信息 and 姓名. Absent: it stands in no group. */
  readonly joined?: string;
}

/** A row in which so few cells are filled is a title and groups nothing. */
const GROUPS = 2;

/**
 * The columns of a header of one row, or of two, where the upper one groups columns of the lower one, or names columns that have nothing below.
 * @param upper the row above
 */
export function headerOf(lower: TableRow, upper?: TableRow): readonly HeaderColumn[] {
  const groups = upper !== undefined && upper.cells.filter((cell) => textOfCell(cell) !== '').length >= GROUPS ? upper : undefined;
  const width = Math.max(lower.cells.length, groups?.cells.length ?? 0);
  return Array.from({ length: width }, (_, index): HeaderColumn => {
    const own = plainHeader(textOfCell(lower.cells[index]));
    if (groups === undefined) return { index, own };
    if (own === '') return { index, own: plainHeader(textOfCell(groups.cells[index])) };
    const group = plainHeader(groupOf(groups, index));
    return { index, own, ...(group !== '' && { joined: `${group}${own}` }) };
  });
}

/** The group that a column stands in: merged cells have their text in the first one. */
export function groupOf({ cells }: TableRow, index: number): string {
  for (let at = Math.min(index, cells.length - 1); at >= 0; at -= 1) {
    const text = textOfCell(cells[at]);
    if (text !== '') return text.replace(/\s+/gu, '');
  }
  return '';
}
