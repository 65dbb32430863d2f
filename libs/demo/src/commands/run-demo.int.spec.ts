import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { killedAfter, Killed } from '../testing/killing-log.js';
import { FIRST_DAY, newDirectory, openCounty, type OpenedCounty } from '../testing/open-county.js';
import { toldWithoutChance } from '../testing/told-without-chance.js';
import type { DemoAnswer } from './run-demo.js';

/** Long enough on a machine that does other things as well. */
const PATIENCE = 300_000;

const whole = newDirectory();
const killed = newDirectory();
let county: OpenedCounty;
let answer: DemoAnswer;

beforeAll(async () => {
  county = await openCounty(whole.data, { clock: FIRST_DAY });
  await county.load();
  answer = await county.demo(1, 3);
}, PATIENCE);

afterAll(async () => {
  await county.close();
  whole.remove();
  killed.remove();
});

/** What the engine can do to a record within one school year. `definition-adopted` needs a second definition, which there is not. */
const ENGINE = [
  'record-opened',
  'details-recorded',
  'statement-recorded',
  'visit-recorded',
  'line-submitted',
  'line-completed-by-rule',
  'line-signed-off',
  'line-returned',
  'sign-offs-voided',
  'record-approved',
  'record-rejected',
  'record-appealed',
  'correction-opened',
  'record-reopened',
  'record-transferred',
  'transfer-accepted',
  'transfer-disputed',
  'record-closed',
  'error-reported',
  'error-confirmed',
  'error-dismissed',
  'error-attributed',
  'attribution-appealed',
  'decider-named',
  'attribution-appeal-decided',
];
const BESIDE = [
  'submission-shown',
  'level-escalated',
  'attempt-refused',
  'bulk-review-finished',
  'finding-decided',
  'person-registered',
  'appointment-granted',
  'appointment-ended',
  'delegation-granted',
  'training-completed',
  'assessment-published',
  'assessment-restated',
  'spot-checks-drawn',
];

describe('three months of a county', () => {
  it('have everything in them that can happen to a record, and beside it', async () => {
    const { position } = (await county.events()).find(({ type }) => type === 'demo-begun') ?? { position: '' };
    const seen = new Set((await county.events()).filter((event) => event.position > position).map(({ type }) => type));
    // Departments' statements come with their files, before the demo begins.
    const missing = [...ENGINE, ...BESIDE].filter((type) => !seen.has(type));
    expect(missing.filter((type) => type !== 'statement-recorded')).toEqual([]);
  });

  it('are counted as the log has them', async () => {
    const events = await county.events();
    const count = (type: string) => events.filter((event) => event.type === type).length;
    expect(answer.acts).toMatchObject({
      visit: count('visit-recorded'),
      return: count('line-returned'),
      correct: count('correction-opened'),
      'draw-sample': count('spot-checks-drawn'),
    });
    const { 'sign-off': single = 0, 'bulk-sign-off': bulk = 0 } = answer.acts;
    expect(single + bulk).toBe(count('line-signed-off'));
    expect(Object.values(answer.refusals).reduce((sum, n) => sum + n, 0)).toBe(count('attempt-refused'));
    expect(Object.values(answer.status['2020-2021'] ?? {}).reduce((sum, n) => sum + n, 0)).toBe(count('record-opened'));
    const begun = events.findIndex(({ type }) => type === 'demo-begun');
    expect(events.findIndex(({ position }) => position === answer.firstPosition)).toBeGreaterThan(begun);
  });

  it('are those from the first of September to the end of November, in hours of work', async () => {
    expect([answer.from, answer.until]).toEqual(['2020-09-01T00:00:00.000Z', '2020-12-01T00:00:00.000Z']);
    const visits = (await county.events()).filter(({ type }) => type === 'visit-recorded').map(({ time }) => time);
    expect(new Set(visits.map((time) => time.slice(0, 7)))).toEqual(new Set(['2020-09', '2020-10', '2020-11']));
    // 9:00 to 16:00 in Asia/Shanghai.
    expect(visits.filter((time) => time.slice(11) < '01:00' || time.slice(11) > '08:00:00.000Z')).toEqual([]);
    expect(county.runtime.clock.now()).toBe(answer.until);
  });

  it('have each month’s assessment published once it is over, and appeals that were upheld and reversed', async () => {
    const events = await county.events();
    const published = events.filter(({ type }) => type === 'assessment-published');
    expect(published.map(({ data }) => (data as { month: string }).month)).toEqual(['2020-09', '2020-10', '2020-11']);
    expect(published.map(({ time }) => time)).toEqual(['2020-10-08T00:00:00.000Z', '2020-11-02T00:00:00.000Z', '2020-12-01T00:00:00.000Z']);
    expect(answer.acts['publish-assessment']).toBe(3);
    const decided = events.filter(({ type }) => type === 'attribution-appeal-decided');
    expect(new Set(decided.map(({ data }) => (data as { outcome: string }).outcome))).toEqual(new Set(['upheld', 'reversed']));
  });

  it('have one sample of each village drawn in each month, before anybody works on records', async () => {
    const drawn = (await county.events()).filter(({ type }) => type === 'spot-checks-drawn');
    const samples = drawn.map(({ data }) => data as { month: string; unit: string; drawn: readonly string[] });
    const months = ['2020-09', '2020-10', '2020-11'];
    expect([...new Set(samples.map(({ month }) => month))]).toEqual(months);
    expect(new Set(samples.map(({ month, unit }) => `${month} ${unit}`)).size).toBe(samples.length);
    for (const month of months) expect(samples.filter((sample) => sample.month === month).length).toBeGreaterThan(1);
    expect(samples.every((sample) => sample.drawn.length > 0)).toBe(true);
    expect([...new Set(drawn.map(({ time }) => time))]).toEqual([
      '2020-09-01T00:30:00.000Z',
      '2020-10-08T00:30:00.000Z',
      '2020-11-02T00:30:00.000Z',
    ]);
  });

  it('have sign-offs in place of others, by delegates, in bulk, after looking and without', async () => {
    const signed = (await county.events()).filter(({ type }) => type === 'line-signed-off');
    const data = signed.map((event) => event.data as { inPlaceOf?: object; bulk: boolean; viewed: { milliseconds: number } });
    expect(data.some(({ inPlaceOf }) => inPlaceOf !== undefined)).toBe(true);
    expect(data.some(({ bulk }) => bulk)).toBe(true);
    expect(data.some(({ viewed }) => viewed.milliseconds > 0) && data.some(({ viewed }) => viewed.milliseconds === 0)).toBe(true);
    expect(signed.some(({ actor }) => actor.onBehalfOf !== undefined)).toBe(true);
  });
});

