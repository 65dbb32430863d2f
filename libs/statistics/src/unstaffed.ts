import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import type { Directory } from '#directory';
import { inPages } from '#projections';
import { Eligibility, ofUnit, RecordsView, trueAt, WaitingGroups, type RecordsTables } from '#records';
import type { Counted, CountsAt } from './counts-at.js';
import type { Tally } from './tally.js';

/** Groups that are read or judged before others have their turn. */
const PAGE = 1_000;

/** How many levels wait, by what they have in common. */
type Levels = ReadonlyMap<string, number>;

/**
 * Counts the levels that wait and that nobody can sign. Who holds a post may change without any record changing, so this is judged when it
 * is asked: by their posts as far as these decide, else once for each group of levels with the same posts and the same people barred.
 */
@Injectable()
export class Unstaffed {
  constructor(
    private readonly view: RecordsView,
    private readonly groups: WaitingGroups,
  ) {}

  /** @param directory as of the moment at which it is counted */
  async count({ tally, groups }: CountsAt, counted: Counted, directory: Directory): Promise<number> {
    const eligibility = new Eligibility(directory, counted.asOf.time);
    return groups === undefined ? this.ofTotals(tally, counted, eligibility) : this.ofGroups(groups, eligibility);
  }

  private async ofGroups(levels: Levels, eligibility: Eligibility): Promise<number> {
    const ids = [...levels.keys()];
    let unstaffed = 0;
    for (let start = 0; start < ids.length; start += PAGE) {
      const some = ids.slice(start, start + PAGE);
      for (const [index, group] of (await this.groups.load(this.view.db, some)).entries()) {
        if (eligibility.of(group).people.length === 0) unstaffed += levels.get(some[index] ?? '') ?? 0;
      }
      await nextTurn();
    }
    return unstaffed;
  }

  /**
   * A county has hundreds of lists of posts and as many groups as it has records: all levels of a list are unstaffed if nobody holds one of
   * its posts, none of those at which the last of their holders is not barred, and only the others are judged by their groups.
   */
  private async ofTotals(tally: Tally, counted: Counted, eligibility: Eligibility): Promise<number> {
    const totals = new Map(tally.of('waiting'));
    const nobodys = new Set<string>();
    const last = new Set<string>();
    for (const [id, posts] of await this.groups.posts(this.view.db, [...totals.keys()])) {
      const people = eligibility.lastOf(posts);
      if (people.length === 0) nobodys.add(id);
      for (const person of people) last.add(person);
    }
    const doubtful = new Map<string, number>();
    for (const person of last) {
      for await (const { posts, group, levels } of this.whereBarred(person, counted)) {
        if (levels > 0 && !nobodys.has(posts)) doubtful.set(group, levels);
      }
    }
    const without = [...nobodys].reduce((sum, id) => sum + (totals.get(id) ?? 0), 0);
    return without + (await this.ofGroups(doubtful, eligibility));
  }

  private async *whereBarred(
    person: string,
    counted: Counted,
  ): AsyncGenerator<{ readonly posts: string; readonly group: string; readonly levels: number }> {
    const page = (after: BarredGroup | undefined) => groupsWhereBarred(this.view.db, person, counted, after).limit(PAGE).execute();
    for await (const rows of inPages<BarredGroup>(PAGE, page)) {
      for (const { waiting_posts: posts, waiting_group: group, levels } of rows) yield { posts, group, levels: Number(levels) };
    }
  }
}

interface BarredGroup {
  readonly waiting_posts: string;
  readonly waiting_group: string;
  readonly levels: number | string | null;
}

/** The groups in which somebody is barred, each with how many levels of a township or the county wait. @param after the last that is not wanted */
export function groupsWhereBarred(
  db: Kysely<RecordsTables>,
  person: string,
  { level, code, cycle, asOf: { position } }: Counted,
  { waiting_posts, waiting_group }: Pick<BarredGroup, 'waiting_posts' | 'waiting_group'> = { waiting_posts: '', waiting_group: '' },
) {
  return db
    .selectFrom('waiting_barred as b')
    .select(['b.waiting_posts', 'b.waiting_group'])
    .select(({ selectFrom, exists }) => {
      const levels = selectFrom('inbox as i')
        .select(sql<number>`count(*)`.as('levels'))
        .whereRef('i.waiting_group', '=', 'b.waiting_group')
        .where('i.cycle', '=', cycle)
        .where(trueAt('i', position));
      const ofTownship = selectFrom('record_list as r')
        .select('r.seq')
        .whereRef('r.record_id', '=', 'i.record_id' as never)
        .where(trueAt('r', position))
        .where(ofUnit('r', { township: code }));
      return (level === 'county' ? levels : levels.where(exists(ofTownship))).as('levels');
    })
    .where('b.person', '=', person)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('b.waiting_posts', 'b.waiting_group'), '>', tuple(waiting_posts, waiting_group)))
    .orderBy('b.waiting_posts')
    .orderBy('b.waiting_group');
}
