import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DirectoryEvent } from './events.js';
import { emptyDirectory, applyDirectoryEvent, foldDirectory, type DirectoryRecorded } from './state.js';
import { snapshot } from './snapshot.js';
import { envelope, eventsOf, inStreams, region, school } from './testing/directory-events.js';
import { directoryAfter, directoryOf } from './testing/directory-of.js';

const units = {
  regions: [
    region('430482', '常宁市', 'county'),
    region('430482101', '柏坊镇', 'township', '430482'),
    region('430482101201', '新建村委会', 'village', '430482101'),
    region('430482101002', '柏坊社区', 'village', '430482101'),
  ],
  schools: [
    school('3043482004', '柏坊镇中心小学', 'centre', '430482101'),
    school('3043482006', '柏坊镇柏坊完小', 'village', '430482101', '3043482004'),
  ],
};

const SEPTEMBER = '2020-09-01T00:00:00.000Z';
const OCTOBER = '2020-10-01T00:00:00.000Z';
const NOVEMBER = '2020-11-01T00:00:00.000Z';
const justBefore = (time: string) => new Date(Date.parse(time) - 1).toISOString();

const post = { role: 'reviewer', unit: '430482101', line: 'household' };
const otherPost = { role: 'collector', unit: '430482101201', line: 'household' };

const registered = (username: string, name: string) =>
  [`person-${username}`, { type: 'person-registered', data: { username, name: envelope(name) } }] as const;
const granted = (username: string, appointmentId: string, where: typeof post, from: string) =>
  [`person-${username}`, { type: 'appointment-granted', data: { appointmentId, ...where, from } }] as const;
const ended = (username: string, appointmentId: string, to: string) =>
  [`person-${username}`, { type: 'appointment-ended', data: { appointmentId, to } }] as const;
const delegated = (person: string, delegate: string, from: string, to: string) =>
  [
    `person-${person}`,
    { type: 'delegation-granted', data: { delegationId: `${person}>${delegate}`, person, delegate, from, to } },
  ] as const;

const given = (...events: (readonly [string, DirectoryEvent])[]) => directoryAfter(inStreams(events));

describe('units', () => {
  const directory = directoryOf(units);

  it('shows regions and schools as units: kind, what is above, the region that they lie in', () => {
    expect(directory.unit('430482101201')).toEqual({
      code: '430482101201',
      name: '新建村委会',
      kind: 'village',
      parent: '430482101',
      region: '430482101201',
    });
    expect(directory.unit('3043482006')).toEqual({
      code: '3043482006',
      name: '柏坊镇柏坊完小',
      kind: 'village',
      parent: '3043482004',
      region: '430482101',
    });
    expect(directory.unit('3043482004')).toMatchObject({ kind: 'centre', parent: '' });
    expect(directory.unit('999')).toBeUndefined();
  });

  it('lists what is directly under a region, by code', () => {
    expect(directory.childrenOf('430482101').map(({ code }) => code)).toEqual(['430482101002', '430482101201']);
    expect(directory.childrenOf('430482101002')).toEqual([]);
  });

  it('takes the county as the top; with several, the one whose townships it knows', () => {
    expect(directory.top()?.code).toBe('430482');
    expect(directory.county()?.code).toBe('430482');
    const several = directoryOf({ ...units, regions: [region('430421', '衡阳县', 'county'), ...units.regions] });
    expect(several.top()?.code).toBe('430482');
    expect(several.county()).toBeUndefined();
    expect(directoryOf({}).top()).toBeUndefined();
  });

  it('shows a changed unit as it is now, under its old code', () => {
    const changed: DirectoryRecorded = {
      stream: 'region-430482101',
      revision: 1,
      type: 'region-changed',
      data: region('430482101', '柏坊街道', 'township', '430482'),
    };
    const directoryNow = directoryAfter([...eventsOf(units), changed]);
    expect(directoryNow.unit('430482101')?.name).toBe('柏坊街道');
    expect(directoryNow.regions()).toHaveLength(units.regions.length);
  });
});

