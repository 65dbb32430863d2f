import { Inject, Injectable } from '@nestjs/common';
import type { EventLog } from '#event-store';
import type { Actor, Position, Recorded } from '#kernel';
import { EVENT_LOG } from '#platform';
import { checkedMonth } from '#verification';
import { assessmentStream } from '../streams.js';
import type { Assessment, Restatement } from './assessment.js';

/** A published month as its stream has it. */
export interface PublishedMonth {
  readonly eventId: string;
  readonly position: Position;
  readonly time: string;
  readonly by: Actor;
  readonly assessment: Assessment;
  readonly restatements: readonly (Restatement & { readonly eventId: string; readonly time: string; readonly position: Position })[];
  /** Of the stream's last event. */
  readonly revision: number;
}

/** Reads published months from their own streams. */
@Injectable()
export class PublishedMonths {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  /** Undefined for a month that has not been published, or had not at a position. @throws Refusal `invalid`/`wrong-month` */
  async find(month: string, asOf?: Position): Promise<PublishedMonth | undefined> {
    const events = await this.log.readStream(assessmentStream(checkedMonth(month)));
    return publishedOf(asOf === undefined ? events : events.filter(({ position }) => position <= asOf));
  }
}

function publishedOf(events: readonly Recorded[]): PublishedMonth | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  const { id: eventId, position, time, actor: by, data } = first;
  const restatements = events
    .filter(({ type }) => type === 'assessment-restated')
    .map((event) => ({ ...(event.data as Restatement), eventId: event.id, time: event.time, position: event.position }));
  return { eventId, position, time, by, assessment: data as Assessment, restatements, revision: events.length - 1 };
}
