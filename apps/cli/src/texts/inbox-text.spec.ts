import { expect, it } from '@jest/globals';
import type { WaitingLevel, WaitingSpotCheck } from '#records';
import { inboxText } from './inbox-text.js';

const recordId = '08a3e9df-abde-4ba0-b143-00a3d284a2b1-2020-2021';
const record = { recordId, name: '刘志林', cycle: '2020-2021' };
const level: WaitingLevel = {
  kind: 'review',
  ...record,
  line: 'household',
  level: 'village',
  submission: 1,
  digest: '',
  since: '2020-09-01T00:00:00.000Z',
  dueAt: '2020-09-06T00:00:00.000Z',
  overdue: false,
};
const check: WaitingSpotCheck = {
  kind: 'spot-check',
  ...record,
  unit: '430482101201',
  month: '2020-09',
  dueAt: '2020-09-30T15:59:59.999Z',
  overdue: true,
};

it('says of a level its line, of a spot check its month, and what is to be known besides', () => {
  const inPlaceOf = { role: 'reviewer', unit: '430482101201', line: 'household' };
  const words = (text: string) => text.split(/ {2,}/);
  expect(words(inboxText(level, 'zh'))).toEqual([recordId, '刘志林', '户籍线', '村', '2020-09-06 08:00:00']);
  expect(words(inboxText({ ...level, overdue: true, inPlaceOf }, 'zh')).at(-1)).toBe('超期 代审');
  expect(words(inboxText(check, 'zh'))).toEqual([recordId, '刘志林', '重点巡访', '2020-09', '2020-09-30 23:59:59', '超期']);
  expect(inboxText(check, 'en')).toContain('spot check');
  expect(inboxText(check, 'en')).toContain('overdue');
});
