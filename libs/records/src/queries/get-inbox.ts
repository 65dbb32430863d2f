import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Optional } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DirectoryReader } from '#directory';
import type { Clock } from '#event-store';
import { Refusal } from '#kernel';
import { CLOCK, DIRECTORY_READER } from '#platform';
import { Moments, type Asked, type Moment } from '#projections';
import type { Post, Staffing } from '#verification';
import { keyOfPost } from '../projections/post-key.js';
import { RecordsView } from '../projections/records-view.js';
import { TOP_UNIT } from '../projections/tables.js';
import { Eligibility } from './eligible.js';
import { FINDINGS_ELSEWHERE, type FindingsElsewhere } from './findings-elsewhere.js';
import {
  candidates,
  groupsInPlace,
  groupsWaiting,
  inboxKey,
  waitingOfGroups,
  type Before,
  type Candidate,
  type Desk,
} from './inbox-rows.js';
import {
  bandOf,
  capped,
  findingsAfter,
  levelsFrom,
  MOST_COUNTED,
  pageOf,
  placeOf,
  totalsOf,
  UNDATED,
  undatedFrom,
  type Entry,
  type EntryKey,
  type InboxItem,
  type InboxTotals,
  type WaitingLevel,
} from './inbox-order.js';
import { compareKeys, inOneOrder } from './merged-pages.js';
import { checkedLimit, cursorOf } from './paging.js';
import { SpotChecks, type WaitingSpotCheck } from './spot-checks.js';
import { WaitingGroups, type WaitingGroup } from './waiting-groups.js';
import { OpenWorkItems, type WorkQuestion } from './waiting-work.js';

/** How many rows are read at a time. */
const PAGE = 200;

export interface InboxQuestion extends Pick<Asked, 'minPosition'> {
  readonly userId: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface InboxPage {
  readonly asOf: Moment;
  readonly totals: InboxTotals;
  readonly items: readonly InboxItem[];
  readonly nextCursor?: string;
}

/**
 * What waits for a person: levels at their own posts, and in place of others where everybody is barred or nobody holds the post; what was
 * returned to them, errors and findings to decide, transfers to accept, appeals and corrections; spot checks of records that were drawn where
 * they make them. What is overdue comes first, then what waits without a deadline, the oldest first, then what is due next.
 */
export class GetInbox extends Query<InboxPage> {
  constructor(readonly question: InboxQuestion) {
    super();
  }
}

@QueryHandler(GetInbox)
export class GetInboxHandler implements IQueryHandler<GetInbox> {
  constructor(
    private readonly view: RecordsView,
    private readonly checks: SpotChecks,
    private readonly groups: WaitingGroups,
    private readonly work: OpenWorkItems,
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Optional() @Inject(FINDINGS_ELSEWHERE) private readonly elsewhere?: FindingsElsewhere,
  ) {}

  /** @throws Refusal `not-found`/`unknown-person`, `invalid`/`wrong-cursor`, `invalid`/`wrong-limit` */
  async execute({ question: { userId, cursor, limit: wanted, minPosition } }: GetInbox): Promise<InboxPage> {
    const limit = checkedLimit(wanted);
    const place = placeOf(cursor);
    const staffing = await this.directory.current({ orAsKnown: true });
    if (staffing.person(userId) === undefined) throw new Refusal('not-found', 'unknown-person');
    const villages = this.checks.villagesOf(userId, staffing, this.clock.now());
    const findings = this.elsewhere?.concern({ userId, staffing, time: this.clock.now() }) === true ? this.elsewhere : undefined;
    const views = [this.view, ...this.checks.views(villages), ...(findings === undefined ? [] : [findings])];
    const asOf = await this.moments.in(views, { minPosition });
    const checks = await this.checks.waitingIn(villages, asOf.time);
    const desk = await this.deskOf(userId, staffing, asOf);
    const { since, from } = place ?? { since: asOf.time };
    const entries = inOneOrder<Entry>([
      this.levels(desk, since, from),
      entriesOf(checks, since, from),
      this.openWork(desk, from),
      this.findings(desk, findings, from),
    ]);
    const { items, unread, next } = await pageOf(entries, limit);
    const whole = cursor === undefined && next === undefined;
    const totals = whole ? totalsOf([...items.map(({ kind }) => kind), ...unread]) : await this.totals(desk, checks.length, findings);
    return { asOf, totals, items, ...(next && { nextCursor: cursorOf([since, ...next]) }) };
  }

