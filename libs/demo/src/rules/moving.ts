import { AcceptTransfer, AcceptTransferBody, DisputeTransfer, DisputeTransferBody, TransferLine, TransferLineBody } from '#records';
import type { Directory } from '#directory';
import { later } from '../chance/calendar.js';
import { dice } from '../chance/dice.js';
import { lastTime, textOf, times, type Story } from '../story/story.js';
import { act, type Act, type Task } from './act.js';
import { ENROLMENT, HOUSEHOLD, isAlive, laterOf, LINES, lineOf } from './lines.js';
import { collectorOf, holdersOf, oneOf } from './people.js';
import { nextSchool } from './promotion.js';
import { definitionOf, type World } from './world.js';

const WITHIN_DAYS = 40;

/** A line goes to another unit, which takes it or says that it is not theirs. */
export function moving(story: Story, world: World): readonly Task[] {
  if (!isAlive(story.state)) return [];
  const waiting = LINES.filter((line) => lineOf(story.state, line).transfer !== undefined);
  return waiting.length > 0
    ? waiting.flatMap((line) => receiving(story, line, world))
    : [...transferring(story, world), ...goingOn(story, world)];
}

/** Units of the same kind to which a line could go: sibling villages, schools of the kind and township, else of the kind. */
export function otherUnits(story: Pick<Story, 'state'>, line: string, staffing: Directory): readonly string[] {
  if (line === HOUSEHOLD) {
    const village = staffing.region(textOf(story.state, 'region') ?? '');
    if (village?.level !== 'village') return [];
    return staffing.childrenOf(village.parent).flatMap(({ code }) => (code === village.code ? [] : [code]));
  }
  const school = staffing.school(textOf(story.state, 'school') ?? '');
  const same = staffing.schools().filter(({ kind, code }) => kind === school?.kind && code !== school.code);
  const nearby = same.filter(({ township }) => township === school?.township);
  return (nearby.length > 0 ? nearby : same).map(({ code }) => code);
}

function transferring(story: Story, world: World): readonly Task[] {
  const incident = world.incidentOf(story);
  if (incident?.kind !== 'transfer' || times(story, `record-transferred:${incident.line}`) > 0) return [];
  const { line } = incident;
  const die = dice(world.seed, story.key, story.cycle, 'transfer', line);
  const at = later(laterOf(world.from, story.openedAt), die.between(2, WITHIN_DAYS), die);
  const acts = (now: World): readonly Act[] => {
    const units = otherUnits(story, line, now.staffing).filter((unit) => receiversOf(story, line, unit, now).length > 0);
    return units.length === 0 || now.isHeld(story) ? [] : transferred(story, line, die.pick(units), now);
  };
  return [{ at, acts }];
}

/** After the last grade of a school the pupil goes on to the next. */
function goingOn(story: Story, world: World): readonly Task[] {
  const school = nextSchool(story, world.staffing, world.seed);
  if (school === undefined) return [];
  const die = dice(world.seed, story.key, story.cycle, 'goes on');
  return [{ at: later(story.openedAt, die.between(0, 5), die), acts: (now) => transferred(story, ENROLMENT, school, now) }];
}

function transferred(story: Story, line: string, to: string, world: World): readonly Act[] {
  const collector = collectorOf(story, line, world);
  if (collector === undefined) return [];
  const reason = line === HOUSEHOLD ? '户口迁移' : '转学';
  return [act(story, `transfer|${line}`, collector.userId, [TransferLine, TransferLineBody] as const, { line, to, reason })];
}

function receiversOf(story: Story, line: string, unit: string, world: World) {
  return holdersOf(definitionOf(story, world.type).receivers(line, unit, world.staffing), world);
}

function receiving(story: Story, line: string, world: World): readonly Task[] {
  const since = lastTime(story, `record-transferred:${line}`);
  if (since === undefined) return [];
  const die = dice(world.seed, story.key, 'receive', line, since);
  return [{ at: later(since, die.between(1, 4), die), acts: (now) => received(story, line, now) }];
}

function received(story: Story, line: string, world: World): readonly Act[] {
  const to = lineOf(story.state, line).transfer?.to ?? '';
  const receivers = receiversOf(story, line, to, world);
  const collectors = receivers.filter(({ role }) => role === 'collector');
  const person = oneOf(collectors.length > 0 ? collectors : receivers, dice(world.seed, story.key, 'receiver', line));
  if (person === undefined) return [];
  const incident = world.incidentOf(story);
  if (incident?.kind === 'transfer' && incident.disputed && incident.line === line) {
    const body = { line, reason: '查无此人，不属本单位' };
    return [act(story, `dispute|${line}`, person.userId, [DisputeTransfer, DisputeTransferBody] as const, body)];
  }
  return [act(story, `accept|${line}`, person.userId, [AcceptTransfer, AcceptTransferBody] as const, { line })];
}
