import { Inject, Injectable } from '@nestjs/common';
import { unlessAway, type EventLog } from '#event-store';
import { EVENT_LOG, RECORD_TYPE } from '#platform';
import {
  openWork,
  WORK_KINDS,
  workTurn,
  type OpenWork,
  type Past,
  type RecordState,
  type RecordType,
  type Staffing,
  type WorkKind,
  type WorkTurn,
} from '#verification';
import { AttributionPasts } from '../attribution-pasts.js';
import { RecordsView } from '../projections/records-view.js';
import { holderNamed, itemOf, kindOfTask, taskOfNaming } from '../projections/work-rows.js';
import { RecordDesk } from '../record-desk.js';
import { mergedPages } from './merged-pages.js';
import { shownWork, type WaitingWork } from './shown-work.js';
import { countedWork, workKey, workOf, type FoundWork, type WorkKey } from './found-work.js';

/** How many rows are read at a time, and how many records are looked at together. */
const PAGE = 50;

/** Who asks, when. */
export interface WorkQuestion {
  readonly userId: string;
  /** Keys of the posts that they hold; the unit at the top stands under `TOP_UNIT`. */
  readonly posts: readonly string[];
  readonly staffing: Staffing;
  /** UTC. */
  readonly time: string;
}

/** Something that waits, with its place among the others. */
export interface PlacedWork {
  readonly kind: WorkKind;
  /** Absent: the log is away, so nobody can say more of it. */
  readonly item?: WaitingWork;
  readonly key: WorkKey;
}

/**
 * What waits for a person besides levels to sign. The rows say what may be theirs; before it is shown the engine is asked about the record as
 * it is now, with its past where that decides, so nobody is offered what is then refused.
 */
@Injectable()
export class OpenWorkItems {
  constructor(
    private readonly view: RecordsView,
    private readonly desk: RecordDesk,
    private readonly pasts: AttributionPasts,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** In order after a key: what waits longest first. */
  async *waiting(asked: WorkQuestion, from: WorkKey | undefined): AsyncGenerator<PlacedWork> {
    const { db } = this.view;
    const lists = holdersOf(asked).map(
      (holder) => (after: WorkKey | undefined, limit: number) => workOf(db, holder, after, limit).execute(),
    );
    for await (const rows of mergedPages<FoundWork, WorkKey>(lists, workKey, from, PAGE)) {
      const placed = await Promise.all(rows.map((row) => this.placed(row, asked)));
      for (const one of placed) if (one !== undefined) yield one;
    }
  }

  /** How much waits of each kind by what the rows say, each up to so much; naming deciders is not counted. */
  async count(asked: WorkQuestion, most: number): Promise<Readonly<Record<WorkKind, number>>> {
    const holders = holdersOf(asked);
    const counts = WORK_KINDS.map(async (task) => {
      const { found } = await countedWork(this.view.db, { holders, userId: asked.userId, task }, most).executeTakeFirstOrThrow();
      return [task, Number(found)] as const;
    });
    return Object.fromEntries(await Promise.all(counts)) as Record<WorkKind, number>;
  }

  private async placed(row: FoundWork, asked: WorkQuestion): Promise<PlacedWork | undefined> {
    const loaded = await unlessAway(this.log, () => this.desk.load(row.record_id));
    const kind = kindOfTask(row.task);
    if (loaded === undefined) return row.task === kind ? { kind, key: workKey(row) } : undefined;
    const item = await this.itemOf(row, loaded.state, asked);
    return item && { kind, item, key: workKey(row) };
  }

  private async itemOf({ task, item, since }: FoundWork, state: RecordState, asked: WorkQuestion): Promise<WaitingWork | undefined> {
    const work = openWork(state).find((one) => one.kind === kindOfTask(task) && itemOf(one) === item);
    if (work === undefined) return undefined;
    const past = await this.pastFor(work, state);
    const turn = workTurn(work, state, { type: this.type, staffing: asked.staffing, now: asked.time, userId: asked.userId, past });
    return turn !== undefined && isTask(task, work, state, turn) ? shownWork(work, state, { ...asked, turn, since }) : undefined;
  }

  private async pastFor({ kind }: OpenWork, state: RecordState): Promise<Past | undefined> {
    const events = () => this.desk.eventsOf(state.recordId);
    if (kind === 'error') return (await this.pasts.whereErrorsWait(state, events)).past;
    if (kind !== 'appeal') return undefined;
    return this.pasts.of((await events()).filter(({ revision }) => revision <= state.revision));
  }
}

function holdersOf({ userId, posts }: WorkQuestion): readonly string[] {
  return [...posts, holderNamed(userId)];
}

/** Whether a turn is what a row stands for: somebody who may decide and name is found twice. */
function isTask(task: string, { kind, about }: OpenWork, { errors }: RecordState, turn: WorkTurn): boolean {
  if (turn.task === 'decide') return task === kind;
  return task === taskOfNaming(kind) || (kind === 'appeal' && errors[about]?.deciders?.appeal === undefined);
}