  private async deskOf(userId: string, staffing: Staffing, { time }: Moment): Promise<PersonalDesk> {
    const eligibility = new Eligibility(staffing, time);
    const posts = postsHeldBy(userId, staffing, time);
    const before = whoStandsBefore(posts, await this.groups.allPosts(this.view.db), eligibility);
    const without = [...new Set(before.map(({ waitingPosts }) => waitingPosts))];
    const inPlace = before.length === 0 ? [] : await this.inPlace(userId, before, eligibility);
    return { userId, staffing, time, eligibility, posts, without, inPlace };
  }

  private async *levels(desk: PersonalDesk, since: string, from: EntryKey | undefined): AsyncGenerator<Entry> {
    for await (const rows of candidates(this.view.db, desk, levelsFrom(since, from), PAGE)) {
      const groups = await this.groups.load(
        this.view.db,
        rows.map((row) => row.waiting_group),
      );
      for (const [index, row] of rows.entries()) {
        const item = levelFor(desk, row, groups[index] as WaitingGroup, desk.eligibility);
        if (item !== undefined) yield { item, key: [bandOf(row.due, since), ...inboxKey(row)] };
      }
    }
  }

  private async *openWork(desk: PersonalDesk, from: EntryKey | undefined): AsyncGenerator<Entry> {
    const after = undatedFrom(from);
    if (after === 'none') return;
    for await (const { kind, item, key } of this.work.waiting(workQuestion(desk), after)) {
      yield { ...(item === undefined ? { unread: kind } : { item }), key: [UNDATED, ...key] };
    }
  }

  private async *findings(desk: PersonalDesk, elsewhere: FindingsElsewhere | undefined, from: EntryKey | undefined): AsyncGenerator<Entry> {
    const place = undatedFrom(from);
    if (elsewhere === undefined || place === 'none') return;
    let after = place && findingsAfter(place);
    for (;;) {
      const found = await elsewhere.waiting(desk, after, PAGE);
      for (const item of found) yield { item, key: [UNDATED, item.since, '', item.kind, item.findingId] };
      const last = found.at(-1);
      if (last === undefined || found.length < PAGE) return;
      after = [last.since, last.findingId];
    }
  }

  /** Of more than a page, by what the rows say. */
  private async totals(desk: PersonalDesk, checks: number, elsewhere: FindingsElsewhere | undefined): Promise<InboxTotals> {
    const [review, work, findings] = await Promise.all([
      this.countLevels(desk),
      this.work.count(workQuestion(desk), MOST_COUNTED),
      elsewhere?.count(desk, MOST_COUNTED) ?? 0,
    ]);
    const totals: InboxTotals = { review, ...work, finding: work.finding + findings, 'spot-check': checks };
    return capped(totals);
  }

  private async countLevels({ userId, eligibility, inPlace, ...desk }: PersonalDesk): Promise<number> {
    const waiting = await groupsWaiting(this.view.db, desk, MOST_COUNTED);
    const groups = await this.groups.load(
      this.view.db,
      waiting.map(({ group }) => group),
    );
    const own = waiting.filter((_group, index) => isFor(userId, groups[index] as WaitingGroup, eligibility));
    return own.reduce((sum, { levels }) => sum + levels, inPlace.length);
  }

