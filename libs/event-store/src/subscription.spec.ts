import { describe, expect, it } from '@jest/globals';
import type { Page, StoredEvent } from './port.js';
import { subscribeTo, type Source } from './subscription.js';

const EVENTS = Array.from({ length: 7 }, (_none, n) => ({ position: String(n) }) as StoredEvent);

/** A log of seven events that notes from where each page is read, and may fail behind a position. */
class Pages implements Source {
  readonly reads: (string | undefined)[] = [];
  failsAfter?: string;
  appended: () => void = () => undefined;

  async readAll({ after, limit }: { after?: string; limit: number }): Promise<Page> {
    this.reads.push(after);
    if (after !== undefined && after === this.failsAfter) throw new Error('cannot be read');
    const from = after === undefined ? 0 : Number(after) + 1;
    const events = EVENTS.slice(from, from + limit);
    return { events, position: events.at(-1)?.position ?? after ?? '', end: from + limit >= EVENTS.length };
  }

  onAppended(callback: () => void): () => void {
    this.appended = callback;
    return () => undefined;
  }
}

describe('a subscription', () => {
  it('reads the next page while the handler is busy with one, and none behind it', async () => {
    const source = new Pages();
    const readMeanwhile: (string | undefined)[][] = [];
    const handled: string[] = [];
    let all: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (all = resolve));
    const subscription = subscribeTo(source, { batchSize: 3 }, async (events, position) => {
      // Whoever waits lets others read.
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      readMeanwhile.push([...source.reads]);
      handled.push(...events.map((event) => event.position));
      if (position === '6') all();
    });
    await end;
    expect(readMeanwhile).toEqual([
      [undefined, '2'],
      [undefined, '2', '5'],
      [undefined, '2', '5'],
    ]);
    expect(handled).toEqual(EVENTS.map(({ position }) => position));
    await subscription.stop();
  });

  it('hands on what stands before a page that cannot be read, then ends with its error', async () => {
    const source = new Pages();
    source.failsAfter = '2';
    const handled: string[] = [];
    const subscription = subscribeTo(source, { batchSize: 3 }, (events) => void handled.push(...events.map(({ position }) => position)));
    await expect(subscription.done).rejects.toThrow('cannot be read');
    expect(handled).toEqual(['0', '1', '2']);
  });

  it('ends with the error of its handler, whatever comes of the page that was read meanwhile', async () => {
    const source = new Pages();
    source.failsAfter = '2';
    const subscription = subscribeTo(source, { batchSize: 3 }, async () => Promise.reject(new Error('cannot take this')));
    await expect(subscription.done).rejects.toThrow('cannot take this');
  });

  it('reads again for an event that comes while the last page is handled', async () => {
    const source = new Pages();
    let handled = 0;
    const subscription = subscribeTo(source, { batchSize: 10 }, () => {
      handled += 1;
      source.appended();
    });
    while (source.reads.length < 2) await new Promise(setImmediate);
    expect(source.reads).toEqual([undefined, '6']);
    expect(handled).toBe(1);
    await subscription.stop();
  });
});
