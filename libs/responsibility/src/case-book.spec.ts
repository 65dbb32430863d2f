import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { studentAid } from '#student-aid';
import { attribute, type ErrorConfirmed } from '#verification';
import { approved, cases } from './testing/case-book.js';
import { assessedText, attributionText, historyOf } from './testing/case-words.js';

describe('the case book', () => {
  it('has at least twenty-five histories', () => expect(cases.length).toBeGreaterThanOrEqual(25));

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const worked = one.record();
    expect(historyOf(worked, one.field)).toEqual(one.history);
    const attributed = worked.events.some(({ type }) => type === 'error-attributed');
    expect(attributed ? attributionText(worked.attribution()) : undefined).toBe(one.attribution);
    const months = Object.keys(one.assessed);
    const assessed = months.map((month) => [month, assessedText(worked, one.field, month, () => one.introducedBefore)]);
    expect(Object.fromEntries(assessed)).toEqual(one.assessed);
  });

  it.each(cases.map((one) => [one.name, one] as const))('%s: worked out again from the events alone', (_name, one) => {
    const worked = one.record();
    for (const event of worked.events) {
      if (event.type !== 'error-attributed') continue;
      const before = worked.events.filter(({ revision }) => revision < event.revision - 1);
      const confirmed = worked.events[event.revision - 1]?.data as ErrorConfirmed['data'];
      expect(attribute(worked.past(before), confirmed, studentAid)).toEqual(event.data);
    }
  });

  it('knows who may not judge: whoever signed, set or on a visit confirmed the value', () => {
    const seen = approved().visit('vh', { address: 'confirmed' }).report('address');
    for (const userId of ['ap', 'vc']) expect(() => seen.confirm(userId)).toThrow(Refusal);
  });
});
