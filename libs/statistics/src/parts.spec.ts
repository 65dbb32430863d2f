import { describe, expect, it } from '@jest/globals';
import type { Directory } from '#directory';
import { compulsoryAge } from './parts.js';
import { Tally } from './tally.js';

const directory = { unit: (code: string) => (code === '4304820101' ? { name: '一小' } : undefined) } as unknown as Directory;

describe('compulsoryAge', () => {
  it('shows where everybody goes to school, so that the parts add up', () => {
    const tally = new Tally([
      ['compulsory-school:4304820101', 5],
      ['compulsory-school:外县一中', 2],
      ['compulsory-school:unassigned', 1],
      ['compulsory-school:none', 3],
      ['compulsory-school:4304820102', 0],
      ['compulsory-category:registered', 9],
      ['school:4304820101', 20],
    ]);
    const answer = compulsoryAge(tally, directory);
    expect(answer).toEqual({
      students: 11,
      byCategory: { registered: 9 },
      bySchool: [
        { code: '4304820101', name: '一小', students: 5 },
        { code: 'unassigned', name: '', students: 1 },
        { code: '外县一中', name: '', students: 2 },
      ],
      notEnrolled: 3,
    });
  });
});
