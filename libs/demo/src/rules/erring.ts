import type { Json } from '#kernel';
import {
  ConfirmError,
  ConfirmErrorBody,
  CorrectRecord,
  CorrectRecordBody,
  DismissError,
  DismissErrorBody,
  RecordVisit,
  RecordVisitBody,
  ReportError,
  ReportErrorBody,
} from '#records';
import { sectionOfField, type Appointment, type ReportedError } from '#verification';
import { cycleAt, dateOf, dayOf, later } from '../chance/calendar.js';
import { dice, type Dice } from '../chance/dice.js';
import { handsIn, valueOf, type Difference, type Story } from '../story/story.js';
import { doubtfulFields, otherValue } from '../values/other-value.js';
import { act, type Act, type Task } from './act.js';
import { HOUSEHOLD, isAlive, isSigned, LINES, lineOf } from './lines.js';
import { approvers, collectorOf, countyPeople, judges, visitorOf } from './people.js';
import type { World } from './world.js';

const REPORT = [ReportError, ReportErrorBody] as const;
/** Fields in which each kind of report finds errors. */
const FIELDS_OF: Readonly<Record<string, readonly string[]>> = {
  payment: ['cardNumber', 'bank', 'payeeIdNumber'],
  appeal: ['guardianPhone', 'boarding', 'members'],
};
const OUTDATED: readonly string[] = ['guardianPhone', 'boarding', 'class', 'guardian'];
const SPOT_CHECK = 'spot-check';

/** Errors in signed values: found, decided on by the county, corrected by the line's people. */
export function erring(story: Story, world: World): readonly Task[] {
  return [...differing(story, world), ...meant(story, world), ...decided(story, world), ...corrected(story, world)];
}

/** A visitor saw another value than somebody had signed: whoever saw it says so. */
function differing(story: Story, world: World): readonly Task[] {
  const { state, differences } = story;
  if (state.closed !== undefined) return [];
  return differences.flatMap((difference): Task[] => {
    const line = lineOfField(difference.field, world);
    if (!isSigned(lineOf(state, line)) || isSettled(story, difference)) return [];
    const die = dice(world.seed, story.key, 'saw', difference.field, difference.time);
    return [{ at: later(difference.time, die.between(0, 2), die), acts: () => [sawOtherwise(story, difference)] }];
  });
}

function isSettled({ state }: Story, { field, time }: Difference): boolean {
  return (state.fields[field]?.time ?? '') > time || Object.values(state.errors).some((error) => error.field === field);
}

function sawOtherwise(story: Story, { field, value, by }: Difference): Act {
  return act(story, `report|${field}`, by.userId, REPORT, { field, origin: 'visit', right: value });
}

/** The error that chance has in store for this record: reported once a line is signed, mostly once it is approved. */
function meant(story: Story, world: World): readonly Task[] {
  const incident = world.incidentOf(story);
  const { state, errors, differences } = story;
  if (incident?.kind !== 'error' || state.closed !== undefined || errors.size > 0) return [];
  const { origin } = incident;
  const die = dice(world.seed, story.key, 'error', origin);
  const approvedOnly = die.share(0.6) || origin === 'payment';
  const fields = fieldsFor(origin, story);
  const since = approvedOnly ? state.approved?.time : signedSince(story);
  if (fields.length === 0 || since === undefined) return [];
  // The visitor of a spot check has seen it and is about to report it.
  if (origin === SPOT_CHECK && differences.some(({ time }) => time > since)) return [];
  const field = die.pick(fields);
  const right = otherValue(field, valueOf(state, field), die);
  return [{ at: later(since, die.between(1, 12), die), acts: (now) => reported(story, origin, field, right, die, now) }];
}

function fieldsFor(origin: string, { state }: Story): readonly string[] {
  const signed = LINES.filter((line) => isSigned(lineOf(state, line))).flatMap((line) => doubtfulFields(state, line));
  const wanted = FIELDS_OF[origin] ?? (origin === SPOT_CHECK ? ['address', 'members', 'headIdNumber'] : undefined);
  return wanted === undefined ? signed : signed.filter((field) => wanted.includes(field));
}

function signedSince({ state }: Story): string | undefined {
  return LINES.flatMap((line) => lineOf(state, line).signOffs[0]?.time ?? [])
    .sort()
    .at(0);
}

