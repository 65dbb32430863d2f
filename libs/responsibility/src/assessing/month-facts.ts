import type { Position } from '#kernel';
import type { MonthsError, UnitFacts } from '#verification';
import type { ResponsibilityView } from '../projections/responsibility-view.js';
import type { MonthSpan } from './month-span.js';

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

  async ofUnit(unit: string, name: string): Promise<UnitFacts> {
    const { from, to } = this.span;
    const rows = await this.view.db
      .selectFrom('held')
      .select(['record_id', 'fields'])
      .where('unit', '=', unit)
      .where('from_position', '<=', to)
      .where((where) => where.or([where('to_position', 'is', null), where('to_position', '>', from)]))
      .orderBy('record_id')
      .execute();
    return { unit, name, records: this.inForce(rows), errors: this.errors.get(unit) ?? new Map() };
  }

  /** Rows of one record follow each other: what any of them holds was in force at some moment of the month. */
  private *inForce(
    rows: readonly { readonly record_id: string; readonly fields: string }[],
  ): Generator<readonly [string, readonly string[]]> {
    const { masks } = this.view;
    let recordId: string | undefined;
    let mask = '0';
    for (const row of rows) {
      if (recordId !== undefined && row.record_id !== recordId) {
        yield [recordId, masks.fieldsOf(mask)];
        mask = '0';
      }
      recordId = row.record_id;
      mask = masks.union(mask, row.fields);
    }
    if (recordId !== undefined) yield [recordId, masks.fieldsOf(mask)];
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
