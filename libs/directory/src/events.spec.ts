import { describe, expect, it } from '@jest/globals';
import { EventRegistry } from '#event-store';
import { directoryEvents, type DirectoryEvent } from './events.js';
import { emptyDirectory, foldDirectory } from './state.js';

const c = '0'.repeat(64);

/**
 * Every event version that was ever written, as it lies in logs. Never change a line: a new version is added, and the old one is upcast.
 */
const GOLDEN: readonly (DirectoryEvent & { readonly version: number; readonly stream: string })[] = [
  {
    stream: 'region-430482',
    type: 'region-registered',
    version: 1,
    data: { code: '430482', name: '常宁市', level: 'county', parent: '4304' },
  },
  { stream: 'region-430482', type: 'region-changed', version: 1, data: { code: '430482', name: '常宁', level: 'county', parent: '' } },
  {
    stream: 'school-3043482006',
    type: 'school-registered',
    version: 1,
    data: {
      code: '3043482006',
      name: '柏坊镇柏坊完小',
      kind: 'village',
      township: '430482101',
      stage: '小学',
      parent: '3043482004',
      village: '430482101002',
      teachers: 8,
    },
  },
  {
    stream: 'school-3043482006',
    type: 'school-changed',
    version: 1,
    data: { code: '3043482006', name: '柏坊小学', kind: 'centre', township: '430482101', stage: '', parent: '', village: '', teachers: 0 },
  },
  {
    stream: 'person-a',
    type: 'person-registered',
    version: 1,
    data: { username: 'a', name: { c, v: '甲' }, phone: { c, v: '19900000001' } },
  },
  { stream: 'person-a', type: 'person-changed', version: 1, data: { name: { c, v: '乙' } } },
  { stream: 'person-a', type: 'person-changed', version: 1, data: { phone: { c, v: '19900000002' } } },
  {
    stream: 'person-a',
    type: 'appointment-granted',
    version: 1,
    data: { appointmentId: '1', role: 'auditor', unit: '430482', line: '', from: '2020-09-01T00:00:00.000Z' },
  },
  { stream: 'person-a', type: 'appointment-ended', version: 1, data: { appointmentId: '1', to: '2020-10-01T00:00:00.000Z' } },
  {
    stream: 'person-a',
    type: 'delegation-granted',
    version: 1,
    data: { delegationId: '2', person: 'a', delegate: 'b', from: '2020-09-01T00:00:00.000Z', to: '2020-10-01T00:00:00.000Z' },
  },
  {
    stream: 'person-a',
    type: 'training-completed',
    version: 1,
    data: { trainingId: '3', course: 'collecting', completedOn: '2020-08-28', from: '2020-09-01T00:00:00.000Z', note: '县级培训' },
  },
];

describe('the directory’s events', () => {
  const registry = new EventRegistry(directoryEvents);

  it.each(GOLDEN)('$type v$version is still written and read in this shape', ({ type, version, data }) => {
    expect(registry.check(type, data)).toBe(version);
    expect(registry.read({ type, version, data: JSON.stringify(data), position: '' })).toEqual({ version, data });
  });

  it('are all in the golden list', () => {
    expect(new Set(GOLDEN.map(({ type }) => type))).toEqual(new Set(directoryEvents.map(({ type }) => type)));
  });

  it('fold to what they say', () => {
    const state = foldDirectory(
      emptyDirectory,
      GOLDEN.map((event, revision) => ({ ...event, revision })),
    );
    expect(state.regions.get('430482')?.name).toBe('常宁');
    expect(state.schools.get('3043482006')?.kind).toBe('centre');
    expect(state.people.get('a')).toMatchObject({
      name: '乙',
      phone: '19900000002',
      appointments: [{ appointmentId: '1', to: '2020-10-01T00:00:00.000Z' }],
      delegations: [{ delegate: 'b' }],
      trainings: [{ course: 'collecting', completedOn: '2020-08-28' }],
    });
  });

  it.each([
    ['a member too many', 'person-registered', { username: 'a', name: { c, v: '甲' }, idNumber: '1' }],
    ['a name in clear', 'person-registered', { username: 'a', name: '甲' }],
    ['an unknown level', 'region-registered', { code: '1', name: '甲', level: 'hamlet', parent: '' }],
    ['a day for a time', 'appointment-ended', { appointmentId: '1', to: '2020-10-01' }],
  ])('with %s are not written', (_what, type, data) => {
    expect(() => registry.check(type, data)).toThrow('wrong shape');
  });
});
