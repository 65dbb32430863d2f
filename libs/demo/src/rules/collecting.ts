import type { Json } from '#kernel';
import { openDisagreements } from '#verification';
import { CloseRecord, CloseRecordBody, CollectDetails, CollectDetailsBody, SubmitLine, SubmitLineBody } from '#records';
import { later } from '../chance/calendar.js';
import { dice } from '../chance/dice.js';
import { lastTime, textOf, valueOf, type Story } from '../story/story.js';
import { missingValue } from '../values/missing-value.js';
import { doubtfulFields, otherValue } from '../values/other-value.js';
import { personName } from '../values/names.js';
import { act, type Act, type Task } from './act.js';
import { bySection, HOUSEHOLD, isAlive, isCollecting, laterOf, lineOf } from './lines.js';
import { collectorOf } from './people.js';
import { promotion } from './promotion.js';
import { definitionOf, type World } from './world.js';

/** Collection begins for everybody in these working days, for those with an incident early enough to see it through. */
const BEGINS_WITHIN = 22;
const INCIDENT_BEGINS_WITHIN = 6;
const COLLECT = [CollectDetails, CollectDetailsBody] as const;

type Values = Readonly<Record<string, Json>>;

/** A line that has to be collected: what was found to be wrong is changed, what is missing is found, and it goes up. */
export function collecting(story: Story, line: string, world: World): readonly Task[] {
  if (!isAlive(story.state) || !isCollecting(lineOf(story.state, line))) return [];
  const changes = changesOf(story, line, world);
  if (Object.keys(changes).length > 0) {
    return [{ at: turnOf(story, line, 'change', world), acts: (now) => collected(story, line, changes, now, 'change') }];
  }
  const missing = definitionOf(story, world.type).missing(line, story.state, world.staffing);
  const fields = missing.filter(({ kind }) => kind === 'field').map(({ name }) => name);
  if (fields.length > 0) return [{ at: turnOf(story, line, 'fill', world), acts: (now) => filled(story, line, fields, now) }];
  // A visit comes by itself, a decision of the county as well.
  if (missing.length > 0) return [];
  // What a visit found otherwise is for somebody else to decide, before the line can go up.
  if (openDisagreements(story.state).some((open) => open.line === line)) return [];
  return [{ at: turnOf(story, line, 'submit', world), acts: (now) => submitted(story, line, now) }];
}

/** When the collector comes to it: at first in their own time, later within days after something happened on the line. */
function turnOf(story: Story, line: string, what: string, world: World): string {
  const { key, cycle, openedAt, touched } = story;
  const die = dice(world.seed, key, cycle, line, what, lineOf(story.state, line).submissions);
  const within = world.incidentOf(story) === undefined ? BEGINS_WITHIN : INCIDENT_BEGINS_WITHIN;
  const start = dice(world.seed, key, cycle, line, 'begin');
  const begin = later(laterOf(world.from, openedAt), start.between(0, within), start);
  const since = touched.get(line);
  return since === undefined || since <= world.from
    ? begin
    : laterOf(later(since, die.pick([0, 0, 1, 1, 2]), die), untouchedBegin(story, line, begin));
}

/** Until a collector has begun, what others (a finding, a transfer) do on the line does not make it earlier. */
function untouchedBegin({ state }: Story, line: string, begin: string): string | undefined {
  return lineOf(state, line).submissions === 0 ? begin : undefined;
}

/** What a collector finds to be another value now: it was returned, reopened or appealed for, a visitor saw it, or a year has passed. */
function changesOf(story: Story, line: string, world: World): Values {
  return {
    ...promotion(story, line, world),
    ...seenByVisitors(story, line, world),
    ...sentBack(story, line, world),
    ...takenUpAgain(story, line, world),
  };
}

function seenByVisitors({ state, differences }: Story, line: string, { type }: World): Values {
  const own = differences.filter(
    ({ field, time }) =>
      type.sections.some((section) => section.line === line && section.fields.some(({ name }) => name === field)) &&
      (state.fields[field]?.time ?? '') <= time,
  );
  return Object.fromEntries(own.map(({ field, value }) => [field, value]));
}

/** Three of four returns were right: the value changes. */
function sentBack({ state, key }: Story, line: string, { seed }: World): Values {
  const { returned } = lineOf(state, line);
  if (returned === undefined || returned.to !== 'collection') return {};
  const die = dice(seed, key, 'sent back', line, returned.time);
  if (die.share(0.25)) return {};
  const standing = returned.reasons.map(({ field }) => field).filter((field) => (state.fields[field]?.time ?? '') <= returned.time);
  const doubtful = doubtfulFields(state, line);
  return Object.fromEntries(
    standing.filter((field) => doubtful.includes(field)).map((field) => [field, otherValue(field, valueOf(state, field), die)]),
  );
}

