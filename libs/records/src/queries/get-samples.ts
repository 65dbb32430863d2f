import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Kysely } from 'kysely';
import type { Directory, DirectoryReader } from '#directory';
import { Refusal, type Position } from '#kernel';
import { DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { checkedLimit, cursorOf, keyOf, Moments, type Asked, type Listed } from '#projections';
import { drawSample, populationDigest, sampleSize, type RecordType } from '#verification';
import type { SampleDrawn } from '../commands/draw-samples.js';
import { begunMonth } from '../months.js';
import type { VisitsTables } from '../projections/visits-tables.js';
import { VisitsView } from '../projections/visits-view.js';
import { SampledPopulation } from '../sampled-population.js';
import { unknownUnit } from './check-filter.js';
import { isSpotCheck, visitsToDrawn } from './spot-checks.js';
import type { NamedUnit } from './visits-of-unit.js';

/** A record that was drawn. */
export interface SampledRecord {
  readonly recordId: string;
  /** Whether it has had a spot check that is dated in the month. */
  readonly checked: boolean;
}

/** The sample of one village and month. */
export interface Sample extends Omit<SampleDrawn, 'unit' | 'month' | 'drawn'> {
  readonly unit: NamedUnit;
  readonly month: string;
  /** Position of the event that drew it. */
  readonly position: Position;
  /** In the order in which they were drawn. */
  readonly records: readonly SampledRecord[];
  /** How many of them have been spot-checked in the month. */
  readonly checked: number;
}

/** By code of the village. */
export interface SamplePage extends Listed<Sample> {
  readonly month: string;
}

export interface SampleQuestion extends Asked {
  /** YYYY-MM. */
  readonly month: string;
  /** Code of one village; absent: all. */
  readonly village?: string;
  /** Only villages that this person makes spot checks in. */
  readonly visitor?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** The samples drawn for a month's spot checks, and which of their records have had one. */
export class GetSamples extends Query<SamplePage> {
  constructor(readonly question: SampleQuestion) {
    super();
  }
}

@QueryHandler(GetSamples)
export class GetSamplesHandler implements IQueryHandler<GetSamples> {
  constructor(
    private readonly view: VisitsView,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** @throws Refusal `invalid`: `wrong-month`, `future-date`; `not-found`/`unknown-unit`, `not-found`/`unknown-person`, `invalid` for cursor, limit or moment */
  async execute({ question }: GetSamples): Promise<SamplePage> {
    const month = await begunMonth(question.month, this.moments);
    const limit = checkedLimit(question.limit);
    const key = keyOf(question.cursor, 2);
    const asOf = await this.moments.in([this.view], question, key?.[0]);
    const directory = await this.directory.current({ orAsKnown: true });
    const units = unitsOf(question, directory, asOf.time);
    const drawn = new Samples(this.view.db, { month, position: asOf.position });
    const rows = await drawn.draws(units, key?.[1], limit + 1).execute();
    const page = rows.slice(0, limit);
    const checked = new Set(
      (await drawn.checkedRecords(page.map(({ unit }) => unit))).flatMap((row) => (isSpotCheck(this.type, row) ? row.record_id : [])),
    );
    const last = page.at(-1);
    return {
      month,
      asOf,
      items: page.map(({ position, data }) => sampleOf(JSON.parse(data) as SampleDrawn, position, checked, directory)),
      ...(rows.length > limit && last && { nextCursor: cursorOf([asOf.position, last.unit]) }),
    };
  }
}

/** Undefined: all. */
function unitsOf({ village, visitor }: SampleQuestion, directory: Directory, at: string): readonly string[] | undefined {
  if (village !== undefined && directory.region(village)?.level !== 'village') throw unknownUnit(village);
  if (visitor === undefined) return village === undefined ? undefined : [village];
  if (directory.person(visitor) === undefined) throw new Refusal('not-found', 'unknown-person');
  const own = directory.appointmentsOf(visitor, at).map(({ unit }) => unit);
  return village === undefined ? own : own.filter((unit) => unit === village);
}

function sampleOf(data: SampleDrawn, position: Position, checked: ReadonlySet<string>, directory: Directory): Sample {
  const { unit, drawn, ...rest } = data;
  const records = drawn.map((recordId) => ({ recordId, checked: checked.has(recordId) }));
  return {
    ...rest,
    unit: { code: unit, name: directory.region(unit)?.name ?? unit },
    position,
    records,
    checked: records.filter((record) => record.checked).length,
  };
}

/** The samples of a month as they stood at a position, found by index. */
export class Samples {
  constructor(
    private readonly db: Kysely<VisitsTables>,
    private readonly of: { readonly month: string; readonly position: Position },
  ) {}

  draws(units: readonly string[] | undefined, after: string | undefined, limit: number) {
    const { month, position } = this.of;
    let query = this.db.selectFrom('draw').selectAll().where('month', '=', month).where('position', '<=', position);
    if (units !== undefined) query = query.where('unit', 'in', units.length === 0 ? [''] : [...units]);
    if (after !== undefined) query = query.where('unit', '>', after);
    return query.orderBy('unit').limit(limit);
  }

  /** Visits in the month to the records that were drawn for some units. */
  async checkedRecords(units: readonly string[]) {
    return units.length === 0 ? [] : this.visitsToDrawn(units).execute();
  }

  visitsToDrawn(units: readonly string[]) {
    const { month, position } = this.of;
    return visitsToDrawn(this.db, { months: [month], units }).where('visit.position', '<=', position);
  }
}

/** What drawing again gives, beside what stands in the log. */
export interface SampleProof {
  readonly unit: NamedUnit;
  readonly month: string;
  readonly position: Position;
  readonly seed: string;
  readonly population: { readonly size: number; readonly digest: string };
  readonly drawn: readonly string[];
  /** Whether population and sample are those of the log. */
  readonly matches: boolean;
}

/** Draws a sample again, from its seed and the records that there were then: anybody may. */
export class ProveSample extends Query<SampleProof> {
  constructor(readonly question: { readonly month: string; readonly village: string }) {
    super();
  }
}

@QueryHandler(ProveSample)
export class ProveSampleHandler implements IQueryHandler<ProveSample> {
  constructor(
    private readonly view: VisitsView,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    private readonly population: SampledPopulation,
  ) {}

  /** @throws Refusal `invalid`: `wrong-month`, `future-date`; `not-found`/`unknown-unit`, `not-found`/`no-sample` */
  async execute({ question: { month, village } }: ProveSample): Promise<SampleProof> {
    await begunMonth(month, this.moments);
    const region = (await this.directory.current({ orAsKnown: true })).region(village);
    if (region?.level !== 'village') throw unknownUnit(village);
    const { position } = await this.moments.at();
    await this.view.upTo(position);
    const row = await new Samples(this.view.db, { month, position }).draws([village], undefined, 1).executeTakeFirst();
    if (row === undefined) throw new Refusal('not-found', 'no-sample');
    const { seed, cycle, unit, rule, population, drawn } = JSON.parse(row.data) as SampleDrawn;
    const recordIds = await this.population.recordIds({ cycle, unit, position: population.position });
    const again = { size: recordIds.length, digest: populationDigest(recordIds) };
    const drawnAgain = drawSample(seed, recordIds, sampleSize(recordIds.length, rule));
    return {
      unit: { code: village, name: region.name },
      month,
      position: row.position,
      seed,
      population: again,
      drawn: drawnAgain,
      matches: again.size === population.size && again.digest === population.digest && drawnAgain.join() === drawn.join(),
    };
  }
}
