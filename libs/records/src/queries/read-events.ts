import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler, type QueryBus } from '@nestjs/cqrs';
import type { EventLog } from '#event-store';
import { Refusal, type Position, type Recorded } from '#kernel';
import { EVENT_LOG } from '#platform';
import { checkedLimit, MAX_LIMIT } from './paging.js';
import { shownEvent, type ShownEvent } from './shown-events.js';

export interface EventQuestion {
  /** Exclusive. */
  readonly after?: Position;
  /** A stream by its full name. */
  readonly stream?: string;
  readonly type?: string;
  readonly limit?: number;
  /** Shows values of envelopes, not only their commitments. */
  readonly clear?: boolean;
}

export interface EventPage {
  readonly events: readonly ShownEvent[];
  /** Everything up to here was looked at: ask on after it. */
  readonly position: Position;
  readonly end: boolean;
}

/** The log itself, in order, page by page. */
export class ReadEvents extends Query<EventPage> {
  constructor(readonly question: EventQuestion) {
    super();
  }
}

@QueryHandler(ReadEvents)
export class ReadEventsHandler implements IQueryHandler<ReadEvents> {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  /** @throws Refusal `not-found`/`unknown-stream`, `invalid`/`wrong-limit`, `invalid`/`wrong-position` */
  async execute({ question }: ReadEvents): Promise<EventPage> {
    const { after, stream, type, clear = false } = question;
    const limit = checkedLimit(question.limit);
    const page =
      stream === undefined
        ? await this.log.readAll({ after, limit, ...(type !== undefined && { filter: { types: [type] } }) })
        : await this.ofStream(stream, (event) => event.position > (after ?? '') && (type === undefined || event.type === type), limit);
    return { ...page, events: page.events.map((event) => shownEvent(event, clear)) };
  }

  private async ofStream(
    stream: string,
    wanted: (event: Recorded) => boolean,
    limit: number,
  ): Promise<{ events: Recorded[]; position: Position; end: boolean }> {
    const all = await this.log.readStream(stream);
    const head = all.at(-1)?.position;
    if (head === undefined) throw new Refusal('not-found', 'unknown-stream', { params: { stream } });
    const matching = all.filter(wanted);
    const events = matching.slice(0, limit);
    const end = matching.length <= limit;
    return { events, position: end ? head : (events.at(-1)?.position ?? head), end };
  }
}

/** All events of a question, page after page, up to the log's end. */
export async function* eventsOf(queries: QueryBus, question: Omit<EventQuestion, 'limit'>): AsyncGenerator<ShownEvent> {
  let after = question.after;
  for (let end = false; !end;) {
    const page: EventPage = await queries.execute(new ReadEvents({ ...question, after, limit: MAX_LIMIT }));
    yield* page.events;
    ({ position: after, end } = page);
  }
}
