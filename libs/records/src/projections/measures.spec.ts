import { describe, expect, it } from '@jest/globals';
import { measuresOf, type CountedRow } from './measures.js';

const ROW: CountedRow = {
  record_id: 'r',
  cycle: '2020-2021',
  village: null,
  township: null,
  school: null,
  stage: null,
  sex: null,
  boarding: null,
  categories: '[]',
  status: 'closed',
  compulsory: 0,
  registered_outside: null,
  enrolled_outside: null,
  on_roll: 0,
  unassigned: 0,
  due_at: null,
  waiting: '[]',
  visits: 0,
  errors: 0,
};

describe('measures', () => {
  it('count levels that wait by their posts, whoever is barred, each list of posts once', () => {
    const waiting = JSON.stringify(['village.one', 'village.other', 'county.one']);
    expect([...measuresOf({ ...ROW, waiting })]).toEqual([
      ['status:closed', 1],
      ['waiting:village', 2],
      ['waiting:county', 1],
    ]);
  });
});