describe('who holds a post', () => {
  it('holds from its beginning, inclusive, to its end, exclusive', () => {
    const directory = given(registered('a', '甲'), granted('a', '1', post, SEPTEMBER), ended('a', '1', OCTOBER));
    expect(directory.holders(post, justBefore(SEPTEMBER))).toEqual([]);
    expect(directory.holders(post, SEPTEMBER)).toEqual([{ userId: 'a', name: '甲', ...post, from: SEPTEMBER, to: OCTOBER }]);
    expect(directory.holders(post, justBefore(OCTOBER))).toHaveLength(1);
    expect(directory.holders(post, OCTOBER)).toEqual([]);
    expect(directory.appointmentsOf('a', OCTOBER)).toEqual([]);
  });

  it('ends one of two appointments and leaves the other', () => {
    const directory = given(
      registered('a', '甲'),
      granted('a', '1', post, SEPTEMBER),
      granted('a', '2', otherPost, SEPTEMBER),
      ended('a', '1', OCTOBER),
    );
    expect(directory.appointmentsOf('a', SEPTEMBER)).toHaveLength(2);
    expect(directory.appointmentsOf('a', OCTOBER)).toEqual([{ userId: 'a', name: '甲', ...otherPost, from: SEPTEMBER }]);
  });

  it('asks for role, unit and line together', () => {
    const directory = given(registered('a', '甲'), granted('a', '1', post, SEPTEMBER));
    for (const other of [{ role: 'collector' }, { unit: '430482' }, { line: 'enrolment' }]) {
      expect(directory.holders({ ...post, ...other }, SEPTEMBER)).toEqual([]);
    }
  });

  it('names everybody once, by user name, with the name that they bear now', () => {
    const directory = given(
      registered('b', '乙'),
      registered('a', '甲'),
      granted('b', '1', post, SEPTEMBER),
      granted('a', '2', post, SEPTEMBER),
      granted('a', '3', post, OCTOBER),
      ['person-a', { type: 'person-changed', data: { name: envelope('新甲') } }],
    );
    expect(directory.holders(post, OCTOBER).map(({ userId, name }) => [userId, name])).toEqual([
      ['a', '新甲'],
      ['b', '乙'],
    ]);
    expect(directory.person('a')).toEqual({ userId: 'a', name: '新甲' });
    expect(directory.person('c')).toBeUndefined();
  });
});

describe('delegation', () => {
  const absent = [registered('a', '甲'), registered('b', '乙'), granted('a', '1', post, SEPTEMBER)] as const;

  it('lets the delegate hold what the absent person holds, for the period only, marked', () => {
    const directory = given(...absent, delegated('a', 'b', OCTOBER, NOVEMBER));
    const held = { userId: 'b', name: '乙', ...post, from: OCTOBER, to: NOVEMBER, onBehalfOf: 'a' };
    expect(directory.appointmentsOf('b', justBefore(OCTOBER))).toEqual([]);
    expect(directory.appointmentsOf('b', OCTOBER)).toEqual([held]);
    expect(directory.appointmentsOf('b', justBefore(NOVEMBER))).toEqual([held]);
    expect(directory.appointmentsOf('b', NOVEMBER)).toEqual([]);
    expect(directory.holders(post, OCTOBER).map(({ userId, onBehalfOf }) => [userId, onBehalfOf])).toEqual([
      ['a', undefined],
      ['b', 'a'],
    ]);
  });

  it('ends with the appointment that it is about', () => {
    const directory = given(...absent, delegated('a', 'b', SEPTEMBER, NOVEMBER), ended('a', '1', OCTOBER));
    expect(directory.appointmentsOf('b', SEPTEMBER)).toMatchObject([{ from: SEPTEMBER, to: OCTOBER }]);
    expect(directory.appointmentsOf('b', OCTOBER)).toEqual([]);
    expect(directory.holders(post, OCTOBER)).toEqual([]);
  });

  it('covers the absent person’s own appointments, not those that they hold for a third', () => {
    const directory = given(
      ...absent,
      registered('c', '丙'),
      delegated('a', 'b', SEPTEMBER, NOVEMBER),
      delegated('b', 'c', SEPTEMBER, NOVEMBER),
    );
    expect(directory.appointmentsOf('c', SEPTEMBER)).toEqual([]);
  });

  it('names who holds the post themselves as its own holder', () => {
    const directory = given(...absent, granted('b', '2', post, SEPTEMBER), delegated('a', 'b', SEPTEMBER, NOVEMBER));
    expect(directory.holders(post, SEPTEMBER).find(({ userId }) => userId === 'b')?.onBehalfOf).toBeUndefined();
    expect(directory.appointmentsOf('b', SEPTEMBER).map(({ onBehalfOf }) => onBehalfOf)).toEqual([undefined, 'a']);
  });

  it('counts once when it was given twice', () => {
    const directory = given(...absent, delegated('a', 'b', SEPTEMBER, OCTOBER), delegated('a', 'b', SEPTEMBER, NOVEMBER));
    expect(directory.appointmentsOf('b', SEPTEMBER)).toHaveLength(1);
    expect(directory.appointmentsOf('b', OCTOBER)).toHaveLength(1);
  });
});

