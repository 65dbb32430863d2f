import type { Appointment, Post } from '#verification';
import { dice, type Dice } from '../chance/dice.js';
import type { Story } from '../story/story.js';
import { ENROLMENT, HOUSEHOLD } from './lines.js';
import { definitionOf, type World } from './world.js';

const COLLECTOR = 'collector';

/** Everybody who holds one of the posts now, each once, in the order of the posts. */
export function holdersOf(posts: readonly Post[], { staffing, now }: World): readonly Appointment[] {
  const holders = posts.flatMap((post) => staffing.holders(post, now));
  return holders.filter(({ userId }, index) => holders.findIndex((other) => other.userId === userId) === index);
}

/** One of them; whoever stands in for somebody who is away goes first. */
export function oneOf(people: readonly Appointment[], die: Dice): Appointment | undefined {
  if (people.length === 0) return undefined;
  const standIns = people.filter(({ onBehalfOf }) => onBehalfOf !== undefined);
  return die.pick(standIns.length > 0 ? standIns : people);
}

/** Who collects and submits on a line of a record: always the same person, as long as they hold the post. */
export function collectorOf(story: Story, line: string, world: World): Appointment | undefined {
  const holders = holdersOf(definitionOf(story, world.type).collectors(line, story.state, world.staffing), world);
  const collectors = holders.filter(({ role }) => role === COLLECTOR);
  return oneOf(collectors.length > 0 ? collectors : holders, dice(world.seed, story.key, 'collector', line));
}

/** Who visits in a role; somebody else who may, if nobody has it. */
export function visitorOf(story: Story, role: string, world: World, die: Dice): Appointment | undefined {
  const holders = holdersOf(definitionOf(story, world.type).visitors(story.state, world.staffing), world);
  const suiting = holders.filter((holder) => holder.role === role);
  return oneOf(suiting.length > 0 ? suiting : holders, die);
}

/** The county's people of a role. */
export function countyPeople(role: string, line: string, world: World): readonly Appointment[] {
  const county = world.staffing.top();
  return county === undefined ? [] : holdersOf([{ role, unit: county.code, line }], world);
}

/** The county's approvers. */
export function approvers(world: World): readonly Appointment[] {
  return countyPeople('approver', 'county', world);
}

/** Whose officer knows a line's facts best. */
const DEPARTMENT_OF: Readonly<Record<string, string>> = { [HOUSEHOLD]: 'poverty-alleviation', [ENROLMENT]: 'education' };
const DEPARTMENTS = ['education', 'poverty-alleviation', 'civil-affairs', 'disabled-federation', 'public-security'];

/** Who may judge what is wrong on a line: the officer who knows its facts first, in the end the approvers. */
export function judges(line: string, world: World): readonly Appointment[] {
  const departments = [DEPARTMENT_OF[line] ?? '', ...DEPARTMENTS];
  return [...departments.flatMap((department) => countyPeople('officer', department, world)), ...approvers(world)];
}

const USUAL_DAYS = [1, 1, 1, 2, 2, 3] as const;
const QUICK_DAYS = [0, 0, 1] as const;
const SLOW_DAYS = [4, 6, 7, 8, 9] as const;
const SLOW_SHARE = 0.12;
const QUICK_SHARE = 0.25;

/** How many working days a unit takes for one more record: some are always late. */
export function paceOf(seed: string, unit: string, line: string, die: Dice): number {
  const temper = dice(seed, 'pace', unit, line).next();
  if (temper < SLOW_SHARE) return die.pick(SLOW_DAYS);
  return die.pick(temper > 1 - QUICK_SHARE ? QUICK_DAYS : USUAL_DAYS);
}

/** Whether a person opens what they sign: most always, some hardly ever. */
export function opensIt(seed: string, userId: string, die: Dice): boolean {
  const careless = dice(seed, 'careless', userId).share(0.3);
  return die.share(careless ? 0.15 : 0.95);
}