describe('the same seed on the same county', () => {
  it(
    'makes the same decisions on another directory, also if it is killed again and again and goes on',
    async () => {
      const loaded = await openCounty(killed.data, { clock: FIRST_DAY });
      await loaded.load();
      await loaded.close();
      for (const appends of [3, 150, 151, 400]) {
        const dying = await openCounty(killed.data, { through: (log) => killedAfter(log, appends) });
        await expect(dying.demo(1, 3)).rejects.toBeInstanceOf(Killed);
        await dying.close();
      }
      const again = await openCounty(killed.data);
      const resumed = await again.demo(1, 3);
      expect(toldWithoutChance(await again.events())).toEqual(toldWithoutChance(await county.events()));
      expect({ ...resumed, firstPosition: '', lastPosition: '' }).toEqual({ ...answer, firstPosition: '', lastPosition: '' });
      await again.close();
    },
    PATIENCE,
  );
});

describe('a demo', () => {
  it(
    'with another seed makes others, and one that has begun must be finished first',
    async () => {
      const other = newDirectory();
      const loaded = await openCounty(other.data, { clock: FIRST_DAY });
      await loaded.load();
      await loaded.close();
      const dying = await openCounty(other.data, { through: (log) => killedAfter(log, 60) });
      await expect(dying.demo(2, 1)).rejects.toBeInstanceOf(Killed);
      await dying.close();
      const again = await openCounty(other.data);
      await expect(again.demo(3, 1)).rejects.toMatchObject({ code: 'demo-unfinished', params: { seed: 2, months: 1 } });
      const { acts } = await again.demo(2, 1);
      expect(acts['visit']).toBeGreaterThan(30);
      const first = (lines: readonly string[]) => lines.filter((line) => line.startsWith('["2020-09-02'));
      expect(first(toldWithoutChance(await again.events()))).not.toEqual(first(toldWithoutChance(await county.events())));
      await again.close();
      other.remove();
    },
    PATIENCE,
  );

  it(
    'goes on a year later: next year’s records, the next grade, the next school',
    async () => {
      const year = newDirectory();
      const next = await openCounty(year.data, { clock: '2021-07-05T08:00:00+08:00' });
      await next.load();
      const { acts, status } = await next.demo(1, 5);
      expect(acts['next-cycle']).toBeGreaterThan(20);
      expect(status['2021-2022']?.['approved']).toBeGreaterThan(10);
      const closed = (await next.events())
        .filter(({ type }) => type === 'record-closed')
        .map(({ data }) => (data as { reason: string }).reason);
      expect(closed).toContain('graduated');
      await next.close();
      year.remove();
    },
    PATIENCE,
  );

  it('wants a simulated clock and something to work on', async () => {
    const real = newDirectory();
    const onRealClock = await openCounty(real.data);
    await expect(onRealClock.demo(1, 1)).rejects.toMatchObject({ code: 'demo-needs-simulated-clock' });
    await onRealClock.close();
    real.remove();
    const bare = newDirectory();
    const empty = await openCounty(bare.data, { clock: FIRST_DAY });
    await expect(empty.demo(1, 1)).rejects.toMatchObject({ code: 'demo-nothing-loaded' });
    await empty.close();
    bare.remove();
  });
});
