import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryBus } from '@nestjs/cqrs';
import { RecordHistory, recordId } from '../projections/testing/record-history.js';
import { eventsOf, ReadEvents, ReadEventsHandler, type EventQuestion } from './read-events.js';

let history: RecordHistory;
let handler: ReadEventsHandler;
beforeEach(async () => {
  history = new RecordHistory();
  handler = new ReadEventsHandler(history.opened.log);
  for (const n of [1, 2]) {
    await history.open(n);
    await history.collect(n, 'identity', 'household', { name: '张小花' });
    await history.visit(n);
  }
});
afterEach(() => history.close());

const ask = (question: EventQuestion) => handler.execute(new ReadEvents(question));
const types = async (question: EventQuestion) => (await ask(question)).events.map(({ type }) => type);

describe('the events', () => {
  it('have the shape that scripts read and tell no value unless it is asked for in clear', async () => {
    const [, event] = (await ask({})).events;
    expect(Object.keys(event ?? {})).toEqual([
      'position',
      'id',
      'type',
      'version',
      'stream',
      'revision',
      'time',
      'actor',
      'correlationId',
      'causationId',
      'data',
    ]);
    expect(JSON.stringify(event)).not.toContain('张小花');
    expect(JSON.stringify((await ask({ clear: true })).events)).toContain('张小花');
  });

  it('are narrowed by type, by stream and by position', async () => {
    expect(await types({ type: 'visit-recorded' })).toEqual(['visit-recorded', 'visit-recorded']);
    const stream = `record-${recordId(2)}`;
    const page = await ask({ stream, limit: 1 });
    expect(page.events).toMatchObject([{ stream, revision: 0 }]);
    expect(page.end).toBe(false);
    expect(await types({ stream, after: page.position })).toEqual(['details-recorded', 'visit-recorded']);
    expect(await types({ stream, type: 'visit-recorded' })).toEqual(['visit-recorded']);
  });

  it('come all and once from the iterator', async () => {
    const queries = { execute: (query: ReadEvents) => handler.execute(query) } as unknown as QueryBus;
    const positions: string[] = [];
    for await (const { position } of eventsOf(queries, {})) positions.push(position);
    expect(positions).toHaveLength(6);
    expect([...new Set(positions)].sort()).toEqual(positions);
  });

  it('of a stream that does not exist are refused', async () => {
    await expect(ask({ stream: 'record-none' })).rejects.toMatchObject({ kind: 'not-found', code: 'unknown-stream' });
  });
});
