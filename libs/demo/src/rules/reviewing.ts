import {
  EscalateLevel,
  EscalateLevelBody,
  RejectRecord,
  RejectRecordBody,
  ReturnLine,
  ReturnLineBody,
  SignOffLine,
  SignOffLineBody,
  ViewRecord,
  ViewRecordBody,
} from '#records';
import { eligibleFor, JOINT, pending, type Pending } from '#verification';
import { fridayAfter, later } from '../chance/calendar.js';
import { dice, type Dice } from '../chance/dice.js';
import { waitKey } from '../story/story-book.js';
import { times, type Story } from '../story/story.js';
import { doubtfulFields } from '../values/other-value.js';
import { act, type Act, type Task } from './act.js';
import { completeSince, HOUSEHOLD, LINES, lineOf, waitingSince } from './lines.js';
import { collectorOf, oneOf, opensIt, paceOf } from './people.js';
import { definitionOf, type World } from './world.js';

const REASONS: Readonly<Record<string, string>> = {
  address: '组别与户口簿不符',
  members: '家庭人口与户口簿不符',
  guardian: '监护人姓名有误，请核实',
  guardianPhone: '电话无法接通，请核实',
  cause: '致贫原因与手册不符',
  headIdNumber: '户主证件号与复印件不符',
  class: '班级与学籍不符',
  boarding: '请核实是否寄宿',
  bank: '开户行填写不完整',
  cardNumber: '卡号与银行卡照片不符',
  payeeIdNumber: '领款人证件号有误',
};
/** Levels at which whole stacks are signed on Fridays. */
const UPPER_LEVELS: readonly string[] = ['township', 'centre-school', 'department'];
const BULK_UNITS = 0.4;
const BULK_AT_COUNTY = 0.35;
const SPONTANEOUS_RETURNS = 0.03;
const ESCALATED = 0.5;

/** Every level that waits: somebody signs it, sends it back or rejects it; what is overdue may be escalated. */
export function reviewing(story: Story, world: World): readonly Task[] {
  return pending(story.state, world.type, world.staffing).flatMap((waiting) => {
    const since = waiting.line === JOINT ? completeSince(story) : waitingSince(lineOf(story.state, waiting.line));
    if (since === undefined) return [];
    return [
      { at: turnOf(story, waiting, since, world), acts: (now: World) => reviewed(story, waiting.line, now) },
      ...escalating(story, waiting, world),
    ];
  });
}

function dieOf(story: Story, { line, level }: Pick<Pending, 'line' | 'level'>, { seed }: World, what: string): Dice {
  const submission = line === JOINT ? times(story, 'line-submitted') : lineOf(story.state, line).submissions;
  return dice(seed, story.key, story.cycle, line, level, submission, what);
}

/** By the unit whose level it is, whoever will sign it in the end: so it is known from the record alone. */
function turnOf(story: Story, waiting: Pending, since: string, world: World): string {
  const die = dieOf(story, waiting, world, 'turn');
  if (isBulk(story, waiting, world)) return fridayAfter(since);
  return later(since, paceOf(world.seed, waiting.posts[0]?.unit ?? '', waiting.line, die), die);
}

function isBulk(story: Story, waiting: Pending, world: World): boolean {
  if (world.incidentOf(story) !== undefined) return false;
  if (waiting.line === JOINT) return dieOf(story, waiting, world, 'bulk').share(BULK_AT_COUNTY);
  return UPPER_LEVELS.includes(waiting.level) && dice(world.seed, 'bulk', waiting.posts[0]?.unit ?? '', waiting.line).share(BULK_UNITS);
}

