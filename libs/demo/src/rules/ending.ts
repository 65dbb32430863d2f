import {
  AppealRecord,
  AppealRecordBody,
  CloseRecord,
  CloseRecordBody,
  OpenNextCycle,
  OpenNextCycleBody,
  recordIdOf,
  ReopenRecord,
  ReopenRecordBody,
} from '#records';
import { dayAt, later, timeAt, WORK_HOURS, workingDaysAfter } from '../chance/calendar.js';
import { dice } from '../chance/dice.js';
import { times, type Story } from '../story/story.js';
import { act, type Act, type Task } from './act.js';
import { HOUSEHOLD, laterOf } from './lines.js';
import { approvers, collectorOf, oneOf } from './people.js';
import { isLastYear } from './promotion.js';
import type { World } from './world.js';

const CLOSED_WITHIN = 50;
const APPEALED = 0.75;
/** Helpers collect as well, but open no records. */
const OPENERS: readonly string[] = ['collector', 'officer'];

/** A record ends, or what had ended begins again. */
export function ending(story: Story, world: World): readonly Task[] {
  const { closed, rejected } = story.state;
  if (closed !== undefined) return [];
  return [
    ...leaving(story, world),
    ...(rejected === undefined ? [...reopening(story, world), ...nextYear(story, world)] : appealing(story, world)),
  ];
}

function leaving(story: Story, world: World): readonly Task[] {
  const incident = world.incidentOf(story);
  if (incident?.kind !== 'close') return [];
  const die = dice(world.seed, story.key, story.cycle, 'close');
  const at = later(laterOf(world.from, story.openedAt), die.between(3, CLOSED_WITHIN), die);
  return [{ at, acts: (now) => closed(story, incident.reason, now) }];
}

function closed(story: Story, reason: string, world: World): readonly Act[] {
  const collector = collectorOf(story, HOUSEHOLD, world);
  if (collector === undefined || world.isHeld(story)) return [];
  return [act(story, 'close', collector.userId, [CloseRecord, CloseRecordBody] as const, { reason })];
}

/** Three of four families whose record was rejected appeal. */
function appealing(story: Story, world: World): readonly Task[] {
  const rejected = story.state.rejected?.time ?? world.from;
  const die = dice(world.seed, story.key, 'appeal', rejected);
  const acts = (now: World): readonly Act[] => {
    const collector = collectorOf(story, HOUSEHOLD, now);
    if (collector === undefined) return [];
    return [act(story, 'appeal', collector.userId, [AppealRecord, AppealRecordBody] as const, { reason: '家庭情况另有说明，请求复核' })];
  };
  return die.share(APPEALED) || times(story, 'record-rejected') > 1 ? [{ at: later(rejected, die.between(2, 6), die), acts }] : [];
}

/** The world has changed since the county approved. */
function reopening(story: Story, world: World): readonly Task[] {
  const incident = world.incidentOf(story);
  const { approved } = story.state;
  if (incident?.kind !== 'reopen' || approved === undefined || times(story, 'record-reopened') > 0) return [];
  const die = dice(world.seed, story.key, 'reopen', incident.line);
  const acts = (now: World): readonly Act[] => {
    const person = oneOf(approvers(now), die);
    const body = { lines: [incident.line], reason: '情况发生变化，需重新核实' };
    return person === undefined ? [] : [act(story, 'reopen', person.userId, [ReopenRecord, ReopenRecordBody] as const, body)];
  };
  return [{ at: later(approved.time, die.between(2, 8), die), acts }];
}

/** In September next year's record is opened from this year's approved one; who has finished school leaves in July. */
function nextYear(story: Story, world: World): readonly Task[] {
  const { state, cycle, continued } = story;
  if (state.approved === undefined || continued) return [];
  const year = cycle.slice(5);
  const die = dice(world.seed, story.key, cycle, 'year');
  if (isLastYear(story)) {
    const day = workingDaysAfter(dayAt(`${year}-07-01`), die.between(0, 8));
    return [{ at: timeAt(day, die.pick(WORK_HOURS)), acts: (now) => closed(story, 'graduated', now) }];
  }
  const next = `${year}-${Number(year) + 1}`;
  if (world.hasRecord(recordIdOf(state.subjectId, next))) return [];
  const day = workingDaysAfter(dayAt(`${year}-09-01`), die.between(0, 12));
  const acts = (now: World): readonly Act[] => {
    const collector = collectorOf(story, HOUSEHOLD, now);
    if (collector === undefined || !OPENERS.includes(collector.role)) return [];
    return [act(story, 'next-cycle', collector.userId, [OpenNextCycle, OpenNextCycleBody] as const, { cycle: next })];
  };
  return [{ at: timeAt(day, die.pick(WORK_HOURS)), acts }];
}
