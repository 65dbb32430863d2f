import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryBus } from '@nestjs/cqrs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine, SAMPLE } from '../support/command-line.js';
import { RunningServer } from '../http/support/running-server.js';
import { Uploads } from '../http/support/uploads.js';
import { CYCLE, RealCounty, realFile } from './support/county.js';
import { outcomeOf, type Outcome } from './support/outcome.js';
import { otherPairs, plainPairs, type Pair } from './support/paired.js';

/** Another one each day; it stands in the names of the tests, and `COUNTERSIGN_SEED` brings it back. */
const SEED = Number(process.env.COUNTERSIGN_SEED ?? Math.floor(Date.now() / 86_400_000));
const OTHERS = 8;

/** What stands after imports, one after the other; each of them again, its files in either order, appends nothing. */
async function after(...imports: readonly (readonly string[])[]): Promise<Outcome> {
  return RealCounty.with(async (county) => {
    for (const files of imports) await county.import(files);
    const outcome = await outcomeOf(county);
    const turned = imports.filter(({ length }) => length > 1).map((files) => files.toReversed());
    for (const files of [...imports, ...turned]) {
      expect(await county.import(files)).toMatchObject({ events: 0, files: files.map(() => ({ repeated: true })) });
    }
    expect(await outcomeOf(county)).toEqual(outcome);
    return outcome;
  });
}

async function sameInAnyOrder([one, other]: Pair): Promise<void> {
  const together = await after([one, other]);
  expect(await after([other, one])).toEqual(together);
  expect(await after([one], [other])).toEqual(together);
  expect(await after([other], [one])).toEqual(together);
}

describe('a pair of files makes the same records and findings, together or one after the other, in any order, and again nothing', () => {
  it.each(plainPairs)('%s and %s', async (...pair) => sameInAnyOrder(pair), 120_000);
  it.each(otherPairs(SEED, OTHERS))(`%s and %s (seed ${SEED})`, async (...pair) => sameInAnyOrder(pair), 120_000);
});

/** A handful, over the faces that people use. */
const HANDFUL: readonly Pair[] = [
  ['00-base-pov.csv', '00-base-edu.csv'],
  ['06-error-cells-pov.xlsx', '06b-error-cells-edu.xlsx'],
];

describe('the command line makes the same of a pair', () => {
  const lines: CommandLine[] = [];
  afterAll(() => lines.forEach((line) => line.remove()));

  it.each(HANDFUL)(
    '%s and %s',
    async (...pair) => {
      const line = new CommandLine();
      lines.push(line);
      await line.loadDirectory();
      const given = async (files: readonly string[]) =>
        (await line.json<{ events: number }>(['roster', 'import', ...files.map(realFile), '--cycle', CYCLE]))[0]?.events;
      await given(pair);
      expect([await given(pair), await given(pair.toReversed())]).toEqual([0, 0]);
      const county = await RealCounty.over(line.data);
      const outcome = await outcomeOf(county);
      await county.leave();
      expect(outcome).toEqual(await after(pair));
    },
    120_000,
  );
});

describe('HTTP makes the same of a pair', () => {
  const OFFICERS = { pov: 'u0335', edu: 'u0334' };
  let server: RunningServer;
  beforeAll(async () => {
    const [regions = '', schools = '', staff = ''] = ['regions', 'schools', 'staff'].map((name) => join(SAMPLE, `${name}.csv`));
    server = await RunningServer.start({ directory: { regions, schools, staff } });
  });
  afterAll(() => server.stop());

  async function handOver(name: string, of: keyof typeof OFFICERS): Promise<number | undefined> {
    const uploads = new Uploads(server.port);
    const { body } = await uploads.upload(name, readFileSync(realFile(name)), { as: OFFICERS[of] });
    return (await uploads.ended(body.importId)).answer?.events;
  }

  it.each(HANDFUL.slice(0, 1))('%s and %s', async (poverty, roll) => {
    await handOver(roll, 'edu');
    await handOver(poverty, 'pov');
    expect([await handOver(poverty, 'pov'), await handOver(roll, 'edu')]).toEqual([0, 0]);
    const queries = server.application.get(QueryBus, { strict: false });
    expect(await outcomeOf({ queries, runtime: server.runtime })).toEqual(await after([poverty, roll]));
  });
});