function reviewed(story: Story, line: string, world: World): readonly Act[] {
  const waiting = pending(story.state, world.type, world.staffing).find((one) => one.line === line);
  if (waiting === undefined) return [];
  const die = dieOf(story, waiting, world, 'review');
  const person = oneOf(eligibleFor(waiting, world.staffing, world.now).people, die);
  if (person === undefined) return [];
  const decision = returned(story, waiting, person.userId, world) ?? rejected(story, waiting, person.userId, world);
  if (decision !== undefined) return [viewed(story, waiting, person.userId), decision];
  const note = reasonFor(story, waiting, world);
  const sign = signed(story, waiting, person.userId, note, isBulk(story, waiting, world) && note === undefined);
  return sign.bulk === undefined && opensIt(world.seed, person.userId, die) ? [viewed(story, waiting, person.userId), sign] : [sign];
}

function viewed(story: Story, { line, digest }: Pending, userId: string): Act {
  return { ...act(story, `view|${line}`, userId, [ViewRecord, ViewRecordBody] as const, { line, digest }), looks: true };
}

function signed(story: Story, { line, level, digest }: Pending, userId: string, note: string | undefined, bulk: boolean): Act {
  const body = { line, level, digest, ...(note !== undefined && { note }) };
  const sign = act(story, `sign-off|${line}`, userId, [SignOffLine, SignOffLineBody] as const, body);
  return bulk ? { ...sign, bulk: { recordId: story.recordId, line, level, digest } } : sign;
}

/** What the county has to explain before it signs both lines together. */
function reasonFor(story: Story, { line }: Pending, { type }: World): string | undefined {
  const codes = line === JOINT ? definitionOf(story, type).crossCheck(story.state) : [];
  return codes.length > 0 ? '领款人为其亲属，已电话核实' : undefined;
}

function returned(story: Story, waiting: Pending, userId: string, world: World): Act | undefined {
  const incident = world.incidentOf(story);
  const meant = incident?.kind === 'return' && incident.level === waiting.level && times(story, `line-returned:${waiting.level}`) === 0;
  const die = dieOf(story, waiting, world, 'return');
  if (!meant && (incident !== undefined || !die.share(SPONTANEOUS_RETURNS) || times(story, 'line-returned') > 0)) return undefined;
  const lines = waiting.line === JOINT ? LINES.filter((line) => lineOf(story.state, line).submission !== undefined) : [waiting.line];
  const doubted = lines.filter((line) => doubtfulFields(story.state, line).length > 0);
  if (doubted.length === 0) return undefined;
  const line = die.pick(doubted);
  const field = die.pick(doubtfulFields(story.state, line));
  const [first] = lineOf(story.state, line).submission?.route.steps ?? [];
  const to = first !== undefined && first.level !== waiting.level && die.share(0.2) ? first.level : 'collection';
  const reasons = [{ field, reason: REASONS[field] ?? '请核实' }];
  const body = { line, level: waiting.level, digest: waiting.digest, to, reasons };
  return act(story, `return|${line}`, userId, [ReturnLine, ReturnLineBody] as const, body);
}

function rejected(story: Story, { line, digest }: Pending, userId: string, { incidentOf }: World): Act | undefined {
  if (line !== JOINT || incidentOf(story)?.kind !== 'reject' || times(story, 'record-rejected') > 0) return undefined;
  return act(story, 'reject', userId, [RejectRecord, RejectRecordBody] as const, { digest, reason: '家庭情况与认定条件不符' });
}

/** Somebody who waits for a level tells the one above that it is late. */
function escalating(story: Story, { line, level, dueAt }: Pending, world: World): readonly Task[] {
  if (dueAt === undefined || story.escalated.has(waitKey({ line, level, dueAt }))) return [];
  const die = dice(world.seed, story.key, 'escalate', line, level, dueAt);
  if (!die.share(ESCALATED)) return [];
  const escalated = (now: World): readonly Act[] => {
    const collector = collectorOf(story, line === JOINT ? HOUSEHOLD : line, now);
    if (collector === undefined) return [];
    const body = { line, level, reason: '已逾期，请督促' };
    return [act(story, `escalate|${line}|${level}|${dueAt}`, collector.userId, [EscalateLevel, EscalateLevelBody] as const, body)];
  };
  return [{ at: later(dueAt, 1, die), acts: escalated }];
}
