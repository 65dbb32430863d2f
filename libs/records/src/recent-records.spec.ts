import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Recorded, Revision } from '#kernel';
import { RecentRecords } from './recent-records.js';

const actor = { userId: 'u1', name: '', role: 'collector', unit: '', unitName: '', line: '' };

/** Streams of closings and reopenings, which any state takes; each read is written down. */
class Streams {
  readonly reads: { readonly stream: string; readonly from: Revision }[] = [];
  private readonly streams = new Map<string, Recorded[]>();

  append(stream: string, reason: string): void {
    const events = this.streams.get(stream) ?? [];
    const revision = events.length;
    const event = {
      type: 'record-closed',
      data: { reason },
      id: `${stream}-${revision}`,
      commandId: `command-${revision}`,
      commandHash: `hash-${revision}`,
      position: `${revision}`,
      time: '2020-09-01T00:00:00.000Z',
      actor,
      revision,
    };
    this.streams.set(stream, [...events, event as unknown as Recorded]);
  }

  last(stream: string): Recorded {
    return this.streams.get(stream)?.at(-1) as Recorded;
  }

  reading = (stream: string) => async (from: Revision) => {
    this.reads.push({ stream, from });
    return (this.streams.get(stream) ?? []).filter(({ revision }) => revision >= from);
  };
}

let streams: Streams;
let recent: RecentRecords;
const load = (stream: string) => recent.load(stream, streams.reading(stream));
beforeEach(() => {
  streams = new Streams();
  recent = new RecentRecords(60);
});

describe('records that were loaded lately', () => {
  it('are read from where they were left, and hold what anybody has written since', async () => {
    streams.append('record-a', 'moved');
    await load('record-a');
    streams.append('record-a', 'graduated');
    const { state, runs, position } = await load('record-a');
    expect(streams.reads.map(({ from }) => from)).toEqual([0, 1]);
    expect(state).toMatchObject({ revision: 1, closed: { reason: 'graduated' } });
    expect(position).toBe('1');
    expect([...runs]).toEqual([
      ['command-0', { commandHash: 'hash-0', revision: 0, position: '0' }],
      ['command-1', { commandHash: 'hash-1', revision: 1, position: '1' }],
    ]);
  });

  it('go on with what was appended here, and are known without a read', async () => {
    expect(recent.known('record-a')).toBeUndefined();
    streams.append('record-a', 'moved');
    await load('record-a');
    streams.append('record-a', 'graduated');
    recent.appended('record-a', await streams.reading('record-a')(1), streams.last('record-a'));
    streams.reads.length = 0;
    expect(recent.known('record-a')).toMatchObject({ state: { revision: 1, closed: { reason: 'graduated' } }, position: '1' });
    expect(recent.known('record-a')?.runs.get('command-1')).toEqual({ commandHash: 'hash-1', revision: 1, position: '1' });
    await load('record-a');
    expect(streams.reads).toEqual([{ stream: 'record-a', from: 2 }]);
  });

  it('do not go on with what was appended to a record that is not kept, or that somebody has read further', async () => {
    streams.append('record-a', 'moved');
    const first = await streams.reading('record-a')(0);
    recent.appended('record-a', first, streams.last('record-a'));
    expect(recent.known('record-a')).toBeUndefined();
    await load('record-a');
    streams.append('record-a', 'graduated');
    const second = await streams.reading('record-a')(1);
    const last = streams.last('record-a');
    streams.append('record-a', 'died');
    await load('record-a');
    recent.appended('record-a', second, last);
    expect(recent.known('record-a')?.state).toMatchObject({ revision: 2, closed: { reason: 'died' } });
  });

  it('answer a stream that does not exist, and do not keep it', async () => {
    const { state, runs, position } = await load('record-a');
    expect({ revision: state.revision, runs: runs.size, position }).toEqual({ revision: -1, runs: 0, position: undefined });
    streams.append('record-a', 'moved');
    expect((await load('record-a')).state.revision).toBe(0);
  });

  it('keep no more than they may: what was loaded longest ago is read from its beginning again', async () => {
    for (const stream of ['record-a', 'record-b', 'record-c']) {
      streams.append(stream, 'moved');
      streams.append(stream, 'moved');
    }
    await load('record-a');
    await load('record-b');
    await load('record-a');
    await load('record-c');
    streams.reads.length = 0;
    for (const stream of ['record-a', 'record-c', 'record-b']) await load(stream);
    expect(streams.reads).toEqual([
      { stream: 'record-a', from: 2 },
      { stream: 'record-c', from: 2 },
      { stream: 'record-b', from: 0 },
    ]);
  });

  it('weigh by how much was done with them', async () => {
    for (let revision = 0; revision < 40; revision += 1) streams.append('record-a', 'moved');
    await load('record-a');
    await load('record-a');
    streams.append('record-b', 'moved');
    await load('record-b');
    streams.reads.length = 0;
    await load('record-a');
    expect(streams.reads).toEqual([{ stream: 'record-a', from: 0 }]);
  });

  it('loaded twice at the same time come out right both times, and afterwards', async () => {
    streams.append('record-a', 'moved');
    await load('record-a');
    streams.append('record-a', 'graduated');
    const [one, other] = await Promise.all([load('record-a'), load('record-a')]);
    expect([one.state.revision, other.state.revision]).toEqual([1, 1]);
    expect((await load('record-a')).state.revision).toBe(1);
    expect([...one.runs.keys()]).toEqual(['command-0', 'command-1']);
  });
});
