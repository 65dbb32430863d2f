import { Inject, Injectable } from '@nestjs/common';
import type { DirectoryReader } from '#directory';
import type { Json } from '#kernel';
import { DIRECTORY_READER } from '#platform';
import type { Moment } from '#projections';
import { RecordsView } from '../projections/records-view.js';
import type { DisagreementRow, SettledBy } from '../projections/visits-tables.js';
import { VisitsView } from '../projections/visits-view.js';
import { seenBy, visitedBy } from './visits-of-unit.js';

/** How a finding stands: `accepted` for what the visit found, `rejected` for another value, `closed` because its cause has gone or it was signed. */
export type VisitFindingStatus = 'open' | 'accepted' | 'rejected' | 'closed';

/** What a visit found otherwise on a value that nobody had signed (finding `visit-differs`). It holds no values. */
export interface VisitFinding {
  readonly findingId: string;
  readonly recordId: string;
  readonly cycle: string;
  readonly status: VisitFindingStatus;
  readonly subject: { readonly name: Json; readonly idNumber: Json };
  readonly field: string;
  readonly line: string;
  /** Which of the visits it was. */
  readonly visit: string;
  /** The visitor under their appointment. */
  readonly by: SettledBy['by'];
  /** UTC. */
  readonly time: string;
  /** Whether the visitor said which value is right. */
  readonly says: boolean;
  /** Who ended it. */
  readonly settled?: SettledBy;
}

export interface VisitFindingQuestion {
  readonly cycle?: string;
  readonly recordId?: string;
  readonly statuses: readonly string[];
  /** Id of the finding after which the page begins. */
  readonly after?: string;
  readonly limit: number;
  /** The asking person: one of the helpers sees only records that they have visited themselves. */
  readonly userId?: string;
  readonly asOf: Moment;
}

/** What visits found otherwise, as findings beside those of rosters; in the order of their ids. */
@Injectable()
export class VisitFindings {
  constructor(
    readonly view: VisitsView,
    private readonly records: RecordsView,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /** At most `limit` of them. Whoever asks has waited for {@link view}. */
  async page({ cycle, recordId, statuses, after, limit, userId, asOf }: VisitFindingQuestion): Promise<readonly VisitFinding[]> {
    const helper = seenBy(userId, await this.directory.current({ orAsKnown: true }), asOf);
    let query = this.view.db.selectFrom('disagreement').selectAll('disagreement');
    if (cycle !== undefined) query = query.where('cycle', '=', cycle);
    if (recordId !== undefined) query = query.where('record_id', '=', recordId);
    if (after !== undefined) query = query.where('id', '>', after);
    if (helper !== undefined) query = query.where(({ exists }) => exists(visitedBy(this.view.db, 'disagreement', helper)));
    query = query.where(({ and, eb, not, or }) => {
      const is = {
        open: eb('to_position', 'is', null),
        accepted: and([eb('outcome', '=', 'decided'), eb('stands', '=', eb.ref('found'))]),
        rejected: and([
          eb('outcome', '=', 'decided'),
          or([eb('found', 'is', null), eb('stands', 'is', null), not(eb('stands', '=', eb.ref('found')))]),
        ]),
        closed: eb('outcome', 'in', ['signed', 'gone']),
      };
      return or(Object.entries(is).flatMap(([status, condition]) => (statuses.includes(status) ? [condition] : [])));
    });
    const rows = await query.orderBy('id').limit(limit).execute();
    const subjects = await this.subjectsOf(rows.map((row) => row.record_id));
    return rows.map((row) => finding(row, subjects.get(row.record_id)));
  }

  private async subjectsOf(recordIds: readonly string[]): Promise<ReadonlyMap<string, VisitFinding['subject']>> {
    if (recordIds.length === 0) return new Map();
    const rows = await this.records.db
      .selectFrom('record_list')
      .select(['record_id', 'name', 'id_number'])
      .where('record_id', 'in', [...new Set(recordIds)])
      .where('to_position', 'is', null)
      .execute();
    return new Map(rows.map(({ record_id, name, id_number }) => [record_id, { name, idNumber: id_number }]));
  }
}

function finding(row: DisagreementRow, subject: VisitFinding['subject'] = { name: null, idNumber: null }): VisitFinding {
  return {
    findingId: row.id,
    recordId: row.record_id,
    cycle: row.cycle,
    status: statusOf(row),
    subject,
    field: row.field,
    line: row.line,
    visit: row.kind,
    by: JSON.parse(row.found_by) as SettledBy['by'],
    time: row.time,
    says: row.found !== null,
    ...(row.settled !== null && { settled: JSON.parse(row.settled) as SettledBy }),
  };
}

function statusOf({ outcome, found, stands }: DisagreementRow): VisitFindingStatus {
  if (outcome === null) return 'open';
  if (outcome !== 'decided') return 'closed';
  return found !== null && stands === found ? 'accepted' : 'rejected';
}
