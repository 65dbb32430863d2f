import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DirectoryReader } from '#directory';
import type { Clock } from '#event-store';
import { Refusal } from '#kernel';
import { CLOCK, DIRECTORY_READER } from '#platform';
import { Moments, type Asked, type Moment } from '#projections';
import type { Post, Staffing } from '#verification';
import { RecordsView } from '../projections/records-view.js';
import { TOP_UNIT } from '../projections/tables.js';
import { Eligibility, keyOfPost } from './eligible.js';
import {
  candidates,
  compareKeys,
  groupsInPlace,
  inboxKey,
  waitingOfGroups,
  type Before,
  type Candidate,
  type InboxKey,
} from './inbox-rows.js';
import { checkedLimit, cursorOf, keyOf } from './paging.js';
import { SpotChecks, type WaitingSpotCheck } from './spot-checks.js';
import { WaitingGroups, type WaitingGroup } from './waiting-groups.js';

/** How many rows are read at a time. */
const PAGE = 200;

/** A level that somebody can sign now. */
export interface WaitingLevel {
  readonly kind: 'review';
  readonly recordId: string;
  readonly name: string | null;
  readonly cycle: string;
  readonly line: string;
  readonly level: string;
  readonly submission: number;
  /** What a sign-off has to name. */
  readonly digest: string;
  readonly since: string;
  readonly dueAt: string | null;
  readonly overdue: boolean;
  /** The level's own post, if it is signed in place of it (代审). */
  readonly inPlaceOf?: Post;
  /** The person for whom it is signed under a delegation (代办). */
  readonly onBehalfOf?: string;
}

export type InboxItem = WaitingLevel | WaitingSpotCheck;

export interface InboxQuestion extends Pick<Asked, 'minPosition'> {
  readonly userId: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface InboxPage {
  readonly asOf: Moment;
  readonly items: readonly InboxItem[];
  readonly nextCursor?: string;
}

/**
 * What waits for a person: levels at their own posts, and in place of others where everybody is barred or nobody holds the post; spot checks
 * of records that were drawn where they make them. What is due first comes first.
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
    private readonly moments: Moments,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Refusal `not-found`/`unknown-person`, `invalid`/`wrong-cursor`, `invalid`/`wrong-limit` */
  async execute({ question: { userId, cursor, limit: wanted, minPosition } }: GetInbox): Promise<InboxPage> {
    const limit = checkedLimit(wanted);
    const from = keyOf(cursor, 4) as InboxKey | undefined;
    const directory = await this.directory.current({ orAsKnown: true });
    if (directory.person(userId) === undefined) throw new Refusal('not-found', 'unknown-person');
    const villages = this.checks.villagesOf(userId, directory, this.clock.now());
    const asOf = await this.moments.in([this.view, ...this.checks.views(villages)], { minPosition });
    const checks = await this.checks.waitingIn(villages, asOf.time);
    const items: InboxItem[] = [];
    let last: InboxKey | undefined;
    for await (const { item, key } of inOrder(this.levels(userId, directory, asOf, from), entriesOf(checks, from))) {
      if (items.length === limit) return { asOf, items, ...(last && { nextCursor: cursorOf(last) }) };
      items.push(item);
      last = key;
    }
    return { asOf, items };
  }

  private async *levels(userId: string, staffing: Staffing, { time }: Moment, from: InboxKey | undefined): AsyncGenerator<Entry> {
    const eligibility = new Eligibility(staffing, time);
    const posts = postsHeldBy(userId, staffing, time);
    const before = whoStandsBefore(posts, await this.groups.allPosts(this.view.db), eligibility);
    const without = [...new Set(before.map(({ waitingPosts }) => waitingPosts))];
    const inPlace = before.length === 0 ? [] : await this.inPlace(userId, before, eligibility);
    for await (const rows of candidates(this.view.db, { posts, without, inPlace }, from, PAGE)) {
      const groups = await this.groups.load(
        this.view.db,
        rows.map((row) => row.waiting_group),
      );
      for (const [index, row] of rows.entries()) {
        const item = levelFor({ userId, time }, row, groups[index] as WaitingGroup, eligibility);
        if (item !== undefined) yield { item, key: inboxKey(row) };
      }
    }
  }

  /** What somebody can sign in place of those who stand before them, in order. */
  private async inPlace(userId: string, before: readonly Before[], eligibility: Eligibility): Promise<readonly Candidate[]> {
    const ids = (await groupsInPlace(this.view.db, before).execute()).map((row) => row.waiting_group);
    const found: Candidate[] = [];
    for (let start = 0; start < ids.length; start += PAGE) {
      const some = ids.slice(start, start + PAGE);
      const groups = await this.groups.load(this.view.db, some);
      const theirs = some.filter((_id, index) => {
        const { people } = eligibility.of(groups[index] as WaitingGroup);
        return people.some((person) => person.userId === userId);
      });
      if (theirs.length > 0) found.push(...(await waitingOfGroups(this.view.db, theirs).execute()));
      await nextTurn();
    }
    return found.sort((a, b) => compareKeys(inboxKey(a), inboxKey(b)));
  }
}

/** What waits, with its place in the order. */
interface Entry {
  readonly item: InboxItem;
  readonly key: InboxKey;
}

/** Spot checks behind a key, in order: a village has few. */
function entriesOf(checks: readonly WaitingSpotCheck[], from: InboxKey | undefined): readonly Entry[] {
  return checks
    .map((item): Entry => ({ item, key: [item.dueAt, item.recordId, item.kind, item.month] }))
    .filter(({ key }) => from === undefined || compareKeys(key, from) > 0)
    .sort((a, b) => compareKeys(a.key, b.key));
}

/** Levels, which are read as they are wanted, with spot checks between them. */
async function* inOrder(levels: AsyncIterable<Entry>, checks: readonly Entry[]): AsyncGenerator<Entry> {
  const waiting = [...checks];
  for await (const level of levels) {
    while (waiting[0] !== undefined && compareKeys(waiting[0].key, level.key) < 0) yield* waiting.splice(0, 1);
    yield level;
  }
  yield* waiting;
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
