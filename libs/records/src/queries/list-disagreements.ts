import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Kysely } from 'kysely';
import type { DirectoryReader } from '#directory';
import { Refusal, type Position } from '#kernel';
import { DIRECTORY_READER } from '#platform';
import { checkedLimit, cursorOf, keyOf, Moments, type Asked, type Listed } from '#projections';
import type { Disagreement } from '#verification';
import type { DisagreementRow, VisitsTables } from '../projections/visits-tables.js';
import { VisitsView } from '../projections/visits-view.js';
import { checkedCycle } from '../record-id.js';
import { seenBy, unitKey, visitedBy, type SeenBy, type UnitKey, type VisitedUnit } from './visits-of-unit.js';

const STATUSES: readonly Disagreement['status'][] = ['open', 'decided', 'signed', 'gone'];

/** A value that a visit contradicted before anybody had signed it. What was found stands in the agreement of the record's visits. */
export interface ListedDisagreement {
  readonly disagreementId: string;
  readonly recordId: string;
  readonly field: string;
  readonly line: string;
  /** Which of the visits brought it up. */
  readonly kind: string;
  readonly status: Disagreement['status'];
  /** Where the student lived and was enrolled; empty if nobody knew. */
  readonly village: string;
  readonly school: string;
  /** When it was found, UTC. */
  readonly time: string;
  readonly position: Position;
}

export type DisagreementPage = Listed<ListedDisagreement>;

/** Of one school or village, or of the whole cycle. */
export interface DisagreementQuestion extends VisitedUnit, Asked {
  readonly cycle?: string;
  readonly status?: string;
  readonly limit?: number;
  readonly cursor?: string;
  /** The asking person: one of the helpers sees only records that they have visited themselves. */
  readonly userId?: string;
}

/** What visits have found otherwise, in the order in which it was found. All pages show the list as it was when the first was asked for. */
export class ListDisagreements extends Query<DisagreementPage> {
  constructor(readonly question: DisagreementQuestion) {
    super();
  }
}

@QueryHandler(ListDisagreements)
export class ListDisagreementsHandler implements IQueryHandler<ListDisagreements> {
  constructor(
    private readonly view: VisitsView,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /** @throws Refusal `invalid`/`unit-needed` if neither unit nor cycle is named, `not-found`/`unknown-unit`, `invalid`/`unknown-code` */
  async execute({ question }: ListDisagreements): Promise<DisagreementPage> {
    const { school, village, cycle, status, userId } = question;
    const limit = checkedLimit(question.limit);
    const key = keyOf(question.cursor, 3);
    if (status !== undefined && !STATUSES.some((known) => known === status)) {
      throw new Refusal('invalid', 'unknown-code', {
        params: { rule: 'status', kind: 'status', code: status, allowed: STATUSES.join(', ') },
      });
    }
    const directory = await this.directory.current({ orAsKnown: true });
    const of = cycle !== undefined && school === undefined && village === undefined ? checkedCycle(cycle) : unitKey(question, directory);
    if (cycle !== undefined) checkedCycle(cycle);
    const asOf = await this.moments.in([this.view], question, key?.[0]);
    const after = key === undefined ? undefined : ([key[1] ?? '', key[2] ?? ''] as const);
    const rows = await disagreementRows(
      this.view.db,
      { of, cycle, status, position: asOf.position, seenBy: seenBy(userId, directory, asOf), after },
      limit + 1,
    ).execute();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      asOf,
      items: page.map((row) => listed(row, asOf.position)),
      ...(rows.length > limit && last && { nextCursor: cursorOf([asOf.position, last.from_position, last.id]) }),
    };
  }
}

interface Narrowed {
  /** A unit, or a cycle. */
  readonly of: UnitKey | string;
  readonly cycle?: string;
  readonly status?: string;
  readonly position: Position;
  readonly seenBy?: SeenBy;
  readonly after?: readonly [from: Position, id: string];
}

/** A page of disagreements as they stood at a position, found by the unit's or the cycle's index, in its order. */
export function disagreementRows(db: Kysely<VisitsTables>, narrowed: Narrowed, limit: number) {
  const { of, cycle, status, position, seenBy, after } = narrowed;
  let query = db.selectFrom('disagreement').selectAll('disagreement').where('from_position', '<=', position);
  query = typeof of === 'string' ? query.where('cycle', '=', of) : query.where(`disagreement.${of.column}`, '=', of.code);
  // An expression, so that no database prefers the index of the cycle.
  if (typeof of !== 'string' && cycle !== undefined)
    query = query.where(({ eb, fn, val }) => eb(fn.coalesce('cycle', val('')), '=', cycle));
  if (status === 'open') query = query.where(({ or, eb }) => or([eb('to_position', 'is', null), eb('to_position', '>', position)]));
  else if (status !== undefined) query = query.where('outcome', '=', status).where('to_position', '<=', position);
  if (seenBy !== undefined) query = query.where(({ exists }) => exists(visitedBy(db, 'disagreement', seenBy)));
  if (after !== undefined) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('from_position', 'id'), '>', tuple(...after)));
  return query.orderBy('from_position').orderBy('id').limit(limit);
}

function listed(row: DisagreementRow, position: Position): ListedDisagreement {
  const settled = row.to_position !== null && row.to_position <= position;
  return {
    disagreementId: row.id,
    recordId: row.record_id,
    field: row.field,
    line: row.line,
    kind: row.kind,
    status: settled ? (row.outcome as Disagreement['status']) : 'open',
    village: row.village,
    school: row.school,
    time: row.time,
    position: row.from_position,
  };
}
