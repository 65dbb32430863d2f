import type { DatabaseSync } from 'node:sqlite';
import type { QueryBus } from '@nestjs/cqrs';
import { pagesOf, type EventFilter, type Paged } from '#event-store';
import type { Position } from '#kernel';
import { ListStudents, type StudentPage } from '#records';

/** Events or rows of one page: as many as are fastest. */
const PAGE = 2_000;

/** Everything that a filter lets through, in order, page by page. @param after exclusive; absent: from the beginning */
export async function* eventPages<Event>(
  log: Paged<Event>,
  filter: EventFilter = {},
  after?: Position,
): AsyncGenerator<readonly Event[], void, undefined> {
  for await (const { events } of pagesOf(log, { after, filter }, PAGE)) yield events;
}

/** How many events a filter lets through. */
export async function countEvents(log: Paged<unknown>, filter: EventFilter, after?: Position): Promise<number> {
  let count = 0;
  for await (const events of eventPages(log, filter, after)) count += events.length;
  return count;
}

/** An event's row of a bare log: its stream, data and metadata, the last two JSON. */
export type BareRow = readonly [position: number, stream: string, data: string, metadata: string];

/** The rows of a table `event` in order, page by page, as quickly as they can be had. */
export function* rowPages(log: DatabaseSync): Generator<readonly BareRow[], void, undefined> {
  const page = log.prepare('SELECT position, stream, data, metadata FROM event WHERE position > ? ORDER BY position LIMIT ?');
  page.setReturnArrays(true);
  for (let after = 0; ;) {
    const rows = page.all(after, PAGE) as unknown as readonly BareRow[];
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    [after] = last;
  }
}

/** The list of students, page by page. */
export async function* studentPages(
  queries: QueryBus,
  asked: { readonly cycle: string; readonly status?: 'approved' },
): AsyncGenerator<StudentPage['items'], void, undefined> {
  let cursor: string | undefined;
  do {
    const page: StudentPage = await queries.execute(new ListStudents({ ...asked, limit: 200, ...(cursor !== undefined && { cursor }) }));
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
