import {
  AppealAttribution,
  AppealAttributionBody,
  DecideAttributionAppeal,
  DecideAttributionAppealBody,
  NameDecider,
  NameDeciderBody,
} from '#responsibility';
import type { Answerer, ReportedError } from '#verification';
import { later } from '../chance/calendar.js';
import { dice, type Dice } from '../chance/dice.js';
import { handsIn, type ErrorStory, type Story } from '../story/story.js';
import { act, type Act, type Task } from './act.js';
import { countyPeople, judges } from './people.js';
import type { World } from './world.js';

/** How many of those who are to answer for an error do not accept it. */
const APPEALING_SHARE = 0.2;
const REVERSED_SHARE = 0.4;
const GROUNDS = ['审核时所附材料与录入一致', '当时尚未接手本单位的审核', '已在退回意见中指出'] as const;
const UPHELD = '经查阅审核记录，责任认定无误';
const REVERSED = '经查阅审核记录，申诉属实';

/** An error that people answer for, with when what happened about it. */
interface Answered {
  readonly error: ReportedError;
  readonly told: ErrorStory;
}

/** Appeals of those who are to answer for an error: heard by an officer whom the auditor names. */
export function appealing(story: Story, world: World): readonly Task[] {
  const errors = Object.values(story.state.errors).flatMap((error): Answered[] => {
    const told = story.errors.get(error.errorId);
    return told?.decidedAt === undefined || (error.answerers ?? []).length === 0 ? [] : [{ error, told }];
  });
  return errors.flatMap((one) => [...appealed(story, one, world), ...named(story, one, world), ...heard(story, one, world)]);
}

function appealed(story: Story, { error, told }: Answered, world: World): readonly Task[] {
  const { errorId, field, answerers = [], appeals = {} } = error;
  const decidedAt = told.decidedAt ?? '';
  return answerers.flatMap(({ userId }: Answerer): Task[] => {
    const die = dice(world.seed, story.key, 'appeal', field, decidedAt, userId);
    if (appeals[userId] !== undefined || !die.share(APPEALING_SHARE)) return [];
    const body = { errorId, reason: die.pick(GROUNDS) };
    const command = [AppealAttribution, AppealAttributionBody] as const;
    return [
      { at: later(decidedAt, die.between(1, 5), die), acts: () => [act(story, `appeal|${errorId}|${userId}`, userId, command, body)] },
    ];
  });
}

/** The auditor names an officer who has had no hand in the value, has not confirmed the error and does not answer for it. */
function named(story: Story, { error, told }: Answered, world: World): readonly Task[] {
  const { field, appeals = {}, deciders } = error;
  const [first] = [...(told.appealedAt?.values() ?? [])];
  if (first === undefined || deciders?.appeal !== undefined || !Object.values(appeals).includes('open')) return [];
  const die = dice(world.seed, story.key, 'naming', field, first);
  return [{ at: later(first, die.between(1, 3), die), acts: (now) => naming(story, error, now) }];
}

function naming(story: Story, error: ReportedError, world: World): readonly Act[] {
  const { errorId, field, line } = error;
  const [auditor] = countyPeople('auditor', '', world).filter(({ onBehalfOf }) => onBehalfOf === undefined);
  const barred = partiesOf(story, error);
  const decider = judges(line, world).find(({ userId, onBehalfOf }) => onBehalfOf === undefined && !barred.has(userId));
  if (auditor === undefined || decider === undefined) return [];
  const body = { errorId, matter: 'appeal' as const, userId: decider.userId };
  return [act(story, `name|${errorId}|${field}`, auditor.userId, [NameDecider, NameDeciderBody] as const, body)];
}

/** Each appeal is decided by whom the auditor has named, as long as they hold a post and have kept out of it. */
function heard(story: Story, { error, told }: Answered, world: World): readonly Task[] {
  const { field, appeals = {}, deciders } = error;
  const decider = deciders?.appeal;
  const since = told.namedAt;
  if (decider === undefined || since === undefined) return [];
  const open = Object.entries(appeals).filter(([, standing]) => standing === 'open');
  return open.map(([appellant]): Task => {
    const die = dice(world.seed, story.key, 'hearing', field, since, appellant);
    const at = later(told.appealedAt?.get(appellant) ?? since, die.between(3, 7), die);
    return { at: at > since ? at : later(since, 1, die), acts: (now) => hearing(story, error, { appellant, decider }, die, now) };
  });
}

function hearing(
  story: Story,
  error: ReportedError,
  { appellant, decider }: { readonly appellant: string; readonly decider: string },
  die: Dice,
  { staffing, now }: World,
): readonly Act[] {
  const holds = staffing.appointmentsOf(decider, now).some(({ onBehalfOf }) => onBehalfOf === undefined);
  if (!holds || partiesOf(story, error).has(decider)) return [];
  const { errorId } = error;
  const reversed = die.share(REVERSED_SHARE);
  const body = {
    errorId,
    appellant,
    outcome: reversed ? ('reversed' as const) : ('upheld' as const),
    reason: reversed ? REVERSED : UPHELD,
  };
  const command = [DecideAttributionAppeal, DecideAttributionAppealBody] as const;
  return [act(story, `hear|${errorId}|${appellant}`, decider, command, body)];
}

/** Who may not judge an attribution. */
function partiesOf(story: Story, { field, line, answerers = [], decidedBy }: ReportedError): ReadonlySet<string> {
  const parties = [...answerers, ...(decidedBy === undefined ? [] : [decidedBy])];
  const people = parties.flatMap(({ userId, onBehalfOf }) => (onBehalfOf === undefined ? [userId] : [userId, onBehalfOf]));
  return new Set([...handsIn(story, field, line), ...people]);
}
