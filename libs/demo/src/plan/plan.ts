import type { Directory } from '#directory';
import type { RecordType } from '#verification';
import { FINDINGS_HOUR, HOURS, PERSONNEL_HOUR, dayOf, isWorkingDay, timeAt, WORK_HOURS } from '../chance/calendar.js';
import type { Act, Task } from '../rules/act.js';
import { agendaOf, dueActs } from '../rules/agenda.js';
import type { World } from '../rules/world.js';
import type { DemoRun } from '../run/demo-runs.js';
import { byKey, type StoryBook } from '../story/story-book.js';
import { textOf, type Story } from '../story/story.js';
import { publicationsAt } from './assessments.js';
import { decisionOn, findingDue, heldBy } from './findings.js';
import { castIncidents, chanceIncident, type Incident } from './incidents.js';
import { newcomersOf, opening, type Newcomer } from './newcomers.js';
import { personnelOf, type PersonnelDay } from './personnel.js';
import { homeShareOf } from '../rules/visiting.js';
import { drawingsAt } from './samples.js';
import { suitableFor } from './suitable.js';

/** What the plan of a run is made from. */
export interface Planning {
  readonly run: DemoRun;
  readonly book: StoryBook;
  readonly type: RecordType;
  /** The directory as the run found it. */
  readonly directory: Directory;
  /** The id of the command that an act of this run is sent as. */
  commandIdOf(key: string): string;
}

/** Acts that may go on beside each other; those of one record or person in their order. */
export type Batch = readonly (readonly Act[])[];

/**
 * What is done in a run, moment by moment. It looks at nothing but the stories, the people and the seed: the same before a moment gives the
 * same acts in it.
 */
export class Plan {
  private readonly seed: string;
  private readonly incidents: ReadonlyMap<string, Incident>;
  private readonly newcomers: readonly Newcomer[];
  private readonly newcomerByCommand: ReadonlyMap<string, Newcomer>;
  private readonly personnel: readonly PersonnelDay[];
  private readonly agendas = new Map<Story, readonly Task[]>();
  private readonly homeShare: number;
  private held: ReadonlySet<string> = new Set();

  constructor(private readonly planning: Planning) {
    const { run, book, directory } = planning;
    this.seed = String(run.seed);
    const stories = book.stories().filter(({ openedAt }) => openedAt <= run.from);
    const findings = book.findings().filter(({ openedAt }) => openedAt <= run.from);
    const held = heldBy(
      findings.map((one) => ({ ...one, endedAt: one.endedAt !== undefined && one.endedAt > run.from ? undefined : one.endedAt })),
    );
    const free = stories.filter(({ key }) => !held.has(key));
    this.incidents = castIncidents(`${this.seed}|${run.run}`, free, (story) => suitableFor(story, directory));
    this.homeShare = homeShareOf(stories, run.months);
    const villages = busiest(stories, 'region', (code) => directory.region(code)?.level === 'village');
    const schools = busiest(stories, 'school', (code) => directory.school(code) !== undefined);
    const known = new Set(stories.map(({ key }) => key));
    this.newcomers = newcomersOf(
      this.seed,
      { number: run.run, from: run.from },
      villages,
      stories.length,
      directory.top()?.code ?? '',
    ).filter(({ idNumber }) => !known.has(idNumber));
    this.newcomerByCommand = new Map(this.newcomers.map((newcomer) => [planning.commandIdOf(newcomer.key), newcomer]));
    this.personnel = personnelOf({ number: run.run, seed: this.seed, from: run.from }, directory, villages, schools);
  }

  /** The moments from a time on (inclusive) to the end of the run at which something may happen. */
  *momentsFrom(time: string): Generator<string> {
    const { until, from } = this.planning.run;
    for (let day = dayOf(time); timeAt(day, PERSONNEL_HOUR) < until; day += 1) {
      if (!isWorkingDay(day)) continue;
      for (const hour of HOURS) {
        const at = timeAt(day, hour);
        if (at >= time && at > from && at < until) yield at;
      }
    }
  }

