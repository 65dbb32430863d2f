import { type IQueryHandler, Query, QueryHandler, type QueryBus } from '@nestjs/cqrs';
import { Refusal, type Json } from '#kernel';
import { checkedLimit, cursorOf, keyOf, MAX_LIMIT, Moments, type Asked, type Listed } from '#projections';
import { checkedCycle, partsOf, VisitFindings, type VisitFinding } from '#records';
import type { FindingContent } from '../events.js';
import { detailOf } from '../findings/detail.js';
import type { StoredDecision } from '../findings/remedies.js';
import { FINDING_KINDS, TAKE_FOUND, VISIT_DIFFERS, type FindingKind, type FindingStatus } from '../model/finding.js';
import type { FindingTableRow } from '../projections/tables.js';
import { RostersView } from '../projections/rosters-view.js';
import { masked } from './mask.js';

/** Of rosters, and of visits. */
export type ListedKind = FindingKind | typeof VISIT_DIFFERS;
const LISTED_KINDS: readonly string[] = [...FINDING_KINDS, VISIT_DIFFERS];
const STATUSES: readonly FindingStatus[] = ['open', 'accepted', 'rejected', 'closed'];

export interface ShownFindingRow {
  /** The file's name as it was given. */
  readonly file: string;
  readonly line: number;
  readonly column?: string;
  readonly value?: Json;
}

/** A finding as it is shown. Numbers are masked unless they are asked for in clear; names are not. */
export interface ShownFinding {
  readonly findingId: string;
  readonly kind: ListedKind;
  readonly cycle: string;
  readonly status: FindingStatus;
  readonly subject: { readonly name: Json; readonly idNumber: Json };
  readonly rows: readonly ShownFindingRow[];
  /** What is known besides, what can be accepted by number, and who decided what. */
  readonly detail: Readonly<Record<string, Json>>;
}

export interface FindingQuestion extends Pick<Asked, 'minPosition'> {
  readonly cycle?: string;
  readonly kind?: string;
  /** `open`, `accepted`, `rejected`, `closed`; absent: all but the closed ones, whose cause has gone. */
  readonly status?: string;
  readonly limit?: number;
  readonly cursor?: string;
  readonly clear?: boolean;
  /** Only findings about this record, or about its student's rows for the same cycle. */
  readonly recordId?: string;
  /** The asking person: one of the helpers sees only what they have visited themselves. */
  readonly userId?: string;
  /** Nobody says who asks: what visits found is left out. */
  readonly anonymous?: boolean;
}

export type FindingPage = Listed<ShownFinding>;

/** Findings, page by page, in the order of their ids. */
export class ListFindings extends Query<FindingPage> {
  constructor(readonly question: FindingQuestion) {
    super();
  }
}

@QueryHandler(ListFindings)
export class ListFindingsHandler implements IQueryHandler<ListFindings> {
  constructor(
    private readonly view: RostersView,
    private readonly visits: VisitFindings,
    private readonly moments: Moments,
  ) {}

  /** @throws Refusal `invalid`: `wrong-cycle`, `unknown-kind`, `unknown-status`, `wrong-cursor`, `wrong-limit` */
  async execute({ question }: ListFindings): Promise<FindingPage> {
    const { cycle, kind, recordId, cursor, clear = false, userId, anonymous = false } = question;
    const limit = checkedLimit(question.limit);
    const after = keyOf(cursor, 1)?.[0];
    const statuses = checkedStatuses(question.status);
    if (cycle !== undefined) checkedCycle(cycle);
    if (kind !== undefined && !LISTED_KINDS.includes(kind)) {
      throw new Refusal('invalid', 'unknown-kind', { params: { kinds: LISTED_KINDS.join(', ') } });
    }
    const asOf = await this.moments.in([this.view, this.visits.view], question);
    const ofRosters = kind === VISIT_DIFFERS ? [] : await this.ofRosters({ ...question, limit: limit + 1 }, statuses, after);
    const asked = { cycle, recordId, statuses, after, limit: limit + 1, userId, asOf };
    const ofVisits = anonymous || (kind !== undefined && kind !== VISIT_DIFFERS) ? [] : await this.visits.page(asked);
    const names = await this.fileNames(ofRosters);
    const found = [...ofRosters.map((row) => shown(row, names, clear)), ...ofVisits.map((one) => shownVisit(one, clear))];
    const page = found.sort((a, b) => (a.findingId < b.findingId ? -1 : 1)).slice(0, limit);
    const last = page.at(-1);
    return {
      asOf,
      items: page,
      ...(found.length > limit && last !== undefined && { nextCursor: cursorOf([last.findingId]) }),
    };
  }

