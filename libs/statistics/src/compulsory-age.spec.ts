import { describe, expect, it } from '@jest/globals';
import type { Directory } from '#directory';
import { compulsoryAge } from './compulsory-age.js';

const directory = { school: (code: string) => (code === '4304820101' ? { name: '一小' } : undefined) } as unknown as Directory;

describe('compulsoryAge', () => {
  it('shows where everybody goes to school, so that the parts add up', () => {
    const schools = [
      { school: '4304820101', enrolled_outside: null, on_roll: 1, students: 5 },
      { school: null, enrolled_outside: '外县一中', on_roll: 1, students: 2 },
      { school: null, enrolled_outside: null, on_roll: 1, students: 1 },
      { school: null, enrolled_outside: null, on_roll: 0, students: 3 },
    ];
    const answer = compulsoryAge(
      11,
      [
        { category: 'registered', compulsory: 9 },
        { category: 'other', compulsory: 0 },
      ],
      schools,
      directory,
    );
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
    expect(answer.students).toBe(answer.notEnrolled + answer.bySchool.reduce((sum, { students }) => sum + students, 0));
  });
});
