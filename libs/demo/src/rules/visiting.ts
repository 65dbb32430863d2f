import type { Json } from '#kernel';
import { RecordVisit, RecordVisitBody } from '#records';
import {
  WORK_HOURS,
  cycleAt,
  dateOf,
  dayAt,
  dayOf,
  later,
  monthAfter,
  monthsBetween,
  nextHour,
  timeAt,
  workingDaysAfter,
} from '../chance/calendar.js';
import { dice, type Dice } from '../chance/dice.js';
import { valueOf, type Story } from '../story/story.js';
import { doubtfulFields, otherValue } from '../values/other-value.js';
import { act, type Act, type Task } from './act.js';
import { ENROLMENT, HOUSEHOLD, laterOf } from './lines.js';
import { visitorOf } from './people.js';
import type { World } from './world.js';

/** A visit of 三联访: its method is the role's. */
interface Plan {
  readonly month: string;
  readonly method: string;
  readonly role: string;
  /** Which of the run's visits by this method it is, from 1. */
  readonly number: number;
}

/** As the seed article counts a school's visits: 36 at home, 85 online, 105 by phone. */
const HOME = 36;
const ONLINE = 85;
const PHONE = 105;
const INQUIRIES: readonly (readonly [method: string, weight: number])[] = [
  ['online', ONLINE],
  ['phone', PHONE],
];
/** After the first month helpers ask again, each record now and then. */
const ASKED_AGAIN = 0.35;
const SPOT_CHECKS = 0.06;
const DIFFERS = 0.03;
const PURPOSES: readonly (readonly [purpose: string, weight: number])[] = [
  ['资助访', 60],
  ['爱心访', 15],
  ['激励访', 15],
  ['阳光访', 10],
];
const CHECKED: Readonly<Record<string, readonly string[]>> = {
  helper: ['address', 'members', 'guardian', 'cause'],
  'helper-teacher': ['guardianPhone', 'guardian', 'class', 'boarding'],
  'resident-helper': ['address', 'members', 'headIdNumber'],
};
const PEOPLE_MET: readonly (readonly string[])[] = [['监护人'], ['监护人', '学生本人'], ['户主'], ['学生本人']];

/** The three helpers come by, ask and look, month by month; before a line goes up at least one of them has. */
export function visiting(story: Story, world: World): readonly Task[] {
  if (story.state.closed !== undefined) return [];
  const plan = plansOf(story, world).find((one) => !isDone(story, one, world));
  return plan === undefined ? [] : [{ at: turnOf(story, plan, world), acts: (now) => visited(story, plan, now) }];
}

function plansOf(story: Story, world: World): readonly Plan[] {
  const counts = new Map<string, number>();
  const months = monthsBetween(laterOf(world.from, story.openedAt), world.until);
  // What is visited is this school year's record, also where next year's waits for its approval.
  const own = months.filter((month) => cycleAt(timeAt(dayAt(`${month}-01`), WORK_HOURS[0])) === story.cycle);
  return own.flatMap((month, index) =>
    visitsOf(story, month, index === 0, world).map(([method, role]): Plan => {
      const number = (counts.get(method) ?? 0) + 1;
      counts.set(method, number);
      return { month, method, role, number };
    }),
  );
}

/**
 * How many home visits there are for one inquiry, so that over all records there are as many as the seed article counts: those whom no
 * teacher knows have theirs already.
 */
export function homeShareOf(stories: readonly Story[], months: number): number {
  const taught = stories.filter(isTaught).length;
  const inquiries = taught * (1 + ASKED_AGAIN * (months - 1));
  const wanted = (inquiries * HOME) / (ONLINE + PHONE) - (stories.length - taught);
  return inquiries === 0 ? 0 : Math.max(0, wanted) / inquiries;
}

/** The visits of one month. Whom no teacher knows somebody sees at home in the first. */
function visitsOf(
  story: Story,
  month: string,
  first: boolean,
  { seed, homeShare }: World,
): readonly (readonly [method: string, role: string])[] {
  const die = dice(seed, story.key, 'visits', month);
  const taught = isTaught(story);
  const asked = taught && (first || die.share(ASKED_AGAIN));
  const home = taught ? homeShare * (first ? 1 : ASKED_AGAIN) : Number(first);
  return [
    ...(asked ? [[die.weighted(INQUIRIES), 'helper-teacher'] as const] : []),
    ...(die.share(home) ? [['home', 'helper'] as const] : []),
    ...(die.share(SPOT_CHECKS) ? [['spot-check', 'resident-helper'] as const] : []),
  ];
}

/** Whether a school of ours has a teacher for the student. A transfer changes the school, not that there is one. */
function isTaught({ begun, state }: Story): boolean {
  const school = valueOf(begun ?? state, 'school');
  return typeof school === 'string' && !school.startsWith('outside:');
}

function isDone({ state }: Story, { method, number }: Plan, { from }: World): boolean {
  const since = dateOf(dayOf(from));
  return state.visits.filter((visit) => visit.method === method && visit.date >= since).length >= number;
}

/** The first visits come early, so that collectors need not wait; later ones at any time of their month. */
function turnOf(story: Story, { month, method }: Plan, world: World): string {
  const begin = laterOf(world.from, story.openedAt);
  const die = dice(world.seed, story.key, 'visit', month, method);
  const first = dateOf(dayOf(begin)).slice(0, 7) === month;
  if (first && story.state.visits.length === 0) return later(begin, die.between(0, 9), die);
  const start = first ? dayOf(begin) + 1 : dayAt(`${month}-01`);
  const end = dayAt(`${monthAfter(month)}-01`) - 1;
  const day = workingDaysAfter(die.between(start, Math.max(start, end - 3)), 0);
  const hour = timeAt(day, die.pick(WORK_HOURS));
  return dateOf(day).startsWith(month) ? hour : nextHour(begin);
}

function visited(story: Story, { month, method, role, number }: Plan, world: World): readonly Act[] {
  const date = dateOf(dayOf(world.now));
  const die = dice(world.seed, story.key, 'found', method, number);
  const visitor = visitorOf(story, role, world, die);
  if (visitor === undefined || cycleAt(world.now) !== story.cycle) return [];
  const checked = checks(story, visitor.role, die);
  const body = {
    method,
    purpose: die.weighted(PURPOSES),
    date,
    peopleMet: [...die.pick(PEOPLE_MET)],
    ...(Object.keys(checked).length > 0 && { checked }),
  };
  return [act(story, `visit|${month}|${method}`, visitor.userId, [RecordVisit, RecordVisitBody] as const, body)];
}

/** What a visitor looks at: confirmed, or another value than the record has. */
export function checks(
  { state }: Story,
  role: string,
  die: Dice,
  differs = DIFFERS,
): Record<string, { outcome: 'confirmed' | 'differs'; value?: Json; note?: string }> {
  const doubtful = [HOUSEHOLD, ENROLMENT].flatMap((line) => doubtfulFields(state, line));
  const fields = (CHECKED[role] ?? []).filter((field) => doubtful.includes(field));
  const result: ReturnType<typeof checks> = {};
  for (const field of fields) {
    if (die.share(differs))
      result[field] = { outcome: 'differs', value: otherValue(field, valueOf(state, field), die), note: '与走访所见不符' };
    else if (die.share(0.8)) result[field] = { outcome: 'confirmed' };
  }
  return result;
}
