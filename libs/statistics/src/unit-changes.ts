import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import { Refusal, type Position } from '#kernel';
import { checkedLimit, cursorOf, keyOf, Moments, type Moment } from '#projections';
import { checkedCycle, ofUnit, RecordsView, trueAt, type ListRow, type RecordsTables, type Span, type UnitFilter } from '#records';
import { UnitCounts, type UnitCountsAnswer } from './unit-counts.js';
import type { UnitLevel } from './unit-level.js';

/** What a list shows of a record at one of the two moments. */
export interface ChangedRow {
  readonly status: string;
  readonly line: Readonly<Record<string, string>>;
  readonly village: string | null;
  readonly school: string | null;
  readonly stage: string | null;
  readonly categories: readonly string[];
}

/** A record behind the difference. Null: it did not belong to the unit at that moment. */
export interface ChangedRecord {
  readonly recordId: string;
  readonly name: string | null;
  readonly change: 'came' | 'went' | 'changed';
  readonly before: ChangedRow | null;
  readonly after: ChangedRow | null;
}

export interface UnitChangesAnswer {
  readonly unit: UnitCountsAnswer['unit'];
  readonly cycle: string;
  readonly from: Moment;
  readonly to: Moment;
  /** The counts at both moments. */
  readonly before: UnitCountsAnswer;
  readonly after: UnitCountsAnswer;
  readonly records: readonly ChangedRecord[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export interface UnitChangesQuestion {
  readonly code: string;
  readonly level: UnitLevel;
  readonly cycle?: string;
  /** A time or a position. */
  readonly from: string;
  /** A time or a position; absent: now. */
  readonly to?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** What changed about a unit between two moments: its counts, and the records behind the difference. */
export class UnitChanges extends Query<UnitChangesAnswer> {
  constructor(readonly question: UnitChangesQuestion) {
    super();
  }
}

@QueryHandler(UnitChanges)
export class UnitChangesHandler implements IQueryHandler<UnitChanges> {
  constructor(
    private readonly queries: QueryBus,
    private readonly view: RecordsView,
    private readonly moments: Moments,
  ) {}

  /**
   * All pages speak of the moments of the first one.
   * @throws Refusal `invalid`/`wrong-range`, and what {@link UnitCounts} refuses
   */
  async execute({ question }: UnitChanges): Promise<UnitChangesAnswer> {
    const { code, level } = question;
    const limit = checkedLimit(question.limit);
    const key = keyOf(question.cursor, 3);
    if (question.cycle !== undefined) checkedCycle(question.cycle);
    const from = await this.moments.at(key?.[0] ?? question.from);
    const to = await this.moments.at(key?.[1] ?? question.to);
    if (from.position > to.position) throw new Refusal('invalid', 'wrong-range');
    const after = await this.counts({ code, level, cycle: question.cycle, asOf: to.position });
    const before = await this.counts({ code, level, cycle: after.cycle, asOf: from.position });
    const changed = new ChangedRows(this.view.db, {
      units: level === 'county' ? {} : { [level]: code },
      cycle: after.cycle,
      from: from.position,
      to: to.position,
    });
    const ids = await changed.ids(key?.[2], limit + 1);
    const page = ids.slice(0, limit);
    const last = page.at(-1);
    return {
      unit: after.unit,
      cycle: after.cycle,
      from,
      to,
      before,
      after,
      records: await changed.records(page),
      ...(ids.length > limit && last !== undefined && { nextCursor: cursorOf([from.position, to.position, last]) }),
    };
  }

  private counts(question: { code: string; level: UnitLevel; cycle?: string; asOf: Position }): Promise<UnitCountsAnswer> {
    return this.queries.execute(new UnitCounts(question));
  }
}

interface Changed {
  /** A county's records are all of the cycle. */
  readonly units: UnitFilter;
  readonly cycle: string;
  readonly from: Position;
  readonly to: Position;
}

/** The records of a unit of which a listed column changed between two positions, found by the unit's index. */
export class ChangedRows {
  constructor(
    private readonly db: Kysely<RecordsTables>,
    private readonly changed: Changed,
  ) {}

  async ids(after: string | undefined, limit: number): Promise<readonly string[]> {
    return (await this.idsQuery(after, limit).execute()).map(({ record_id }) => record_id);
  }

  idsQuery(after: string | undefined, limit: number) {
    const { from, to } = this.changed;
    let query = this.ofUnit()
      .select('record_id')
      .distinct()
      .where(({ or, and, eb }) =>
        or([
          and([eb('from_position', '>', from), eb('from_position', '<=', to)]),
          and([eb('to_position', '>', from), eb('to_position', '<=', to)]),
        ]),
      );
    if (after !== undefined) query = query.where('record_id', '>', after);
    return query.orderBy('record_id').limit(limit);
  }

  async records(ids: readonly string[]): Promise<readonly ChangedRecord[]> {
    const before = await this.rowsAt(this.changed.from, ids);
    const after = await this.rowsAt(this.changed.to, ids);
    return ids.flatMap((recordId) => changedRecord(recordId, before.get(recordId), after.get(recordId)));
  }

  private async rowsAt(position: Position, ids: readonly string[]): Promise<ReadonlyMap<string, ListRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.ofUnit()
      .selectAll()
      .where('record_id', 'in', [...ids])
      .where(trueAt('record_list', position))
      .execute();
    return new Map(rows.map((row) => [row.record_id, row]));
  }

  private ofUnit(): SelectQueryBuilder<RecordsTables, 'record_list', object> {
    const { units, cycle } = this.changed;
    return this.db.selectFrom('record_list').where('cycle', '=', cycle).where(ofUnit('record_list', units));
  }
}

/** Nothing for what came and went in between, and for what was changed and changed back. */
function changedRecord(recordId: string, before: ListRow | undefined, after: ListRow | undefined): ChangedRecord[] {
  const shown = { before: before === undefined ? null : rowOf(before), after: after === undefined ? null : rowOf(after) };
  if (JSON.stringify(shown.before) === JSON.stringify(shown.after)) return [];
  const change = before === undefined ? 'came' : after === undefined ? 'went' : 'changed';
  return [{ recordId, name: (after ?? before)?.name ?? null, change, ...shown }];
}

function rowOf({ status, lines, village, school, stage, categories }: ListRow & Partial<Span>): ChangedRow {
  return {
    status,
    line: JSON.parse(lines) as Record<string, string>,
    village,
    school,
    stage,
    categories: JSON.parse(categories) as string[],
  };
}
