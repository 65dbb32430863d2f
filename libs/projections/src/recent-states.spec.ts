import { describe, expect, it } from '@jest/globals';
import { RecentStates, revisionsBefore } from './recent-states.js';

describe('states that were folded lately', () => {
  it('are answered for the revision that they have, and for no other', () => {
    const recent = new RecentStates<string>(2);
    recent.keep('record-a', 3, 'as of 3');
    expect([2, 3, 4].map((revision) => recent.at('record-a', revision))).toEqual([undefined, 'as of 3', undefined]);
    recent.keep('record-a', 4, 'as of 4');
    expect([3, 4].map((revision) => recent.at('record-a', revision))).toEqual([undefined, 'as of 4']);
  });

  it('go when others have been folded since', () => {
    const recent = new RecentStates<string>(2);
    recent.keep('record-a', 0, 'a');
    recent.keep('record-b', 0, 'b');
    recent.keep('record-a', 1, 'a again');
    recent.keep('record-c', 0, 'c');
    expect([recent.at('record-a', 1), recent.at('record-b', 0), recent.at('record-c', 0)]).toEqual(['a again', undefined, 'c']);
  });
});

it('what has to be known of a stream is the revision before its first event', () => {
  const event = (stream: string, revision: number) => ({ stream, revision });
  const events = [event('record-a', 4), event('record-b', 0), event('record-a', 5)];
  expect([...revisionsBefore(events)]).toEqual([
    ['record-a', 3],
    ['record-b', -1],
  ]);
});
