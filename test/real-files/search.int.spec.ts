import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListStudents, type StudentPage } from '#records';
import { CYCLE, RealCounty } from './support/county.js';
import { DOTTED_SEARCHES, READINGS } from './tables/readings.js';

let county: RealCounty;
const found = async (search: string): Promise<readonly (string | null)[]> => {
  const page: StudentPage = await county.query(new ListStudents({ cycle: CYCLE, search, clear: true }));
  return page.items.map(({ name }) => name);
};

describe('20. names and how they are read', () => {
  beforeAll(async () => {
    county = await RealCounty.open();
    const answer = await county.import(['20-surnames.csv']);
    expect(answer).toMatchObject({ records: { opened: READINGS.length } });
  });
  afterAll(() => county.close());

  it.each(READINGS)('29. %s is found by characters, and by one of: %s', async (name, readings) => {
    expect(await found(name)).toEqual([name]);
    const byReading = await Promise.all(readings.split(' ').map(found));
    expect(byReading.filter((names) => names.includes(name))).not.toEqual([]);
  });

  it.each(DOTTED_SEARCHES)('7. %s finds 买买提·艾力, and nobody else', async (search) => {
    expect(await found(search)).toEqual(['买买提·艾力']);
  });
});

describe('20. a name with a character that GBK had in private use', () => {
  beforeAll(async () => {
    county = await RealCounty.open();
    await county.import(['15f-pua-pov.csv', '15f-pua-edu.csv']);
  });
  afterAll(() => county.close());

  it.each(['曾䶮', '曾\ue863', 'zengyan'])('is found by %s', async (search) => {
    expect(await found(search)).toEqual(['曾䶮']);
  });
});
