import { sql, type SqlBool } from 'kysely';
import type { Position } from '#kernel';
import { inPages } from '#projections';
import type { FieldsInForce, MonthsError } from '#verification';
import type { ResponsibilityView } from '../projections/responsibility-view.js';
import type { HeldRow } from '../projections/tables.js';
import type { MonthSpan } from './month-span.js';

/** Rows that are read in one go: a department answers for every record of a county, and requests have their turn in between. */
const PAGE = 1_000;

type Held = Pick<HeldRow, 'record_id' | 'fields' | 'from_position'>;
type ErrorsOfRecords = ReadonlyMap<string, readonly MonthsError[]>;

/** What was counted of a month, as the projection has it. */
export class MonthFacts {
  private constructor(
    private readonly view: ResponsibilityView,
    private readonly span: MonthSpan,
    private readonly errors: ReadonlyMap<string, ErrorsOfRecords>,
    readonly outdated: number,
  ) {}

  /** @param reversedUpTo attributions that were reversed up to here do not count */
  static async load(view: ResponsibilityView, span: MonthSpan, reversedUpTo: Position): Promise<MonthFacts> {
    return new MonthFacts(view, span, await errorsByUnit(view, span, reversedUpTo), await countOutdated(view, span));
  }

  /** Fields of each record with an error that was confirmed in the month and is attributed to the unit. */
  errorsOf(unit: string): ErrorsOfRecords {
    return this.errors.get(unit) ?? new Map<string, readonly MonthsError[]>();
  }

  /**
   * What the unit answers for, in the order of records, some at a time. Rows of one record follow each other: what any of them holds was in
   * force at some moment of the month.
   * @param size rows that are read at once; fewer only in specs
   */
  async *recordsOf(unit: string, size = PAGE): AsyncGenerator<readonly FieldsInForce[]> {
    const { masks } = this.view;
    let open: { readonly recordId: string; mask: string } | undefined;
    for await (const rows of inPages(size, (after: Held | undefined) => this.page(unit, after, size))) {
      const records: FieldsInForce[] = [];
      for (const { record_id: recordId, fields } of rows) {
        if (open?.recordId === recordId) open.mask = masks.union(open.mask, fields);
        else {
          if (open !== undefined) records.push([open.recordId, masks.fieldsOf(open.mask)]);
          open = { recordId, mask: fields };
        }
      }
      yield records;
    }
    if (open !== undefined) yield [[open.recordId, masks.fieldsOf(open.mask)]];
  }

  private page(unit: string, after: Held | undefined, size: number): Promise<Held[]> {
    const { from, to } = this.span;
    const query = this.view.db
      .selectFrom('held')
      .select(['record_id', 'fields', 'from_position'])
      .where('unit', '=', unit)
      .where('from_position', '<=', to)
      .where((where) => where.or([where('to_position', 'is', null), where('to_position', '>', from)]));
    const rest =
      after === undefined ? query : query.where(sql<SqlBool>`(record_id, from_position) > (${after.record_id}, ${after.from_position})`);
    return rest.orderBy('record_id').orderBy('from_position').limit(size).execute();
  }
}

/** An error counts once for each unit, however many of its people answer for it. */
async function errorsByUnit(
  view: ResponsibilityView,
  { from, to }: MonthSpan,
  reversedUpTo: Position,
): Promise<ReadonlyMap<string, ErrorsOfRecords>> {
  const rows = await view.db
    .selectFrom('attributed')
    .innerJoin('deed', 'deed.error_id', 'attributed.error_id')
    .select(['attributed.error_id', 'attributed.record_id', 'attributed.field', 'attributed.missing', 'deed.unit'])
    .distinct()
    .where('attributed.position', '>', from)
    .where('attributed.position', '<=', to)
    .where('attributed.outdated', '=', 0)
    .where('deed.kind', 'in', ['introduced', 'passed'])
    .where((where) => where.or([where('deed.reversed_position', 'is', null), where('deed.reversed_position', '>', reversedUpTo)]))
    .orderBy('attributed.record_id')
    .orderBy('attributed.error_id')
    .execute();
  const units = new Map<string, Map<string, MonthsError[]>>();
  for (const { unit, record_id, field, missing } of rows) {
    const records = units.get(unit) ?? new Map<string, MonthsError[]>();
    records.set(record_id, [...(records.get(record_id) ?? []), { field, missing: missing === 1 }]);
    units.set(unit, records);
  }
  return units;
}

async function countOutdated(view: ResponsibilityView, { from, to }: MonthSpan): Promise<number> {
  const row = await view.db
    .selectFrom('attributed')
    .select(({ fn }) => fn.countAll<number>().as('errors'))
    .where('position', '>', from)
    .where('position', '<=', to)
    .where('outdated', '=', 1)
    .executeTakeFirst();
  return Number(row?.errors ?? 0);
}
