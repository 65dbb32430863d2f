import { describe, expect, it } from '@jest/globals';
import { problemOf } from './problem.js';
import { Refusal } from './refusal.js';

const catalogue = {
  'wrong-level': { zh: '现在轮到 {level}', en: 'it is the turn of {level}' },
  'too-long': { zh: '过长', en: 'too long' },
};

describe('problemOf', () => {
  it('says in the language that was asked for what is wrong, where, and what is allowed', () => {
    const refusal = new Refusal('conflict', 'wrong-level', {
      params: { level: 'township' },
      errors: [{ pointer: '/note', code: 'too-long' }],
      allowed: ['sign-off:household:township'],
    });
    expect(problemOf(refusal, catalogue, 'zh')).toEqual({
      type: 'urn:countersign:problem:wrong-level',
      title: '当前状态不允许',
      status: 409,
      detail: '现在轮到 township',
      code: 'wrong-level',
      errors: [{ pointer: '/note', code: 'too-long', detail: '过长' }],
      allowed: ['sign-off:household:township'],
    });
    expect(problemOf(refusal, catalogue, 'en').detail).toBe('it is the turn of township');
  });

  it('leaves out what there is not', () => {
    expect(Object.keys(problemOf(new Refusal('not-found', 'gone'), catalogue, 'en'))).toEqual([
      'type',
      'title',
      'status',
      'detail',
      'code',
    ]);
  });
});
