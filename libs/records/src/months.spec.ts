import { expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { begunMonth, cycleOfMonth } from './months.js';

it('a school year goes from September to August', () => {
  expect(['2020-08', '2020-09', '2020-12', '2021-01', '2021-08'].map(cycleOfMonth)).toEqual([
    '2019-2020',
    '2020-2021',
    '2020-2021',
    '2020-2021',
    '2020-2021',
  ]);
});

it('a month has begun at midnight in Shanghai of its first day', async () => {
  const at = (now: string) => ({ hasCome: (time: string) => Promise.resolve(time <= now) });
  expect(await begunMonth('2020-10', at('2020-09-30T16:00:00.000Z'))).toBe('2020-10');
  for (const ahead of ['2020-10', '2021-01', '2999-12']) {
    await expect(begunMonth(ahead, at('2020-09-30T15:59:59.999Z'))).rejects.toEqual(new Refusal('invalid', 'future-date'));
  }
  await expect(begunMonth('2020-13', at('2030-01-01T00:00:00.000Z'))).rejects.toEqual(new Refusal('invalid', 'wrong-month'));
});
