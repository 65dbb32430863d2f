import { describe, expect, it } from '@jest/globals';
import type { Json } from '#kernel';
import { studentAid } from '#student-aid';
import { initialState, type FieldState, type RecordState } from '#verification';
import { listed } from './listed.js';
import { CYCLE, SCHOOL, VILLAGE, recordId } from './testing/record-history.js';
import type { Waiting } from './waiting.js';

const ACT = { since: 1, eventId: '', revision: 1, time: '' };

function stateWith(values: Readonly<Record<string, Json>>, more: Partial<RecordState> = {}): RecordState {
  const field = (v: Json): FieldState => ({ c: '', v, source: { kind: 'collected' }, setBy: [], ...ACT });
  const fields = Object.fromEntries(Object.entries(values).map(([name, v]) => [name, field(v)]));
  return { ...initialState, revision: 1, recordId: recordId(1), subjectId: 's', cycle: CYCLE, fields, ...more };
}

const row = (values: Readonly<Record<string, Json>>, levels: readonly Waiting[] = []) => listed(stateWith(values), studentAid, levels, []);
const waitingUntil = (dueAt?: string): Waiting => ({
  line: 'household',
  level: 'village',
  posts: [],
  digest: '',
  barred: [],
  submission: 1,
  since: '',
  dueAt,
});

describe('what is listed of a record', () => {
  it('puts a village under the township that its code begins with', () => {
    expect(row({ region: VILLAGE })).toMatchObject({
      village: VILLAGE,
      place: VILLAGE,
      township: VILLAGE.slice(0, 9),
      registered_outside: null,
    });
  });

  it('says where a household outside the county is registered; it belongs to no village and is not unassigned', () => {
    expect(row({ region: '430426' })).toMatchObject({
      village: null,
      place: '',
      township: null,
      registered_outside: '430426',
      unassigned: 0,
    });
  });

  it.each([
    ['without a village', { school: SCHOOL }, 1],
    ['on the roll of a school that nobody knows', { region: VILLAGE, stage: 'primary' }, 1],
    ['on no roll', { region: VILLAGE }, 0],
    ['out of school', { region: VILLAGE, stage: 'none' }, 0],
    ['with both', { region: VILLAGE, school: SCHOOL, stage: 'primary' }, 0],
  ])('of a student %s says whether it is unassigned', (_name, values, unassigned) => {
    expect(row(values).unassigned).toBe(unassigned);
  });

  it.each<[Readonly<Record<string, string>>, number, string]>([
    [{ idNumber: '430482201409011232' }, 1, 'six on 1 September by the ID number'],
    [{ idNumber: '430482201409021232' }, 0, 'six a day later'],
    [{ idNumber: '430482201409021232', birthDate: '2012-01-01' }, 0, 'the ID number counts before the recorded date'],
    [{ birthDate: '2012-01-01' }, 1, 'the recorded date, while there is no number'],
    [{}, 0, 'nothing known'],
  ])('of %j has compulsory age %d: %s', (values, compulsory) => {
    expect(row(values).compulsory).toBe(compulsory);
  });

  it('shows the earliest running deadline', () => {
    const levels = [waitingUntil('2020-09-09'), waitingUntil(), waitingUntil('2020-09-08')];
    expect(row({}, levels).due_at).toBe('2020-09-08');
    expect(row({}, [waitingUntil()]).due_at).toBeNull();
  });

  it('orders categories, so that another order is no change', () => {
    expect(row({ categories: ['registered', 'disabled'] })).toEqual(row({ categories: ['disabled', 'registered'] }));
  });

  it('counts errors that are open and shows payable once approved', () => {
    const error = {
      errorId: 'e',
      field: 'name',
      line: 'household',
      wrong: null,
      run: 0,
      by: { userId: '', name: '', role: '', unit: '', unitName: '', line: '' },
    };
    const errors = {
      a: { ...error, status: 'reported' as const },
      b: { ...error, status: 'confirmed' as const },
      c: { ...error, status: 'corrected' as const },
    };
    const state = stateWith({}, { errors, approved: { payable: false, time: '', revision: 1 } });
    expect(listed(state, studentAid, [], [])).toMatchObject({ errors: 2, payable: 0 });
  });
});
