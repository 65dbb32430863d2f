import { describe, expect, it } from '@jest/globals';
import { maskCard, maskIdNumber, maskPhone } from './masks.js';

describe('masks', () => {
  it('leave what says whose region, which card, which network', () => {
    expect(maskIdNumber('43048220120304123X')).toBe('430482************');
    expect(maskCard('6217000010001234563')).toBe('***************4563');
    expect(maskPhone('13812345678')).toBe('138******78');
  });

  it.each([maskIdNumber, maskCard, maskPhone])('hide a text whole that is too short to hide a part of', (mask) => {
    expect(mask('1234')).toBe('****');
    expect(mask('')).toBe('');
  });
});