describe('the fold', () => {
  const history = [
    ...eventsOf(units),
    ...inStreams([
      registered('a', '甲'),
      granted('a', '1', post, SEPTEMBER),
      granted('a', '2', otherPost, SEPTEMBER),
      ended('a', '1', OCTOBER),
      registered('b', '乙'),
      granted('b', '3', post, SEPTEMBER),
      delegated('b', 'c', SEPTEMBER, NOVEMBER),
      registered('c', '丙'),
      delegated('c', 'a', SEPTEMBER, NOVEMBER),
      granted('c', '4', otherPost, OCTOBER),
    ]),
  ];

  const everything = (events: readonly DirectoryRecorded[]) => {
    const directory = directoryAfter(events);
    const moments = [justBefore(SEPTEMBER), SEPTEMBER, OCTOBER, NOVEMBER];
    return {
      regions: directory.regions(),
      schools: directory.schools(),
      top: directory.top(),
      children: directory.childrenOf('430482101'),
      people: ['a', 'b', 'c'].map((username) => directory.person(username)),
      held: moments.map((at) => ['a', 'b', 'c'].map((username) => directory.appointmentsOf(username, at))),
      holders: moments.map((at) => [post, otherPost].map((one) => directory.holders(one, at))),
    };
  };

  it('gives the same directory however the streams lie among each other', () => {
    const streams = [...new Set(history.map(({ stream }) => stream))];
    const order = fc.array(fc.nat(streams.length - 1), { minLength: history.length, maxLength: history.length * 4 });
    fc.assert(
      fc.property(order, (turns) => {
        const queues = new Map(streams.map((stream) => [stream, history.filter((event) => event.stream === stream)]));
        const taken = turns.flatMap((turn) => queues.get(streams[turn] ?? '')?.shift() ?? []);
        const left = [...queues.values()].reverse().flat();
        expect(everything([...taken, ...left])).toEqual(everything(history));
      }),
    );
  });

  it('gives the same, event by event or in any batches, and never touches the state that it was given', () => {
    const before = foldDirectory(emptyDirectory, history.slice(0, 5));
    const seen = JSON.stringify([...before.regions]);
    const one = history.slice(5).reduce(applyDirectoryEvent, before);
    expect(one).toEqual(foldDirectory(emptyDirectory, history));
    expect(JSON.stringify([...before.regions])).toBe(seen);
    expect(snapshot(before).person('a')).toBeUndefined();
  });

  it('knows how far each stream has come, also by what others wrote there', () => {
    const foreign = { stream: 'person-a', revision: 4, type: 'training-completed', data: {} };
    const state = foldDirectory(emptyDirectory, [...history, foreign]);
    expect(state.revisions.get('person-a')).toBe(4);
    expect(state.revisions.get('region-430482')).toBe(0);
    expect(state.revisions.get('person-z')).toBeUndefined();
  });
});
