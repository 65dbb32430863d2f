import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory } from '#directory';
import type { Position, Recorded } from '#kernel';
import { studentAid } from '#student-aid';
import type { RecordState } from '#verification';
import { AttributionPasts } from './attribution-pasts.js';

const actor = { userId: 'officer', name: '', role: 'officer', unit: 'c', unitName: '', line: 'education' };

/** The state that events of {@link record} leave, with an error. */
function stateAfter(events: readonly Recorded[], status: 'reported' | 'dismissed' = 'reported'): RecordState {
  return { recordId: events[0]?.id, revision: events.length - 1, errors: { e: { status } } } as unknown as RecordState;
}

function record(name: string, statements: number, opened: object = {}): readonly Recorded[] {
  const first = { type: 'record-opened', data: { definition: 1, ...opened } };
  const stated = { type: 'statement-recorded', data: { department: 'education' } };
  return [first, ...Array.from({ length: statements }, () => stated)].map(
    (event, revision) =>
      ({ ...event, id: `${name}-${revision}`, position: `${revision}`, revision, actor, time: '2020-09-01T00:00:00.000Z' }) as Recorded,
  );
}

const directory = {
  top: () => ({ code: 'c' }),
  holders: () => [{ ...actor, from: '2020-01-01T00:00:00.000Z' }],
} as unknown as Directory;

let reads: string[];
let asked: Position[];
let failing: boolean;
let pasts: AttributionPasts;
const ask = (events: readonly Recorded[]) => pasts.whereErrorsWait(stateAfter(events), async () => events);
const lastYear = record('2019', 3);
beforeEach(() => {
  reads = [];
  asked = [];
  failing = false;
  const log = {
    readStream: async (stream: string, { limit }: { limit: number }) => {
      reads.push(stream);
      return lastYear.slice(0, limit);
    },
  };
  const reader = {
    asOf: async (position: Position) => {
      if (failing) throw new Error('the log is away');
      asked.push(position);
      return directory;
    },
  };
  pasts = new AttributionPasts(log as never, reader as never, studentAid);
});

describe('the past of a record where an error waits', () => {
  it('is gathered once for a revision, with the officers of its statements and what was carried over', async () => {
    const events = record('2020', 2, { carriedFrom: { recordId: 's-2019-2020', revision: 1 } });
    const [{ past }, again] = [await ask(events), await ask(events)];
    expect(past?.officerOf(events[1] as never)).toMatchObject({ userId: 'officer' });
    expect(past?.previous).toMatchObject({ recordId: 's-2019-2020', events: lastYear.slice(0, 2) });
    expect(again.past).toBe(past);
    expect({ reads, asked }).toEqual({ reads: ['record-s-2019-2020'], asked: ['1', '2', '1'] });
  });

  it('is another one after the next event, and as of any earlier one', async () => {
    const events = record('2020', 2);
    const { past } = await ask(events);
    const { past: before } = await ask(events.slice(0, 2));
    expect([past?.events.length, before?.events.length]).toEqual([3, 2]);
    expect(before?.officerOf(events[2] as never)).toBeUndefined();
  });

  it('holds nothing that has been appended since the record was loaded', async () => {
    const events = record('2020', 2);
    const state = stateAfter(events.slice(0, 2));
    expect((await pasts.whereErrorsWait(state, async () => events)).past?.events).toEqual(events.slice(0, 2));
    const { past } = await pasts.neededFor({ kind: 'confirm-error' } as never, state, async () => events);
    expect(past?.events).toEqual(events.slice(0, 2));
  });

  it('is gathered again if it could not be', async () => {
    const events = record('2020', 1);
    failing = true;
    await expect(ask(events)).rejects.toThrow('the log is away');
    failing = false;
    expect((await ask(events)).past?.events).toBe(events);
  });

  it('is forgotten when a hundred others have been asked for since', async () => {
    const events = record('2020', 1);
    await ask(events);
    for (let other = 0; other < 99; other += 1) await ask(record(`other-${other}`, 1));
    await ask(events);
    expect(asked).toHaveLength(100);
    for (let other = 0; other < 100; other += 1) await ask(record(`another-${other}`, 1));
    await ask(events);
    expect(asked).toHaveLength(201);
  });

  it('is not gathered where none waits', async () => {
    const events = record('2020', 1);
    expect(await pasts.whereErrorsWait(stateAfter(events, 'dismissed'), async () => events)).toEqual({});
    expect(asked).toEqual([]);
  });

  it('is gathered anew for a judgement, whatever is remembered', async () => {
    const events = record('2020', 1);
    await ask(events);
    await pasts.neededFor({ kind: 'confirm-error' } as never, stateAfter(events), async () => events);
    expect(asked).toHaveLength(2);
  });
});
