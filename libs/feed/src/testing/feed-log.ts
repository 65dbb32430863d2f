import type { EventDefinition } from '#event-store';
import type { Actor, Position } from '#kernel';
import type { RecordEvent } from '#verification';
import { OpenedLog } from '../../../projections/src/testing/open-log.js';
import { recordsEvents } from '../../../records/src/record-events.js';
import { sourceOf, type CloudEvent } from '../cloud-event.js';
import { Feed } from '../feed.js';
import { feedEvents } from '../feed-events.js';
import { RECORD_SAMPLES } from './record-samples.js';

export const SOURCE = sourceOf('00000000-0000-4000-8000-0000000000aa');
export const SERVICE: Actor = { userId: 'payment', name: 'payment', role: 'service', unit: '430482', unitName: '', line: '' };

/** The nth record id of a spec. */
export function recordId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}-2020-2021`;
}

/** A log of records with a feed over it. Appends what a spec says, without the engine's decisions. */
export class FeedLog {
  readonly opened: OpenedLog;
  readonly feed: Feed;
  private appends = 0;

  /** @param more event types besides those of records */
  constructor(more: readonly EventDefinition[] = []) {
    this.opened = new OpenedLog([...recordsEvents, ...feedEvents, ...more]);
    this.feed = new Feed(this.opened.log, SOURCE);
  }

  get log(): OpenedLog['log'] {
    return this.opened.log;
  }

  /** Appends sample events of these types to the nth record, in one append; answers the position of the last. */
  async happened(n: number, ...types: readonly RecordEvent['type'][]): Promise<Position> {
    return this.append(n, ...types.map((type) => ({ type, data: RECORD_SAMPLES[type] })));
  }

  /** Appends an approval of the nth record that may be paid from, or not. */
  async approved(n: number, payable = true): Promise<Position> {
    return this.append(n, { type: 'record-approved', data: { ...RECORD_SAMPLES['record-approved'], payable } });
  }

  async append(n: number, ...events: readonly { type: string; data: unknown }[]): Promise<Position> {
    this.appends += 1;
    const commandId = `happened-${this.appends}`;
    const metadata = { actor: SERVICE, commandId, commandHash: '', correlationId: commandId, causationId: commandId };
    return (await this.log.append(`record-${recordId(n)}`, 'any', events, metadata)).position;
  }

  /** Everything that is told, read in one go. */
  async all(): Promise<readonly CloudEvent[]> {
    const events: CloudEvent[] = [];
    let page = await this.feed.page({ limit: 1000 });
    for (;;) {
      events.push(...page.events);
      if (page.end) return events;
      page = await this.feed.page({ after: page.position, limit: 1000 });
    }
  }

  async close(): Promise<void> {
    this.feed.close();
    await this.opened.close();
  }
}
