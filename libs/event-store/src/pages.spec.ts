import { describe, expect, it } from '@jest/globals';
import { countOf, eventsIn, firstOf, pagesOf, type Paged } from './pages.js';

/** A log of which a question goes through so many places at a time, as one that others write to as well. */
function sparse(places: readonly (string | undefined)[], lookedAt: number): Paged<string> {
  return {
    readAll: async ({ after = '0', limit }) => {
      const from = Number(after);
      const events: string[] = [];
      let at = from;
      while (at < places.length && at < from + lookedAt && events.length < limit) {
        const event = places[at];
        if (event !== undefined) events.push(event);
        at += 1;
      }
      return { events, position: String(at), end: at === places.length };
    },
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const taken: Item[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}

const nothing = Array.from({ length: 10 }, () => undefined);
const log = sparse([...nothing, 'a', ...nothing, 'b', 'c', ...nothing], 4);

describe('pages of a log', () => {
  it('go on over empty ones to the end', async () => {
    const pages = await all(pagesOf(log));
    expect(pages.flatMap(({ events }) => events)).toEqual(['a', 'b', 'c']);
    expect(pages[0]).toEqual({ events: [], position: '4', end: false });
    expect(await all(eventsIn(log, { after: '11' }))).toEqual(['b', 'c']);
  });

  it('are gone through for the first event, and counted up to what is wanted', async () => {
    expect(await firstOf(log)).toBe('a');
    expect(await firstOf(log, { after: '11' })).toBe('b');
    expect(await firstOf(sparse(nothing, 3))).toBeUndefined();
    expect(await countOf(log, {}, 1_000)).toBe(3);
    expect(await countOf(log, {}, 2)).toBe(2);
  });
});
