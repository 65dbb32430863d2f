import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql, type Kysely, type SqlBool } from 'kysely';
import type { DirectoryReader } from '#directory';
import type { Position } from '#kernel';
import { DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { inPages, Moments, type Asked, type Moment } from '#projections';
import { kindOfVisit, newestDefinition, visitVerdict, type RecordType, type VisitCheck, type VisitVerdict } from '#verification';
import { begunMonth } from '../months.js';
import type { VisitCheckRow, VisitsTables } from '../projections/visits-tables.js';
import { VisitsView } from '../projections/visits-view.js';
import { seenBy, unitKey, visitedBy, type NamedUnit, type SeenBy, type UnitKey, type VisitedUnit } from './visits-of-unit.js';

/** Rows that are read in one go. */
const PAGE = 2_000;

/** What one kind of visit found about a field, in numbers of records. */
export interface KindCounts {
  readonly confirmed: number;
  readonly differs: number;
}

/** What the visits found about one field, over the records that were visited. */
export interface FieldAgreementCounts {
  readonly field: string;
  /** By kind of visit. */
  readonly kinds: Readonly<Record<string, KindCounts>>;
  /** Records at which several kinds of visit looked, and found what can both be right, or cannot. */
  readonly agree: number;
  readonly disagree: number;
  /** Records at which one kind looked, and none. */
  readonly single: number;
  readonly notAsked: number;
}

/** The agreement matrix of a unit in a month, summed over its records. */
export interface AgreementSummary {
  readonly unit: NamedUnit;
  readonly month: string;
  readonly asOf: Moment;
  /** Different records that were looked at. */
  readonly records: number;
  readonly fields: readonly FieldAgreementCounts[];
  /** Disagreements about the unit's records that wait for somebody to decide, of whatever month. */
  readonly openDisagreements: number;
}

export interface AgreementQuestion extends VisitedUnit, Asked {
  /** YYYY-MM, of the visits' own dates. */
  readonly month: string;
  /** The asking person: one of the helpers sees only records that they have visited themselves. */
  readonly userId?: string;
}

/** How the three visits (三联访) agree about the records of a school or a village, field by field, in one month. */
export class SummariseAgreement extends Query<AgreementSummary> {
  constructor(readonly question: AgreementQuestion) {
    super();
  }
}

@QueryHandler(SummariseAgreement)
export class SummariseAgreementHandler implements IQueryHandler<SummariseAgreement> {
  constructor(
    private readonly view: VisitsView,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** @throws Refusal `invalid`/`unit-needed`, `not-found`/`unknown-unit`, `invalid`: `wrong-month`, `future-date`, `invalid` for a wrong moment */
  async execute({ question }: SummariseAgreement): Promise<AgreementSummary> {
    const month = await begunMonth(question.month, this.moments);
    const asOf = await this.moments.in([this.view], question);
    const directory =
      question.asOf === undefined ? await this.directory.current({ orAsKnown: true }) : await this.directory.asOf(asOf.position);
    const unit = unitKey(question, directory);
    const found = new FoundByVisits(this.view.db, { unit, position: asOf.position, seenBy: seenBy(question.userId, directory, asOf) });
    const { records, fields } = agreementCounts(await found.allChecks(month), this.type);
    const open = await found.openDisagreements().executeTakeFirst();
    return { unit: { code: unit.code, name: unit.name }, month, asOf, records, fields, openDisagreements: Number(open?.open ?? 0) };
  }
}

interface FoundOf {
  readonly unit: UnitKey;
  readonly position: Position;
  /** Absent: everything. */
  readonly seenBy?: SeenBy;
}

/** What visits have found about a unit's records up to a position, found by index. */
export class FoundByVisits {
  constructor(
    private readonly db: Kysely<VisitsTables>,
    private readonly of: FoundOf,
  ) {}

  /** All {@link checks}, some at a time: a large school has tens of thousands, and requests have their turn in between. */
  async allChecks(month: string, size = PAGE): Promise<readonly FoundRow[]> {
    const all: (FoundRow & Place)[] = [];
    const page = (after: Place | undefined) => this.checks(month, after).limit(size).execute();
    for await (const rows of inPages<FoundRow & Place>(size, page)) all.push(...rows);
    return all;
  }

  /** Record by record and field by field, in the order in which they were found. @param after the last one that is not wanted */
  checks(month: string, after?: Place) {
    const { unit, position, seenBy } = this.of;
    return this.db
      .selectFrom('visit_check')
      .select(['record_id', 'field', 'position', 'method', 'role', 'outcome', 'found'])
      .where(`visit_check.${unit.column}`, '=', unit.code)
      .where('month', '=', month)
      .where('visit_check.position', '<=', position)
      .$if(seenBy !== undefined, (query) => query.where(({ exists }) => exists(visitedBy(this.db, 'visit_check', seenBy as SeenBy))))
      .$if(after !== undefined, (query) => query.where(isBehind(after as Place)))
      .orderBy('record_id')
      .orderBy('field')
      .orderBy('visit_check.position');
  }

  openDisagreements() {
    const { unit, position, seenBy } = this.of;
    return this.db
      .selectFrom('disagreement')
      .select(({ fn }) => fn.countAll().as('open'))
      .where(`disagreement.${unit.column}`, '=', unit.code)
      .where('from_position', '<=', position)
      .where(({ or, eb }) => or([eb('to_position', 'is', null), eb('to_position', '>', position)]))
      .$if(seenBy !== undefined, (query) => query.where(({ exists }) => exists(visitedBy(this.db, 'disagreement', seenBy as SeenBy))));
  }
}

type FoundRow = Pick<VisitCheckRow, 'record_id' | 'field' | 'method' | 'role' | 'outcome' | 'found'>;
/** What puts a row in its place. */
type Place = Pick<VisitCheckRow, 'record_id' | 'field' | 'position'>;

function isBehind({ record_id, field, position }: Place) {
  return sql<SqlBool>`(record_id, field, visit_check.position) > (${record_id}, ${field}, ${position})`;
}

type Counts = { kinds: Record<string, { confirmed: number; differs: number }> } & Record<VisitVerdict, number>;

/**
 * Sums the matrix from rows that are ordered by record and field; of several visits of one kind the last one counts. Whether the record said
 * the same at each of them is left aside: `confirmed` is that it was right then. Pure.
 */
export function agreementCounts(
  rows: readonly FoundRow[],
  type: RecordType,
): { readonly records: number; readonly fields: readonly FieldAgreementCounts[] } {
  const definition = newestDefinition(type);
  const kinds = (definition.visitKinds ?? []).map(({ kind }) => kind);
  const counts = new Map(type.sections.flatMap(({ fields }) => fields.map(({ name }) => [name, noneOf(kinds)] as const)));
  const records = new Set<string>();
  for (const [field, checks] of lastChecks(rows, (row) => kindOfVisit(definition, row)?.kind, records)) {
    const counted = counts.get(field);
    if (counted === undefined) continue;
    for (const [kind, { outcome }] of checks) {
      const ofKind = counted.kinds[kind];
      if (ofKind !== undefined) ofKind[outcome] += 1;
    }
    counted[visitVerdict([...checks.values()])] += 1;
  }
  const fields = [...counts].map(([field, { kinds: byKind, agree, disagree, single }]) => {
    const notAsked = records.size - agree - disagree - single;
    return { field, kinds: byKind, agree, disagree, single, notAsked };
  });
  return { records: records.size, fields };
}

/** For each record and field the last finding of each kind of visit. */
function* lastChecks(
  rows: readonly FoundRow[],
  kindOf: (row: FoundRow) => string | undefined,
  records: Set<string>,
): Generator<readonly [field: string, checks: ReadonlyMap<string, VisitCheck>]> {
  let current: { readonly record: string; readonly field: string; readonly checks: Map<string, VisitCheck> } | undefined;
  for (const row of rows) {
    const kind = kindOf(row);
    if (kind === undefined) continue;
    records.add(row.record_id);
    if (current === undefined || current.record !== row.record_id || current.field !== row.field) {
      if (current !== undefined) yield [current.field, current.checks];
      current = { record: row.record_id, field: row.field, checks: new Map() };
    }
    current.checks.set(kind, { outcome: row.outcome, stood: null, ...(row.found !== null && { found: row.found }) });
  }
  if (current !== undefined) yield [current.field, current.checks];
}

function noneOf(kinds: readonly string[]): Counts {
  const none = Object.fromEntries(kinds.map((kind) => [kind, { confirmed: 0, differs: 0 }]));
  return { kinds: none, agree: 0, disagree: 0, single: 0, 'not-asked': 0 };
}
