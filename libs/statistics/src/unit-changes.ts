import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import { Refusal, wholeNumber, type Position } from '#kernel';
import { checkedLimit, cursorOf, keyOf, Moments, wrongCursor, type Asked, type Listed, type Moment } from '#projections';
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

/** `asOf` is the later moment. */
export interface UnitChangesAnswer extends Listed<ChangedRecord> {
  readonly unit: UnitCountsAnswer['unit'];
  readonly cycle: string;
  readonly from: Moment;
  readonly to: Moment;
  /** The counts at both moments. */
  readonly before: UnitCountsAnswer;
  readonly after: UnitCountsAnswer;
}

export interface UnitChangesQuestion extends Pick<Asked, 'minPosition'> {
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
    const from = key?.[0] === undefined ? await this.moments.at(question.from) : await this.moments.ofPage(key[0]);
    const to = await this.moments.in([this.view], { asOf: question.to, minPosition: question.minPosition }, key?.[1]);
    if (from.position > to.position) throw new Refusal('invalid', 'wrong-range');
    const after = await this.counts({ code, level, cycle: question.cycle, asOf: to.position });
    const before = await this.counts({ code, level, cycle: after.cycle, asOf: from.position });
    const between = { cycle: after.cycle, from: from.position, to: to.position };
    const changed =
      level === 'county'
        ? new CountyChanges(this.view.db, between)
        : new ChangedRows(this.view.db, { ...between, units: { [level]: code } });
    const keys = await changed.keys(key?.[2], limit + 1);
    const page = keys.slice(0, limit);
    const last = page.at(-1);
    return {
      unit: after.unit,
      cycle: after.cycle,
      from,
      to,
      before,
      after,
      asOf: to,
      items: await changed.records(page.map(({ recordId }) => recordId)),
      ...(keys.length > limit && last !== undefined && { nextCursor: cursorOf([from.position, to.position, last.key]) }),
    };
  }

  private counts(question: { code: string; level: UnitLevel; cycle?: string; asOf: Position }): Promise<UnitCountsAnswer> {
    return this.queries.execute(new UnitCounts(question));
  }
}

interface Between {
  readonly cycle: string;
  readonly from: Position;
  readonly to: Position;
}

interface Changed extends Between {
  readonly units: UnitFilter;
}

/** A record that changed, with its place in the order of the answer. */
interface ChangedKey {
  readonly recordId: string;
  readonly key: string;
}

/** The records of a village, school or township of which a listed column changed between two positions, found by the unit's index. */
export class ChangedRows {
  constructor(
    private readonly db: Kysely<RecordsTables>,
    private readonly changed: Changed,
  ) {}

  async keys(after: string | undefined, limit: number): Promise<readonly ChangedKey[]> {
    return (await this.idsQuery(after, limit).execute()).map(({ record_id: recordId }) => ({ recordId, key: recordId }));
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

  records(ids: readonly string[]): Promise<readonly ChangedRecord[]> {
    return changedRecords(this.ofUnit(), ids, this.changed);
  }

  private ofUnit(): ListRows {
    const { units, cycle } = this.changed;
    return this.db.selectFrom('record_list').where('cycle', '=', cycle).where(ofUnit('record_list', units));
  }
}

/**
 * The records of the whole county of which a listed column changed between two positions. None ever leaves a cycle, so each that changed has
 * one row that began in between and is true at the end. Rows are numbered in the order in which they began, so only those are read that
 * began in between, however many the county has.
 */
export class CountyChanges {
  constructor(
    private readonly db: Kysely<RecordsTables>,
    private readonly between: Between,
  ) {}

  /** In the order in which they changed last. */
  async keys(after: string | undefined, limit: number): Promise<readonly ChangedKey[]> {
    const from = await this.lastRowUpTo(this.between.from).executeTakeFirst();
    const to = await this.lastRowFrom(this.between.to).executeTakeFirst();
    const given = wholeNumber(after ?? '0');
    if (given === undefined) throw wrongCursor();
    const begin = Math.max(from?.last_row ?? 0, given);
    const rows = await this.rowsQuery(begin, to?.last_row ?? Number.MAX_SAFE_INTEGER, limit).execute();
    return rows.map(({ record_id: recordId, seq }) => ({ recordId, key: String(seq) }));
  }

  /** Everything up to this row had begun at the position. */
  lastRowUpTo(position: Position) {
    return this.db.selectFrom('count_batch').select('last_row').where('position', '<=', position).orderBy('position', 'desc').limit(1);
  }

  /** Nothing behind this row had begun at the position. */
  lastRowFrom(position: Position) {
    return this.db.selectFrom('count_batch').select('last_row').where('position', '>=', position).orderBy('position').limit(1);
  }

  rowsQuery(after: number, last: number, limit: number) {
    const { cycle, from, to } = this.between;
    return (
      this.db
        .selectFrom('record_list')
        .select(['seq', 'record_id'])
        .where('seq', '>', after)
        .where('seq', '<=', last)
        .where('from_position', '>', from)
        .where(trueAt('record_list', to))
        // An expression, so that no database prefers the index of the cycle.
        .where(sql`coalesce(cycle, '')`, '=', cycle)
        .orderBy('seq')
        .limit(limit)
    );
  }

  records(ids: readonly string[]): Promise<readonly ChangedRecord[]> {
    return changedRecords(this.db.selectFrom('record_list').where('cycle', '=', this.between.cycle), ids, this.between);
  }
}

type ListRows = SelectQueryBuilder<RecordsTables, 'record_list', object>;

async function changedRecords(rows: ListRows, ids: readonly string[], { from, to }: Between): Promise<readonly ChangedRecord[]> {
  const before = await rowsAt(rows, from, ids);
  const after = await rowsAt(rows, to, ids);
  return ids.flatMap((recordId) => changedRecord(recordId, before.get(recordId), after.get(recordId)));
}

async function rowsAt(rows: ListRows, position: Position, ids: readonly string[]): Promise<ReadonlyMap<string, ListRow>> {
  if (ids.length === 0) return new Map();
  const found = await rows
    .selectAll()
    .where('record_id', 'in', [...ids])
    .where(trueAt('record_list', position))
    .execute();
  return new Map(found.map((row) => [row.record_id, row]));
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
