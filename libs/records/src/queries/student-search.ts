import { Injectable } from '@nestjs/common';
import { IdentityClaims } from '../identity-claims.js';
import { RecordsView } from '../projections/records-view.js';
import type { ListRow } from '../projections/tables.js';
import { cursorOf, keyOf, wrongCursor } from './paging.js';
import { rowsOfStudent, searchRows, type SearchColumn } from './search-rows.js';
import { searchText } from './search-text.js';
import type { StudentFilter } from './students.js';

/** A page of what was found. */
export interface FoundPage {
  readonly rows: readonly ListRow[];
  readonly nextCursor?: string;
}

/** Finds students by name, pinyin, initials or ID number, as they are now. */
@Injectable()
export class StudentSearch {
  constructor(
    private readonly view: RecordsView,
    private readonly claims: IdentityClaims,
  ) {}

  /**
   * What is written meanwhile moves no other record: pages go by the term and the record's id.
   * @throws Refusal `invalid`/`wrong-search`, `invalid`/`wrong-cursor`
   */
  async page(typed: string, filter: StudentFilter, cursor: string | undefined, limit: number): Promise<FoundPage> {
    const wanted = searchText(typed);
    const key = keyOf(cursor, 3);
    if (wanted.kind === 'id-number') return { rows: await this.byIdNumber(wanted.idNumber, filter) };
    const columns: readonly SearchColumn[] = wanted.kind === 'name' ? ['name'] : ['pinyin', 'initials'];
    const [from = columns[0] ?? '', term = '', recordId = ''] = key ?? [];
    if (!columns.some((column) => column === from)) throw wrongCursor();
    const found: { readonly row: ListRow; readonly key: readonly string[] }[] = [];
    for (const column of columns.slice(columns.indexOf(from as SearchColumn))) {
      const after = key !== undefined && column === from ? { term, recordId } : undefined;
      const page = { column, prefix: wanted.text, after, limit: limit + 1 - found.length };
      const rows = await searchRows(this.view.db, filter, page).execute();
      found.push(...rows.map(({ term: own, ...row }) => ({ row, key: [column, own, row.record_id] })));
      if (found.length > limit) break;
    }
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { rows: rows.map(({ row }) => row), ...(found.length > limit && last && { nextCursor: cursorOf(last.key) }) };
  }

  /** By the claim under the keyed index: no index holds the number itself. */
  private async byIdNumber(idNumber: string, filter: StudentFilter): Promise<readonly ListRow[]> {
    const studentId = await this.claims.holderOf(idNumber);
    return studentId === undefined ? [] : rowsOfStudent(this.view.db, studentId, idNumber, filter).execute();
  }
}