  /** What somebody can sign in place of those who stand before them, in order. */
  private async inPlace(userId: string, before: readonly Before[], eligibility: Eligibility): Promise<readonly Candidate[]> {
    const ids = (await groupsInPlace(this.view.db, before).execute()).map((row) => row.waiting_group);
    const found: Candidate[] = [];
    for (let start = 0; start < ids.length; start += PAGE) {
      const some = ids.slice(start, start + PAGE);
      const groups = await this.groups.load(this.view.db, some);
      const theirs = some.filter((_id, index) => {
        return isFor(userId, groups[index] as WaitingGroup, eligibility);
      });
      if (theirs.length > 0) found.push(...(await waitingOfGroups(this.view.db, theirs).execute()));
      await nextTurn();
    }
    return found.sort((a, b) => compareKeys(inboxKey(a), inboxKey(b)));
  }
}

/** Who asks when, and where what waits for them is looked for. */
interface PersonalDesk extends Desk {
  readonly userId: string;
  readonly staffing: Staffing;
  readonly time: string;
  readonly eligibility: Eligibility;
}

function workQuestion({ userId, staffing, time, posts }: PersonalDesk): WorkQuestion {
  return { userId, staffing, time, posts: posts.map(keyOfPost) };
}

/** Spot checks behind a key, in order: a village has few. */
async function* entriesOf(checks: readonly WaitingSpotCheck[], since: string, from: EntryKey | undefined): AsyncGenerator<Entry> {
  yield* checks
    .map((item): Entry => ({ item, key: [bandOf(item.dueAt, since), item.dueAt, item.recordId, item.kind, item.month] }))
    .filter(({ key }) => from === undefined || compareKeys(key, from) > 0)
    .sort((a, b) => compareKeys(a.key, b.key));
}

function isFor(userId: string, group: WaitingGroup, eligibility: Eligibility): boolean {
  return eligibility.of(group).people.some((person) => person.userId === userId);
}

/** Each post once; one at the top unit also under the code that stands for it in the rows. */
function postsHeldBy(userId: string, staffing: Staffing, at: string): Post[] {
  const top = staffing.top()?.code;
  const held = staffing.appointmentsOf(userId, at).flatMap(({ role, unit, line }) => {
    const post = { role, unit, line };
    return unit === top ? [post, { ...post, unit: TOP_UNIT }] : [post];
  });
  return [...new Map(held.map((post) => [keyOfPost(post), post])).values()];
}

/**
 * Most levels that can be signed from a post in place of others are signed by those others: of lists of posts with somebody before whoever
 * holds these, only levels are looked at where the last of those before is barred.
 */
function whoStandsBefore(held: readonly Post[], lists: ReadonlyMap<string, readonly Post[]>, eligibility: Eligibility): Before[] {
  const keys = new Set(held.map(keyOfPost));
  return [...lists].flatMap(([id, posts]) => {
    const rank = posts.findIndex((post) => keys.has(keyOfPost(post)));
    return eligibility.lastOf(posts.slice(0, Math.max(rank, 0))).map((person) => ({ waitingPosts: id, person }));
  });
}

function levelFor(
  { userId, time }: { readonly userId: string; readonly time: string },
  row: Candidate,
  group: WaitingGroup,
  eligibility: Eligibility,
): WaitingLevel | undefined {
  const { rank, people } = eligibility.of(group);
  const signer = people.find((person) => person.userId === userId);
  if (signer === undefined) return undefined;
  const [own] = eligibility.filledIn(group.posts);
  return {
    kind: 'review',
    recordId: row.record_id,
    name: row.name,
    cycle: row.cycle,
    line: row.line,
    level: row.level,
    submission: row.submission,
    digest: row.digest,
    since: row.since,
    dueAt: row.due_at,
    overdue: row.due_at !== null && row.due_at < time,
    ...(rank > 0 && own && { inPlaceOf: own }),
    ...(signer.onBehalfOf !== undefined && { onBehalfOf: signer.onBehalfOf }),
  };
}
