import { describe, expect, it } from '@jest/globals';
import type { Appointment, Post, Staffing } from '#verification';
import { TOP_UNIT } from '../projections/tables.js';
import { Eligibility } from './eligible.js';

const AT = '2020-09-01T00:00:00.000Z';
const village: Post = { role: 'reviewer', unit: 'v', line: 'household' };
const township: Post = { role: 'reviewer', unit: 't', line: 'household' };
const county: Post = { role: 'approver', unit: TOP_UNIT, line: 'county' };

/** Who holds which post, by unit; `a>b` holds it for b under a delegation. */
function staffing(people: Readonly<Record<string, readonly string[]>>): Staffing {
  return {
    unit: () => undefined,
    top: () => ({ code: 'c', name: '县', kind: 'county', parent: '', region: 'c' }),
    appointmentsOf: () => [],
    holders: (post) =>
      (people[post.unit] ?? []).map((entry): Appointment => {
        const [userId = '', onBehalfOf] = entry.split('>');
        return { ...post, userId, name: userId, from: AT, ...(onBehalfOf !== undefined && { onBehalfOf }) };
      }),
  };
}

const who = (
  people: Readonly<Record<string, readonly string[]>>,
  barred: readonly string[],
  posts: readonly Post[] = [village, township, county],
) => {
  const { rank, people: signers } = new Eligibility(staffing(people), AT).of({ posts, barred });
  return { rank, signers: signers.map(({ userId }) => userId) };
};

describe('the last of those who hold posts', () => {
  const last = (people: Readonly<Record<string, readonly string[]>>, posts: readonly Post[] = [village, township, county]) =>
    new Eligibility(staffing(people), AT).lastOf(posts);

  it('holds the last of the posts that anybody holds, also at the top unit', () => {
    expect(last({ v: ['a'], t: ['x', 'y'], c: ['k'] })).toEqual(['k']);
    expect(last({ v: ['a'], t: ['x', 'y'] })).toEqual(['y']);
    expect(last({ c: ['k', 'm'] }, [county])).toEqual(['m']);
  });

  it('is named with whom they stand for', () => {
    expect(last({ v: ['a'], t: ['x>z'] })).toEqual(['x', 'z']);
  });

  it('is nobody where nobody holds any', () => {
    expect(last({})).toEqual([]);
    expect(last({ v: ['a'] }, [])).toEqual([]);
  });
});

describe('eligibility', () => {
  it('is whoever holds the level’s own post and is not barred', () => {
    expect(who({ v: ['a', 'b'], t: ['x'] }, ['a'])).toEqual({ rank: 0, signers: ['b'] });
  });

  it('is the next post when everybody at the first is barred, or nobody holds it', () => {
    expect(who({ v: ['a', 'b'], t: ['x'] }, ['a', 'b'])).toEqual({ rank: 1, signers: ['x'] });
    expect(who({ t: ['x'] }, [])).toEqual({ rank: 1, signers: ['x'] });
  });

  it('goes up to the unit at the top, whose code comes from the directory', () => {
    expect(who({ c: ['k'] }, [])).toEqual({ rank: 2, signers: ['k'] });
  });

  it('is nobody when all are barred', () => {
    expect(who({ v: ['a'], c: ['k'] }, ['a', 'k'])).toEqual({ rank: 3, signers: [] });
  });

  it('bars a delegate for what the person did whom they stand for', () => {
    expect(who({ v: ['d>a'], t: ['x'] }, ['a'])).toEqual({ rank: 1, signers: ['x'] });
  });
});