/** A spot check is a visit that finds another value; what follows from it is the visitor's own report. */
function reported(story: Story, origin: string, field: string, right: Json, die: Dice, world: World): readonly Act[] {
  if (origin === SPOT_CHECK) {
    const visitor = visitorOf(story, 'resident-helper', world, die);
    if (visitor === undefined || cycleAt(world.now) !== story.cycle) return [];
    const checked = { [field]: { outcome: 'differs' as const, value: right, note: '与入户所见不符' } };
    const body = { method: SPOT_CHECK, purpose: '资助访', date: dateOf(dayOf(world.now)), peopleMet: ['户主'], checked };
    return [act(story, `visit|${SPOT_CHECK}|error`, visitor.userId, [RecordVisit, RecordVisitBody] as const, body)];
  }
  const reporter = reporterOf(story, origin, field, world, die);
  return reporter === undefined ? [] : [act(story, `report|${field}`, reporter.userId, REPORT, { field, origin, right })];
}

function reporterOf(story: Story, origin: string, field: string, world: World, die: Dice): Appointment | undefined {
  switch (origin) {
    case 'payment':
      return countyPeople('officer', 'education', world)[0];
    case 'audit':
      return countyPeople('auditor', '', world)[0] ?? approvers(world)[0];
    case 'visit':
      return visitorOf(story, 'helper', world, die);
    default:
      return collectorOf(story, lineOfField(field, world), world);
  }
}

/** The county decides on what was reported: the officer who knows the facts, or another who has had no hand in them. */
function decided(story: Story, world: World): readonly Task[] {
  const open = Object.values(story.state.errors).filter(({ status }) => status === 'reported');
  return open.flatMap((error): Task[] => {
    const reportedAt = story.errors.get(error.errorId)?.reportedAt;
    if (reportedAt === undefined) return [];
    const die = dice(world.seed, story.key, 'verdict', error.field, reportedAt);
    return [{ at: later(reportedAt, die.between(1, 6), die), acts: (now) => verdict(story, error, die, now) }];
  });
}

function verdict(story: Story, { errorId, field, line }: ReportedError, die: Dice, world: World): readonly Act[] {
  const incident = world.incidentOf(story);
  const meantVerdict = incident?.kind === 'error' && incident.origin === story.errors.get(errorId)?.origin ? incident.verdict : undefined;
  const chance = die.weighted([
    ['confirm', 72],
    ['dismiss', 14],
    ['outdated', OUTDATED.includes(field) ? 14 : 0],
  ] as const);
  const judge = judgeOf(story, field, line, world);
  if (judge === undefined) return [];
  const how = meantVerdict ?? chance;
  if (how === 'dismiss') {
    const body = { errorId, reason: '经核实，原值无误' };
    return [act(story, `dismiss|${errorId}`, judge.userId, [DismissError, DismissErrorBody] as const, body)];
  }
  const body = { errorId, ...(how === 'outdated' && { outdated: true }) };
  return [act(story, `confirm|${errorId}`, judge.userId, [ConfirmError, ConfirmErrorBody] as const, body)];
}

/** The officer who knows the facts; if they had a hand in the value, the next one, in the end an approver. */
function judgeOf(story: Story, field: string, line: string, world: World): Appointment | undefined {
  const hands = handsIn(story, field, line);
  return judges(line, world).find(({ userId, onBehalfOf }) => !hands.has(userId) && (onBehalfOf === undefined || !hands.has(onBehalfOf)));
}

/** What was found wrong is set right by the line's collectors. */
function corrected(story: Story, world: World): readonly Task[] {
  const { state } = story;
  if (!isAlive(state)) return [];
  const found = Object.values(state.errors).filter(({ status, line }) => isFound(status) && lineOf(state, line).transfer === undefined);
  return found.flatMap((error): Task[] => {
    const since = story.errors.get(error.errorId)?.decidedAt;
    if (since === undefined) return [];
    const die = dice(world.seed, story.key, 'correct', error.field, since);
    return [{ at: later(since, die.between(1, 4), die), acts: (now) => correction(story, error, die, now) }];
  });
}

function isFound(status: ReportedError['status']): boolean {
  return status === 'confirmed' || status === 'outdated';
}

function correction(story: Story, { errorId, field, line, wrong }: ReportedError, die: Dice, world: World): readonly Act[] {
  const collector = collectorOf(story, line, world);
  if (collector === undefined) return [];
  const standing = story.state.fields[field];
  const right = story.errors.get(errorId)?.right;
  // Changed meanwhile: then it is right as it stands.
  const changed = standing !== undefined && standing.c !== wrong ? standing.v : undefined;
  const value = changed ?? right ?? otherValue(field, standing?.v ?? null, die);
  const body = { errorId, values: { [field]: value } };
  return [act(story, `correct|${errorId}`, collector.userId, [CorrectRecord, CorrectRecordBody] as const, body)];
}

function lineOfField(field: string, { type }: World): string {
  return sectionOfField(type, field)?.line ?? HOUSEHOLD;
}
