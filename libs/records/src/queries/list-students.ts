import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler, type QueryBus } from '@nestjs/cqrs';
import type { DirectoryReader } from '#directory';
import { Refusal, type Position } from '#kernel';
import { DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { Moments, type Asked, type Listed } from '#projections';
import type { RecordType } from '#verification';
import type { ListRow } from '../projections/tables.js';
import { RecordsView } from '../projections/records-view.js';
import { checkedCycle } from '../record-id.js';
import { checkFilter } from './check-filter.js';
import { shownField } from './shown-values.js';
import { checkedLimit, cursorOf, keyOf, MAX_LIMIT } from './paging.js';
import { StudentSearch } from './student-search.js';
import { cyclesOf, studentRows, type StudentFilter } from './students.js';

/** A student in a list. Units are codes; what is not known is null. */
export interface ListedStudent {
  readonly recordId: string;
  readonly name: string | null;
  readonly idNumber: string | null;
  readonly sex: string | null;
  readonly birthDate: string | null;
  readonly village: string | null;
  readonly school: string | null;
  readonly stage: string | null;
  readonly grade: number | null;
  readonly categories: readonly string[];
  readonly status: string;
  /** State by line. */
  readonly line: Readonly<Record<string, string>>;
}

export type StudentPage = Listed<ListedStudent>;

export interface StudentQuestion extends StudentFilter, Asked {
  /** The beginning of a name, of its pinyin or initials, or a whole ID number: of now only. */
  readonly search?: string;
  readonly limit?: number;
  readonly cursor?: string;
  /** Shows personal numbers unmasked. */
  readonly clear?: boolean;
}

/** The list behind the counts, page by page. All pages show the list as it was when the first was asked for. */
export class ListStudents extends Query<StudentPage> {
  constructor(readonly question: StudentQuestion) {
    super();
  }
}

@QueryHandler(ListStudents)
export class ListStudentsHandler implements IQueryHandler<ListStudents> {
  constructor(
    private readonly view: RecordsView,
    private readonly moments: Moments,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    private readonly search: StudentSearch,
  ) {}

  /** @throws Refusal `not-found`/`unknown-unit`, `invalid` for what is no code, cycle, cursor, limit, search or moment */
  async execute({ question }: ListStudents): Promise<StudentPage> {
    const { asOf: asked, minPosition, limit: wanted, cursor, clear = false, search, ...filter } = question;
    const limit = checkedLimit(wanted);
    if (filter.cycle !== undefined) checkedCycle(filter.cycle);
    checkFilter(filter, await this.directory.current({ orAsKnown: true }));
    if (search === undefined) return this.listed(filter, { asOf: asked, minPosition, cursor, limit, clear });
    if (asked !== undefined) throw new Refusal('invalid', 'search-of-now');
    const asOf = await this.moments.in([this.view], { minPosition });
    const { rows, ...more } = await this.search.page(search, filter, cursor, limit);
    return { asOf, items: rows.map((row) => this.shown(row, clear)), ...more };
  }

  private async listed(
    filter: StudentFilter,
    { asOf: asked, minPosition, cursor, limit, clear }: Asked & { cursor?: string; limit: number; clear: boolean },
  ): Promise<StudentPage> {
    const key = keyOf(cursor, 4);
    const asOf = await this.moments.in([this.view], { asOf: asked, minPosition }, key?.[0]);
    const rows = await this.rows(filter, asOf.position, key, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      asOf,
      items: page.map((row) => this.shown(row, clear)),
      ...(rows.length > limit && last && { nextCursor: cursorOf([asOf.position, last.cycle, last.place, last.record_id]) }),
    };
  }

  /** Cycle after cycle, so that each is found by index. */
  private async rows(filter: StudentFilter, position: Position, key: readonly string[] | undefined, limit: number): Promise<ListRow[]> {
    const [, from = '', place = '', recordId = ''] = key ?? [];
    const cycles = filter.cycle === undefined ? await cyclesOf(this.view.db) : [filter.cycle];
    const rows: ListRow[] = [];
    for (const cycle of cycles.filter((name) => name >= from)) {
      const after = key !== undefined && cycle === from ? { place, recordId } : undefined;
      rows.push(...(await studentRows(this.view.db, { ...filter, cycle }, { position, after, limit: limit - rows.length }).execute()));
      if (rows.length === limit) break;
    }
    return rows;
  }

  private shown(row: ListRow, clear: boolean): ListedStudent {
    return {
      recordId: row.record_id,
      name: row.name,
      idNumber: shownField(this.type, 'idNumber', row.id_number, clear) as string | null,
      sex: row.sex,
      birthDate: row.birth_date,
      village: row.village,
      school: row.school,
      stage: row.stage,
      grade: row.grade,
      categories: JSON.parse(row.categories) as string[],
      status: row.status,
      line: JSON.parse(row.lines) as Record<string, string>,
    };
  }
}

/** All students of a question, page after page, as they stood when the first page was read. */
export async function* studentsOf(queries: QueryBus, question: Omit<StudentQuestion, 'cursor' | 'limit'>): AsyncGenerator<ListedStudent> {
  let cursor: string | undefined;
  do {
    const page: StudentPage = await queries.execute(new ListStudents({ ...question, cursor, limit: MAX_LIMIT }));
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
