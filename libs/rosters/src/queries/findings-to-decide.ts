import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import type { Position } from '#kernel';
import type { FindingsAsked, FindingsElsewhere, WaitingRosterFinding } from '#records';
import type { FindingContent } from '../events.js';
import { decidesAs, decidingAppointment, decidingLines } from '../findings/deciders.js';
import { RostersView } from '../projections/rosters-view.js';
import type { FindingTableRow, RostersTables } from '../projections/tables.js';

/** Findings that wait for somebody's decision. */
@Injectable()
export class FindingsToDecide implements FindingsElsewhere {
  constructor(private readonly view: RostersView) {}

  /** As {@link View.upTo}, of the rosters. */
  upTo(position?: Position): Promise<Position> {
    return this.view.upTo(position);
  }

  /** As {@link View.position}, of the rosters. */
  position(): Promise<Position> {
    return this.view.position();
  }

  /** As {@link View.towards}, of the rosters. */
  towards(position: Position): Promise<Position> {
    return this.view.towards(position);
  }

  /** Whether a person decides any. */
  concern({ userId, staffing, time }: FindingsAsked): boolean {
    return decidesAs(userId, staffing, time).length > 0;
  }

  /** Those that wait for a person, what waits longest first. */
  async waiting(
    asked: FindingsAsked,
    after: readonly [since: string, findingId: string] | undefined,
    limit: number,
  ): Promise<readonly WaitingRosterFinding[]> {
    const deciders = decidesAs(asked.userId, asked.staffing, asked.time);
    if (deciders.length === 0) return [];
    const turns = await waitingTurns(this.view.db, deciders, after).limit(limit).execute();
    const rows = turns.length === 0 ? [] : await this.findings(turns.map(({ finding_id }) => finding_id));
    return turns.flatMap(({ finding_id }) => {
      const row = rows.find((one) => one.finding_id === finding_id);
      return row === undefined ? [] : [shown(row, asked)];
    });
  }

  /** How many wait for them, up to so many. */
  async count({ userId, staffing, time }: FindingsAsked, most: number): Promise<number> {
    const deciders = decidesAs(userId, staffing, time);
    if (deciders.length === 0) return 0;
    const counted = waitingTurns(this.view.db, deciders, undefined).limit(most).as('found');
    const { found } = await this.view.db
      .selectFrom(counted)
      .select(({ fn }) => fn.countAll().as('found'))
      .executeTakeFirstOrThrow();
    return Number(found);
  }

  private findings(ids: readonly string[]): Promise<readonly FindingTableRow[]> {
    return this.view.db.selectFrom('finding').selectAll().where('finding_id', 'in', ids).execute();
  }
}

/** Open findings of some deciders in order, each once, found by index. */
function waitingTurns(
  db: Kysely<RostersTables>,
  deciders: readonly string[],
  after: readonly [since: string, findingId: string] | undefined,
) {
  const query = db.selectFrom('finding_turn').select(['since', 'finding_id']).distinct().where('decider', 'in', deciders);
  const behind =
    after === undefined ? query : query.where(({ eb, refTuple, tuple }) => eb(refTuple('since', 'finding_id'), '>', tuple(...after)));
  return behind.orderBy('since').orderBy('finding_id');
}

function shown(
  { finding_id, kind, cycle, since, content }: FindingTableRow,
  { userId, staffing, time }: FindingsAsked,
): WaitingRosterFinding {
  const name = (JSON.parse(content) as FindingContent).name?.v;
  const onBehalfOf = decidingAppointment(decidingLines(content), userId, staffing, time)?.onBehalfOf;
  return {
    kind: 'finding',
    finding: kind,
    findingId: finding_id,
    name: typeof name === 'string' ? name : null,
    cycle,
    since,
    dueAt: null,
    overdue: false,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
  };
}
