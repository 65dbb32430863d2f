import { pagesOf, type EventLog } from '#event-store';
import type { Position, Recorded } from '#kernel';
import { partsOf } from '#records';
import type { RecordOpened } from '#verification';
import { toldFinding, type FindingStory } from './finding-story.js';
import type { Story } from './story.js';
import type { Tally } from './tally.js';
import { Telling } from './tell.js';

const PAGE = 1000;

/** Streams that people decide by, and those in which their acts are counted. */
const STREAMS = ['record-', 'finding-', 'refusals-', 'escalations-', 'views-', 'person-', 'assessment-', 'spot-checks-'];

/** A run of the demo as far as reading the log needs it. */
interface Beginning {
  /** UTC time at which the run began. */
  readonly from: string;
  /** Position of the event that says so. */
  readonly position: Position;
}

/**
 * Everything that people decide by, folded from the log in memory: read once from the beginning, then only what is new. No view is asked,
 * so a county of any size is followed at the speed of its log.
 */
export class StoryBook {
  private readonly told = new Map<string, Telling>();
  private readonly foundFindings = new Map<string, FindingStory>();
  /** Records that something happened to since they were last taken. */
  private changed = new Set<Telling>();
  private readonly published = new Set<string>();
  private readonly drawn = new Set<string>();
  private inOrder?: readonly Telling[];
  private readTo?: Position;

  constructor(
    private readonly log: EventLog,
    private readonly run: Beginning,
    readonly tally: Tally,
  ) {}

  /** @param before a time: reads up to the first event that is not before it. Absent: everything */
  async read(before?: string): Promise<void> {
    for await (const page of pagesOf(this.log, { after: this.readTo, filter: { streamPrefixes: STREAMS } }, PAGE)) {
      const stop = before === undefined ? -1 : page.events.findIndex(({ time }) => time >= before);
      const events = stop < 0 ? page.events : page.events.slice(0, stop);
      for (const event of events) this.take(event);
      this.readTo = stop < 0 ? page.position : (events.at(-1)?.position ?? this.readTo);
      if (stop >= 0) return;
    }
  }

  /** Records that something happened to since this was last asked, in an order that is the same in every run. */
  takeChanged(): readonly Story[] {
    const changed = [...this.changed].sort(byKey);
    this.changed = new Set();
    return changed;
  }

  stories(): readonly Story[] {
    this.inOrder ??= [...this.told.values()].sort(byKey);
    return this.inOrder;
  }

  story(recordId: string): Story | undefined {
    return this.told.get(recordId);
  }

  findings(): readonly FindingStory[] {
    return [...this.foundFindings.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Whether a month's assessment (YYYY-MM) has been published. */
  hasPublished(month: string): boolean {
    return this.published.has(month);
  }

  /** Whether spot checks of a month (YYYY-MM) have been drawn. */
  hasDrawn(month: string): boolean {
    return this.drawn.has(month);
  }

  private take(event: Recorded): void {
    const [prefix] = event.stream.split('-', 1);
    if (event.position > this.run.position) this.tally.count(event);
    if (prefix === 'record') this.tell(event);
    else if (prefix === 'finding') this.find(event);
    else if (event.type === 'assessment-published') this.published.add((event.data as { month: string }).month);
    else if (event.type === 'spot-checks-drawn') this.drawn.add((event.data as { month: string }).month);
    else if (prefix === 'refusals') this.noteBeside(event, (story, { code }: { code: string }) => story.refused.add(code));
    else if (prefix === 'escalations') this.noteBeside(event, (story, wait: Wait) => story.escalated.add(waitKey(wait)));
  }

  private tell(event: Recorded): void {
    const recordId = event.stream.slice('record-'.length);
    const story = this.told.get(recordId) ?? this.begin(recordId, event);
    const { key } = story;
    story.tell(event, this.run.from);
    if (story.key !== key) this.inOrder = undefined;
    this.changed.add(story);
  }

  private begin(recordId: string, opening: Recorded): Telling {
    const { carriedFrom } = opening.data as RecordOpened['data'];
    const previous = carriedFrom && this.told.get(carriedFrom.recordId);
    const story = new Telling(recordId, partsOf(recordId).cycle, opening, previous);
    this.told.set(recordId, story);
    this.inOrder = undefined;
    if (previous !== undefined) {
      previous.continued = true;
      this.changed.add(previous);
    }
    return story;
  }

  private find(event: Recorded): void {
    const findingId = event.stream.slice('finding-'.length);
    const finding = toldFinding(this.foundFindings.get(findingId), event);
    if (finding !== undefined) this.foundFindings.set(findingId, finding);
  }

  private noteBeside<Data>(event: Recorded, note: (story: Telling, data: Data) => void): void {
    const data = event.data as Data & { readonly recordId: string };
    const story = this.told.get(data.recordId);
    if (story === undefined) return;
    note(story, data);
    this.changed.add(story);
  }
}

/** One level that waits, until when it should not. */
export interface Wait {
  readonly line: string;
  readonly level: string;
  readonly dueAt: string;
}

export function waitKey({ line, level, dueAt }: Wait): string {
  return `${line}|${level}|${dueAt}`;
}

/** The order of records that is the same in every run. */
export function byKey(a: Story, b: Story): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.cycle < b.cycle ? -1 : 1;
}
