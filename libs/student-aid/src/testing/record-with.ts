import type { Json } from '#kernel';
import { initialState, type FieldState, type RecordState, type Source } from '#verification';

export const CYCLE = '2020-2021';

/** A record with these values, collected and visited once unless something else is given. */
export function recordWith(
  values: Readonly<Record<string, Json>>,
  more: Partial<RecordState> = {},
  source: Source = { kind: 'collected' },
): RecordState {
  const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fieldOf(value, source)]));
  return {
    ...initialState,
    revision: 1,
    recordId: 'r',
    type: 'student-aid',
    cycle: CYCLE,
    definition: 1,
    fields,
    visits: [visit],
    ...more,
  };
}

function fieldOf(v: Json, source: Source): FieldState {
  return { c: '', v, source, setBy: [], since: 1, eventId: '', revision: 1, time: '' };
}

const visit = {
  eventId: 'e',
  method: 'home',
  purpose: '资助访',
  date: '2020-09-10',
  by: { userId: 'u', name: '', role: 'helper', unit: '', unitName: '', line: 'household' },
  confirmed: [],
  revision: 1,
  checks: {},
};