  private ofRosters(
    { cycle, kind, recordId, limit }: FindingQuestion & { readonly limit: number },
    statuses: readonly FindingStatus[],
    after: string | undefined,
  ): Promise<readonly FindingTableRow[]> {
    let query = this.view.db
      .selectFrom('finding')
      .selectAll()
      .where('status', 'in', [...statuses]);
    if (cycle !== undefined) query = query.where('cycle', '=', cycle);
    if (kind !== undefined) query = query.where('kind', '=', kind);
    if (recordId !== undefined) {
      const { studentId, cycle: of } = partsOf(recordId);
      // The cycle's index narrows it to what one reconciliation has found.
      query = query.where('cycle', '=', of).where('content', 'like', `%"sealedFor":"${studentId}"%`);
    }
    if (after !== undefined) query = query.where('finding_id', '>', after);
    return query.orderBy('finding_id').limit(limit).execute();
  }

  private async fileNames(rows: readonly FindingTableRow[]): Promise<ReadonlyMap<string, string>> {
    const hashes = [...new Set(rows.flatMap(({ content }) => (JSON.parse(content) as FindingContent).rows.map(({ file }) => file)))];
    if (hashes.length === 0) return new Map();
    const files = await this.view.db.selectFrom('roster_file').select(['file', 'name']).where('file', 'in', hashes).execute();
    return new Map(files.map(({ file, name }) => [file, name]));
  }
}

function checkedStatuses(status: string | undefined): readonly FindingStatus[] {
  if (status === undefined) return STATUSES.filter((one) => one !== 'closed');
  const known = STATUSES.filter((one) => one === status);
  if (known.length === 0) throw new Refusal('invalid', 'unknown-status', { params: { statuses: STATUSES.join(', ') } });
  return known;
}

function shown(row: FindingTableRow, names: ReadonlyMap<string, string>, clear: boolean): ShownFinding {
  const { kind, cycle, name, idNumber, rows, departments } = JSON.parse(row.content) as FindingContent;
  const show = (value: Json): Json => (clear ? value : masked(value));
  const { facts, proposals } = detailOf(row.content);
  const decision = row.decision === null ? undefined : decisionOf(JSON.parse(row.decision) as StoredDecision);
  return {
    findingId: row.finding_id,
    kind,
    cycle,
    status: row.status,
    subject: { name: name?.v ?? null, idNumber: show(idNumber?.v ?? null) },
    rows: rows.map(({ file, line, column, value }) => ({
      file: names.get(file) ?? file,
      line,
      ...(column !== undefined && { column }),
      ...(value !== undefined && { value: show(value.v) }),
    })),
    detail: {
      departments: [...departments],
      ...(show({ ...facts }) as Record<string, Json>),
      proposals: show(proposals as unknown as Json),
      ...(decision !== undefined && { decision, applied: row.applied === 1 }),
    },
  };
}

function shownVisit({ findingId, cycle, status, subject, ...one }: VisitFinding, clear: boolean): ShownFinding {
  const { settled, says, recordId, field, line, visit, by, time } = one;
  const idNumber = clear ? subject.idNumber : masked(subject.idNumber);
  const decision = settled?.reason === undefined ? undefined : ({ decision: status, ...settled } as unknown as Json);
  return {
    findingId,
    kind: VISIT_DIFFERS,
    cycle,
    status,
    subject: { name: subject.name, idNumber },
    rows: [],
    detail: {
      recordId,
      field,
      line,
      visit,
      by: { ...by },
      time,
      // What was found stands in the agreement of the record's visits.
      proposals: says ? [{ number: TAKE_FOUND, action: 'take-found', field }] : [],
      ...(decision !== undefined && { decision, applied: true }),
    },
  };
}

function decisionOf({ decision, proposal, reason, by, time }: StoredDecision): Json {
  return { decision, ...(proposal !== undefined && { proposal }), reason, by: { userId: by.userId, name: by.name, role: by.role }, time };
}

/** All findings of a question, page after page. */
export async function* findingsOf(queries: QueryBus, question: Omit<FindingQuestion, 'cursor' | 'limit'>): AsyncGenerator<ShownFinding> {
  let cursor: string | undefined;
  do {
    const page: FindingPage = await queries.execute(new ListFindings({ ...question, cursor, limit: MAX_LIMIT }));
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
