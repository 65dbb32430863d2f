import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TOWNSHIP, VILLAGE } from '../../student-aid/src/testing/county.js';
import { AppealAttribution, DecideAttributionAppeal, NameDecider, PublishAssessment, type PublishedAnswer } from './commands/index.js';
import { GetAssessment, type AssessmentAnswer } from './queries/index.js';
import { OpenedResponsibility } from './testing/opened-responsibility.js';

const OCTOBER_SECOND = '2020-10-02T02:00:00.000Z';

let room: OpenedResponsibility;

beforeAll(async () => {
  room = await OpenedResponsibility.open();
});
afterAll(() => room.close());

const assessed = (): Promise<AssessmentAnswer> => room.queries.execute(new GetAssessment({ month: '2020-09' }));

/** An appeal by somebody who answers, decided by the officer whom the auditor has named. */
async function appealed(recordId: string, errorId: string, appellant: string, outcome: 'granted' | 'denied'): Promise<void> {
  await room.work(new AppealAttribution(recordId, { errorId, reason: '当时未见材料' }, room.context(appellant)));
  await room.work(new NameDecider(recordId, { errorId, matter: 'appeal', userId: 'civ' }, room.context('aud')));
  await room.work(new DecideAttributionAppeal(recordId, { errorId, appellant, outcome, reason: '复查' }, room.context('civ')));
}

it('what was granted between a month’s end and its publication is restated together with the publication', async () => {
  const recordId = await room.approved('430482200803040026');
  const errorId = await room.error(recordId, 'address');
  room.at(OCTOBER_SECOND);
  await appealed(recordId, errorId, 'tr', 'granted');
  await appealed(recordId, errorId, 'ap', 'denied');
  const published = await room.work<PublishedAnswer>(new PublishAssessment('2020-09', room.context('ap', 'publish')));
  const answer = await assessed();
  expect(answer).toMatchObject({ status: 'published', agrees: true, assessment: published.assessment });
  const unit = (level: string, code: string, of = answer.assessment) =>
    of.levels.find((list) => list.level === level)?.units.find((one) => one.unit === code);
  expect(unit('township', TOWNSHIP)).toMatchObject({ x: 1 });
  expect(answer.published?.restatements).toHaveLength(1);
  const restated = answer.published?.restatements[0];
  expect(restated).toMatchObject({ published: published.eventId, reversals: [expect.any(String)] });
  expect(unit('township', TOWNSHIP, restated?.assessment)).toMatchObject({ x: 0 });
  expect(unit('village', VILLAGE, restated?.assessment)).toMatchObject({ x: 1 });
  // The same command again finds both, and adds nothing.
  expect(await room.work(new PublishAssessment('2020-09', room.context('ap', 'publish')))).toEqual(published);
  expect((await assessed()).published?.restatements).toHaveLength(1);
});
