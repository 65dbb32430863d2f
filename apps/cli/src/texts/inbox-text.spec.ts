import { expect, it } from '@jest/globals';
import type { InboxItem, WaitingLevel, WaitingReturn, WaitingSpotCheck } from '#records';
import { inboxText, inboxTotalsText } from './inbox-text.js';

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

const by = { userId: 'u1', name: '丁一', role: 'reviewer', unit: '430482101201', unitName: '', line: 'household' };
const undated = { ...record, line: 'household', since: '2020-09-10T02:00:00.000Z', dueAt: null, overdue: false } as const;
const returned: WaitingReturn = {
  kind: 'returned',
  ...undated,
  level: 'village',
  by,
  reasons: [{ field: 'address', reason: '地址不详' }],
};

it('says of a return by whom and why, of everything else what it is about and how it is named', () => {
  const rows = (item: InboxItem, language: 'zh' | 'en' = 'zh') =>
    inboxText(item, language)
      .split('\n')
      .map((row) => row.trim().split(/ {2,}/));
  expect(rows(returned)).toEqual([
    [recordId, '刘志林', '退回', '户籍线', '自 2020-09-10 10:00:00', '丁一'],
    [expect.stringContaining('地址不详')],
  ]);
  const error = { ...undated, errorId: 'e1', field: 'cardNumber' };
  expect(
    rows({ kind: 'error', ...error, task: 'name-decider', by })
      .at(-1)
      ?.at(-1),
  ).toBe('e1 须指定裁定人');
  expect(rows({ kind: 'correction', ...error, alreadyChanged: true }, 'en')[0]?.at(-1)).toBe('e1 changed already, to close');
  expect(rows({ kind: 'transfer', ...undated, from: 'a', to: 'b' })[0]?.at(-1)).toBe('a → b');
  const { recordId: _none, line: _line, ...finding } = undated;
  expect(rows({ kind: 'finding', ...finding, finding: 'enrolled-twice', findingId: 'f1' })[0]?.slice(0, 3)).toEqual([
    'f1',
    '刘志林',
    '疑点',
  ]);
  expect(rows({ kind: 'finding', ...undated, finding: 'visit-differs', findingId: 'f2', visit: 'home' })[0]?.at(-1)).toBe('f2 巡访后可见');
});

it('says how much waits of each kind, and nothing of what does not', () => {
  const none = { review: 0, returned: 0, error: 0, finding: 0, transfer: 0, appeal: 0, correction: 0, 'spot-check': 0 };
  expect(inboxTotalsText({ ...none, review: 3, returned: 1 }, 'zh')).toBe('待审 3，退回 1');
  expect(inboxTotalsText({ ...none, review: 3, returned: 1 }, 'en')).toBe('to review 3, returned 1');
  expect(inboxTotalsText(none, 'zh')).toBe('');
});