/** After a reopening or an appeal something is another than before. */
function takenUpAgain(story: Story, line: string, { seed, type }: World): Values {
  const { state, key } = story;
  const again = [`record-reopened:${line}`, 'record-appealed']
    .flatMap((what) => lastTime(story, what) ?? [])
    .sort()
    .at(-1);
  if (again === undefined) return {};
  const fields = type.sections.flatMap((section) => (section.line === line ? section.fields.map(({ name }) => name) : []));
  const changed = fields.some((field) => (state.fields[field]?.time ?? '') > again);
  const doubtful = doubtfulFields(state, line);
  if (changed || doubtful.length === 0) return {};
  const die = dice(seed, key, 'again', line, again);
  const field = die.pick(doubtful);
  return { [field]: otherValue(field, valueOf(state, field), die) };
}

/** Values of several sections are entered one after the other. */
function collected(story: Story, line: string, values: Values, world: World, what: string): readonly Act[] {
  const collector = collectorOf(story, line, world);
  if (collector === undefined || (world.isHeld(story) && what === 'fill')) return [];
  return [...bySection(values, world.type)].map(([section, part]) =>
    act(story, `collect|${section}`, collector.userId, COLLECT, { section, values: part }),
  );
}

function filled(story: Story, line: string, fields: readonly string[], world: World): readonly Act[] {
  const unitField = world.type.lines.find(({ name }) => name === line)?.unitField ?? '';
  // Who collects depends on the unit: it comes first, and the rest with the next visit to the desk.
  const wanted = fields.includes(unitField) ? unitFirst(fields, unitField, story) : [...fields, ...optional(story, fields, world)];
  const values = Object.fromEntries(
    wanted
      .map((field) => [field, payeeElsewhere(story, field, world) ?? missingValue(field, story, world)])
      .filter(([, value]) => !isEmpty(value as Json)),
  ) as Values;
  if (fields.includes('categories') && values['categories'] === undefined) return noLongerPoor(story, world);
  if (Object.keys(values).length === 0) return [];
  return newcomerBegins(story, unitField, values, world) ?? collected(story, line, values, world, 'fill');
}

function isEmpty(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** A school comes with its stage: one without the other says something else. Nobody names a place that no one could know. */
function unitFirst(fields: readonly string[], unitField: string, { state }: Story): readonly string[] {
  return unitField === 'school' && textOf(state, 'stage') === undefined && fields.includes('stage')
    ? [unitField, 'stage', 'boarding']
    : [unitField];
}

/** The head's ID number is asked for where the household is visited anyway. */
function optional({ state, key }: Story, fields: readonly string[], { seed }: World): readonly string[] {
  const asked = fields.includes('members') && textOf(state, 'headIdNumber') === undefined && dice(seed, key, 'head').share(0.8);
  return asked ? ['headIdNumber'] : [];
}

/** Whoever opened a record by hand begins its household line by naming their own village. */
function newcomerBegins(story: Story, unitField: string, values: Values, world: World): readonly Act[] | undefined {
  if (unitField !== 'region' || world.newcomerOf(story) === undefined || values['region'] === undefined) return undefined;
  return [act(story, 'collect|begin', story.openedBy.userId, COLLECT, { section: 'household', values })];
}

/** A payee who is neither head nor guardian: the county asks why. */
function payeeElsewhere(story: Story, field: string, { seed, incidentOf }: World): Json | undefined {
  if (field !== 'payeeName' || incidentOf(story)?.kind !== 'payee') return undefined;
  const names = [textOf(story.state, 'headName'), textOf(story.state, 'guardian')];
  const die = dice(seed, story.key, 'payee');
  for (;;) {
    const name = personName(die);
    if (!names.includes(name)) return name;
  }
}

/** A decision took the last category away: there is nothing to be entitled to. */
function noLongerPoor(story: Story, world: World): readonly Act[] {
  const collector = collectorOf(story, HOUSEHOLD, world);
  if (collector === undefined || world.isHeld(story)) return [];
  return [
    act(story, 'close', collector.userId, [CloseRecord, CloseRecordBody] as const, {
      reason: 'out-of-poverty',
      note: '已不再享受，予以结案',
    }),
  ];
}

function submitted(story: Story, line: string, world: World): readonly Act[] {
  const collector = collectorOf(story, line, world);
  if (collector === undefined || world.isHeld(story)) return [];
  return [act(story, `submit|${line}`, collector.userId, [SubmitLine, SubmitLineBody] as const, { line })];
}