  /** What is done at a moment. */
  actsAt(now: string, staffing: Directory): Batch {
    const world = this.worldAt(now, staffing);
    const hour = HOURS.find((one) => timeAt(dayOf(now), one) === now);
    if (hour === PERSONNEL_HOUR) return [...this.personnelAt(now), ...this.publicationsAt(now, staffing)];
    if (hour === FINDINGS_HOUR) return inOneRow([...this.drawingsAt(world), ...this.findingsAt(world)]);
    return hour !== undefined && (WORK_HOURS as readonly number[]).includes(hour) ? this.workAt(world) : [];
  }

  /** Assessments of months that are over, before anybody works on. */
  publicationsAt(now: string, staffing: Directory): Batch {
    return publicationsAt(this.worldAt(now, staffing), (month) => this.planning.book.hasPublished(month)).map((one) => [one]);
  }

  private personnelAt(now: string): Batch {
    return this.personnel.filter(({ at }) => at === now).map(({ acts }) => acts);
  }

  /** Before anything happens to records that day. */
  private drawingsAt(world: World): readonly Act[] {
    return drawingsAt(world, (month) => this.planning.book.hasDrawn(month));
  }

  private findingsAt(world: World): readonly Act[] {
    const { book } = this.planning;
    const due = book.findings().filter((finding) => finding.endedAt === undefined && findingDue(finding, world) <= world.now);
    if (due.length === 0) return [];
    const byKey = new Map(book.stories().map((story) => [story.key, story]));
    return due.flatMap((finding) =>
      decisionOn(
        finding,
        finding.concerns.flatMap((number) => byKey.get(number) ?? []),
        world,
      ),
    );
  }

  private workAt(world: World): Batch {
    const { book, commandIdOf } = this.planning;
    this.held = heldBy(book.findings());
    for (const story of book.takeChanged()) this.agendas.set(story, agendaOf(story, world));
    const expected = this.newcomers.filter(({ at }) => at <= world.now);
    const opened = new Set(expected.length === 0 ? [] : book.stories().map(({ openedWith }) => openedWith));
    const coming = expected.filter(({ key }) => !opened.has(commandIdOf(key)));
    const due = [...this.agendas].filter(([, [first]]) => first !== undefined && first.at <= world.now).sort(([a], [b]) => byKey(a, b));
    return [
      ...coming.map((newcomer) => opening(newcomer, world.staffing, world.now)),
      ...due.map(([, agenda]) => dueActs(agenda, world)),
    ].filter((acts) => acts.length > 0);
  }

  private worldAt(now: string, staffing: Directory): World {
    const { run, book, type } = this.planning;
    return {
      seed: this.seed,
      from: run.from,
      until: run.until,
      now,
      type,
      staffing,
      homeShare: this.homeShare,
      incidentOf: (story) => (story.openedAt <= run.from ? this.incidents.get(story.recordId) : chanceIncident(this.seed, story)),
      newcomerOf: ({ openedWith }) => this.newcomerByCommand.get(openedWith),
      isHeld: ({ key }) => this.held.has(key),
      hasRecord: (recordId) => book.story(recordId) !== undefined,
    };
  }
}

/** One after the other: a decision may change what others find. */
function inOneRow(acts: readonly Act[]): Batch {
  return acts.length === 0 ? [] : [acts];
}

/** Codes of the units that most records name, the busiest first. */
function busiest(stories: readonly Story[], field: string, isUnit: (code: string) => boolean): readonly string[] {
  const counts = new Map<string, number>();
  for (const { begun } of stories) {
    const code = begun === undefined ? undefined : textOf(begun, field);
    if (code !== undefined && isUnit(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].sort(([a, of], [b, than]) => than - of || (a < b ? -1 : 1)).map(([code]) => code);
}
