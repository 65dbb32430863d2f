import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#event-store';
import type { Directory, DirectoryReader } from '#directory';
import { overlapping, type Position } from '#kernel';
import { CLOCK, DIRECTORY_READER } from '#platform';
import { FindingDesk, type IdentifiedFinding } from '../findings/finding-desk.js';
import { Remedies } from '../findings/remedies.js';
import { RosterStore } from '../keeping/roster-store.js';
import type { PersonRows } from '../keeping/roster-rows.js';
import type { RosterRow } from '../model/facts.js';
import type { FoundFinding } from '../model/finding.js';
import type { CycleFiles } from '../model/roster-file.js';
import { Officers } from '../officers.js';
import { RostersView } from '../projections/rosters-view.js';
import { noProgress, type OnProgress, type Progress } from '../progress.js';
import { Turns } from '../turns.js';
import { Distrusted } from './distrusted.js';
import { Person } from './person.js';
import { findingsOf } from './person-findings.js';
import { KnownPeople, type KnownPerson } from './known-people.js';
import { Namesakes } from './namesakes.js';
import { RecordIntake, type IntakeOutcome } from './record-intake.js';
import { FormerNumbers } from './former-numbers.js';
import { SameStudents } from './same-students.js';
import { unreadFinding } from './row-findings.js';
import { firstStatementOf, statementsOf } from './statements.js';

/**
 * How many people are worked at once, so that their appends share commits, and how many times as many are under way: while some wait for
 * the log, others are prepared. What is under way outlives every collection of garbage and makes it longer, so fewer are where others wait
 * for it.
 */
const UNDER_WAY = { alone: { together: 1000, times: 3 }, besideOthers: { together: 250, times: 3 } };

const NOBODY: ReadonlyMap<string, KnownPerson> = new Map();

export interface Reconciled {
  readonly records: { readonly opened: number; readonly completed: number; readonly unchanged: number };
  readonly findings: { readonly opened: number; readonly closed: number };
  readonly events: number;
  /** Of the last event; absent if there is none. */
  readonly position?: Position;
}

export interface ReconcileOptions {
  /** A named person, who then acts for the departments whose officer they are. */
  readonly userId?: string;
  /** ID numbers of the people to look at; absent: everybody. */
  readonly people?: readonly string[];
  /** This process does nothing else: more is under way at a time, and its event loop may stand still a little longer. */
  readonly alone?: boolean;
}

/** One run, with what it has found so far. */
interface Run {
  readonly files: CycleFiles;
  readonly directory: Directory;
  readonly officers: Officers;
  readonly distrusted: Distrusted;
  readonly formerNumbers: FormerNumbers;
  readonly turns: Turns;
  /** Nobody was known when it began. */
  readonly first: boolean;
  readonly findings: IdentifiedFinding[];
  /** About how many rows there are to look at. */
  readonly total: number;
  readonly tally: {
    opened: number;
    completed: number;
    unchanged: number;
    events: number;
    people: number;
    rows: number;
    position: Position;
  };
}

/**
 * Compares all rosters of a cycle with each other and with the records: opens a record for every poor student, adds the facts to records
 * that exist, and lists as findings what people must decide. It asks what ought to be and does what is missing, so it may be stopped
 * anywhere and run again, and ends the same whatever the order in which the files came in.
 */
