import { CollectDetails, CollectDetailsBody, SignOffLine, SignOffLineBody, SubmitLine, SubmitLineBody } from '#records';
import { eligibleFor, JOINT, pending } from '#verification';
import { later } from '../chance/calendar.js';
import { dice } from '../chance/dice.js';
import { textOf, valueOf, type Story } from '../story/story.js';
import { wrongCardNumber } from '../values/numbers.js';
import { otherValue } from '../values/other-value.js';
import { act, type Act, type Task } from './act.js';
import { ENROLMENT, HOUSEHOLD, isAlive, isCollecting, lineOf, waitingSince } from './lines.js';
import { otherUnits } from './moving.js';
import { approvers, collectorOf, holdersOf, oneOf } from './people.js';
import { definitionOf, type World } from './world.js';

const NOTHING_SEEN = '0'.repeat(64);
const SIGN = [SignOffLine, SignOffLineBody] as const;
const COLLECT = [CollectDetails, CollectDetailsBody] as const;

/** An act that must be refused, once it can be tried. */
type Attempt = (story: Story, world: World) => Act | undefined;

/** People try what they may not: nobody is kept from trying, and every attempt is refused for the reason that its name says. */
const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  'not-your-level': (story, world) => {
    const waiting = householdLevel(story, world);
    const collector = collectorOf(story, HOUSEHOLD, world);
    return (
      waiting && collector && act(story, 'try', collector.userId, SIGN, { line: HOUSEHOLD, level: waiting.level, digest: waiting.digest })
    );
  },
  'wrong-level': (story, world) => {
    const waiting = householdLevel(story, world);
    const next = lineOf(story.state, HOUSEHOLD).submission?.route.steps[1];
    const [early] = next === undefined ? [] : holdersOf(next.posts.slice(0, 1), world);
    if (waiting === undefined || next === undefined || early === undefined || waiting.level === next.level) return undefined;
    return act(story, 'try', early.userId, SIGN, { line: HOUSEHOLD, level: next.level, digest: waiting.digest });
  },
  'stale-digest': (story, world) => {
    const waiting = householdLevel(story, world);
    const person = waiting && oneOf(eligibleFor(waiting, world.staffing, world.now).people, dice(world.seed, story.key, 'try'));
    return waiting && person && act(story, 'try', person.userId, SIGN, { line: HOUSEHOLD, level: waiting.level, digest: NOTHING_SEEN });
  },
  'requirements-missing': (story, world) => {
    const collector = collectorOf(story, HOUSEHOLD, world);
    const missing = definitionOf(story, world.type).missing(HOUSEHOLD, story.state, world.staffing);
    if (!isCollecting(lineOf(story.state, HOUSEHOLD)) || missing.length === 0 || collector === undefined) return undefined;
    return act(story, 'try', collector.userId, [SubmitLine, SubmitLineBody] as const, { line: HOUSEHOLD });
  },
  'not-collector': (story, world) => {
    const [elsewhere] = otherUnits(story, HOUSEHOLD, world.staffing);
    const [stranger] = elsewhere === undefined ? [] : holdersOf([{ role: 'collector', unit: elsewhere, line: HOUSEHOLD }], world);
    const values = changedAddress(story, world);
    if (!isCollecting(lineOf(story.state, HOUSEHOLD)) || stranger === undefined || values === undefined) return undefined;
    const own = definitionOf(story, world.type).collectors(HOUSEHOLD, story.state, world.staffing);
    if (holdersOf(own, world).some(({ userId }) => userId === stranger.userId)) return undefined;
    return act(story, 'try', stranger.userId, COLLECT, { section: 'household', values });
  },
  'invalid-values': (story, world) => {
    const collector = collectorOf(story, ENROLMENT, world);
    if (!isCollecting(lineOf(story.state, ENROLMENT)) || textOf(story.state, 'school') === undefined || collector === undefined)
      return undefined;
    const cardNumber = wrongCardNumber(dice(world.seed, story.key, 'try'));
    return act(story, 'try', collector.userId, COLLECT, { section: 'payment', values: { cardNumber } });
  },
  'lines-incomplete': (story, world) => {
    const [approver] = approvers(world);
    const early = householdLevel(story, world);
    return early && approver && act(story, 'try', approver.userId, SIGN, { line: JOINT, level: 'county', digest: NOTHING_SEEN });
  },
  'line-locked': (story, world) => {
    const collector = collectorOf(story, HOUSEHOLD, world);
    const values = changedAddress(story, world);
    if (story.state.approved === undefined || collector === undefined || values === undefined) return undefined;
    return act(story, 'try', collector.userId, COLLECT, { section: 'household', values });
  },
};

/** What somebody tries in vain with this record, as soon as there is an occasion. */
export function trying(story: Story, world: World): readonly Task[] {
  const incident = world.incidentOf(story);
  if (incident?.kind !== 'try' || story.refused.has(incident.code) || !isAlive(story.state)) return [];
  const since = occasion(incident.code, story, world);
  if (since === undefined) return [];
  const acts = (now: World): readonly Act[] => {
    const attempt = ATTEMPTS[incident.code]?.(story, now);
    return attempt === undefined ? [] : [{ ...attempt, key: `${attempt.key}|${incident.code}`, refusedWith: incident.code }];
  };
  return [{ at: later(since, 0, dice(world.seed, story.key, 'try')), acts }];
}

/** When it became possible to try; it comes before what would have been done otherwise. */
function occasion(code: string, { state }: Story, world: World): string | undefined {
  switch (code) {
    case 'requirements-missing':
    case 'not-collector':
    case 'invalid-values':
      return world.from;
    case 'line-locked':
      return state.approved?.time;
    default:
      return waitingSince(lineOf(state, HOUSEHOLD));
  }
}

function householdLevel({ state }: Story, { type, staffing }: World) {
  return pending(state, type, staffing).find(({ line }) => line === HOUSEHOLD);
}

function changedAddress({ state, key }: Story, { seed }: World) {
  const address = valueOf(state, 'address');
  return address === null ? undefined : { address: otherValue('address', address, dice(seed, key, 'try')) };
}
