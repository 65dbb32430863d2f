import { describe, expect, it } from '@jest/globals';
import { plainHeader } from './plain-header.js';

describe('plainHeader', () => {
  it.each([
    '姓名',
    '姓　名',
    '*姓名',
    '姓名*',
    '＊姓名',
    '姓名(*)',
    '★姓名',
    '姓名：',
    '姓名:',
    '姓名\n(必填项)',
    '（必填）姓名',
    '姓名【必填】',
    '姓名必填',
    '* 姓名（必填）：',
    '姓\u200b名',
  ])('%j is 姓名', (written) => {
    expect(plainHeader(written)).toBe('姓名');
  });

  it.each([
    ['乡（镇）', '乡(镇)'],
    ['村（居）', '村(居)'],
    ['必填', ''],
  ])('%s is %s', (written, plain) => {
    expect(plainHeader(written)).toBe(plain);
  });
});