@Injectable()
export class Reconciler {
  constructor(
    private readonly store: RosterStore,
    private readonly view: RostersView,
    private readonly intake: RecordIntake,
    private readonly desk: FindingDesk,
    private readonly remedies: Remedies,
    private readonly known: KnownPeople,
    private readonly namesakes: Namesakes,
    private readonly sameStudents: SameStudents,
    @Inject(DIRECTORY_READER) private readonly reader: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(
    cycle: string,
    { userId, people, alone = false }: ReconcileOptions = {},
    progress: OnProgress = noProgress,
  ): Promise<Reconciled> {
    await this.view.catchUp();
    const pending = await this.remedies.finishPending(cycle);
    const run = await this.begin(cycle, userId);
    const { together, times } = alone ? UNDER_WAY.alone : UNDER_WAY.besideOthers;
    await overlapping(this.together(run, people, together), times, async (some) => {
      await this.takePeople(some, run);
      progress(comeTo(run));
    });
    await this.view.catchUp();
    const several = [...(await this.namesakes.findings(run.files)), ...(await this.sameStudents.findings(run.files))];
    run.findings.push(...this.identified(several, cycle));
    progress({ phase: 'findings', findings: run.findings.length });
    const scope = { cycle, ...(people !== undefined && { people: people.map((idNumber) => this.desk.personKey(idNumber)) }) };
    const synced = await this.desk.sync(run.findings, scope, run.officers);
    const { opened, completed, unchanged, events, position } = run.tally;
    const last = [pending.position ?? '', position, synced.position ?? ''].reduce((latest, next) => (next > latest ? next : latest));
    return {
      records: { opened, completed, unchanged },
      findings: { opened: synced.opened, closed: synced.closed },
      events: pending.events + events + synced.events,
      ...(last !== '' && { position: last }),
    };
  }

  private async begin(cycle: string, userId: string | undefined): Promise<Run> {
    const files = await this.view.files(cycle);
    await this.store.ensureRows(files);
    const directory = await this.reader.current();
    const distrusted = await Distrusted.among(files, this.store.rows, this.desk, this.view);
    const unread = files.files
      .filter(({ file }) => files.isCurrent(file))
      .flatMap((file) => this.store.rows.problems(file.file).map((one) => unreadFinding(one, file)));
    return {
      files,
      directory,
      officers: new Officers(directory, this.clock.now(), userId),
      distrusted,
      formerNumbers: await FormerNumbers.among(files, this.store.rows, this.view),
      turns: new Turns(),
      first: await this.known.isEmpty(),
      findings: this.identified([...unread, ...distrusted.findings], cycle),
      total: files.hashes.reduce((sum, file) => sum + (this.store.rows.file(file)?.rows ?? 0), 0),
      tally: { opened: 0, completed: 0, unchanged: 0, events: 0, people: 0, rows: 0, position: '' },
    };
  }

  private identified(findings: readonly FoundFinding[], cycle: string): IdentifiedFinding[] {
    return findings.map((found) => ({ findingId: this.desk.identify(found, cycle), found }));
  }

  /** People with the rows that a decision gave them, some hundred at a time. */
  private async *together(
    { files, distrusted, formerNumbers }: Run,
    people: readonly string[] | undefined,
    most: number,
  ): AsyncGenerator<readonly PersonRows[]> {
    const adopted = formerNumbers.adoptedWith(distrusted.adopted);
    let some: PersonRows[] = [];
    for await (const person of this.everybody(files, people)) {
      some.push(withRows(person, adopted.get(person.idNumber)));
      adopted.delete(person.idNumber);
      if (some.length < most) continue;
      yield some;
      some = [];
    }
    for (const [idNumber, rows] of adopted) if (people === undefined || people.includes(idNumber)) some.push({ idNumber, rows });
    if (some.length > 0) yield some;
  }

  private async *everybody({ hashes }: CycleFiles, people: readonly string[] | undefined): AsyncGenerator<PersonRows> {
    if (people === undefined) return yield* this.store.rows.people(hashes);
    for (const idNumber of people) {
      const person = this.store.rows.person(idNumber, hashes);
      if (person.rows.length > 0) yield person;
    }
  }

  private async takePeople(some: readonly PersonRows[], run: Run): Promise<void> {
    const numbers = some.map(({ idNumber }) => idNumber);
    const known = run.first ? NOBODY : await this.known.of(numbers, run.files.cycle);
    const stated = (await run.turns.each(some, (rows) => this.stated(rows, known.get(rows.idNumber) ?? {}, run))).flat();
    const people = stated.map(({ person, first, known: { studentId } }) => {
      const { idNumber, record } = person;
      return { idNumber, record, studentId, first, statements: () => statementsOf(person, run.directory) };
    });
    const outcomes = await this.intake.take(people, run, run.turns);
    await run.turns.each(stated, ({ person, known: before }, index) => this.note(person, before, outcomes[index], run));
    run.tally.people += some.length;
    run.tally.rows += some.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  /**
   * A person about whom there are statements to take; of everybody else, who are most, the findings are noted at once.
   * A record that is closed is left alone, and so is the person; and rows of a number that was corrected wait until people have decided.
   */
  private stated({ idNumber, rows }: PersonRows, known: KnownPerson, run: Run) {
    const { files, directory, formerNumbers, findings } = run;
    if (known.closed === true || formerNumbers.isAdopted(idNumber)) return [];
    const person = new Person(idNumber, rows, files, known.record);
    const asked = formerNumbers.findingOf(person, known.former ?? []);
    const [waiting] = this.identified(asked === undefined ? [] : [asked], files.cycle);
    if (waiting !== undefined && !formerNumbers.isDecided(waiting.findingId)) {
      if (person.current.length > 0) findings.push(waiting);
      return [];
    }
    const first = firstStatementOf(person, directory);
    if (first !== undefined) return [{ person, known, first }];
    this.note(person, known, undefined, run);
    return [];
  }

  private note(
    person: Person,
    known: KnownPerson,
    outcome: IntakeOutcome | undefined,
    { directory, distrusted, findings, files, tally }: Run,
  ): void {
    if (outcome !== undefined) {
      tally[outcome.result] += 1;
      tally.events += outcome.events;
      if ((outcome.position ?? '') > tally.position) tally.position = outcome.position ?? '';
    }
    const found = findingsOf(person, {
      directory,
      recordName: outcome?.name ?? person.record?.name,
      proposedForRoll: distrusted.proposedForRoll.has(person.idNumber),
    });
    const studentId = outcome?.studentId ?? known.studentId;
    for (const one of found) {
      findings.push({ findingId: this.desk.identify(one, files.cycle), found: one, ...(studentId !== undefined && { studentId }) });
    }
  }
}

function comeTo({ tally: { people, rows, opened, completed, unchanged }, total }: Run): Progress {
  return { phase: 'reconciling', people, records: opened + completed + unchanged, rows, total };
}

function withRows({ idNumber, rows }: PersonRows, more: readonly RosterRow[] | undefined): PersonRows {
  return more === undefined ? { idNumber, rows } : { idNumber, rows: [...rows, ...more] };
}
