import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { derivedId, Refusal, type Position } from '#kernel';
import { SEALER } from '#platform';
import type { Sealer } from '#protection';
import { ClaimIdentity, RecordDesk, recordIdOf, TakeStatements } from '#records';
import type { RecordState } from '#verification';
import type { Officers } from '../officers.js';
import type { CycleFiles } from '../model/roster-file.js';
import type { StandingRecord } from './person.js';
import type { Statement } from './statements.js';

/** A person whose statements are to be taken. */
export interface IntakePerson {
  readonly idNumber: string;
  /** Known already; absent: the number is claimed and a record opened. */
  readonly record?: StandingRecord;
  readonly studentId?: string;
  /** In the order of departments and files; not empty. */
  readonly statements: readonly Statement[];
}

export interface IntakeOutcome {
  readonly recordId: string;
  readonly studentId: string;
  readonly result: 'opened' | 'completed' | 'unchanged';
  readonly events: number;
  readonly position?: Position;
  /** The record's name now. */
  readonly name?: string;
}

/** How many people are worked at once: enough that their appends share a commit, few enough that the event loop has its turns. */
const TOGETHER = 32;

/** The revision of a record that does not exist. */
const NONE = -1;

/** How often a record is tried again that somebody else changes at the same moment. */
const ATTEMPTS = 5;

/** Brings statements into records: many at once, their keys made in one go, what is no news left out before it is asked for. */
@Injectable()
export class RecordIntake {
  constructor(
    private readonly commands: CommandBus,
    private readonly desk: RecordDesk,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  /** @returns outcomes in the order of people */
  async take(people: readonly IntakePerson[], files: CycleFiles, officers: Officers): Promise<readonly IntakeOutcome[]> {
    const students = await inTurns(people, (person) => this.studentOf(person, files, officers));
    await this.sealer.ensureKeys(students);
    return inTurns(people, (person, index) => this.takeOne(person, students[index] ?? '', files, officers));
  }

  private async studentOf(
    { idNumber, record, studentId, statements }: IntakePerson,
    files: CycleFiles,
    officers: Officers,
  ): Promise<string> {
    const known = record?.studentId ?? studentId;
    const [first] = statements;
    if (known !== undefined || first === undefined) return known ?? '';
    const commandId = derivedId('roster-claim', files.cycle, first.file.file, String(first.line));
    const claimed = await this.commands.execute(
      new ClaimIdentity(idNumber, { userId: officers.of(first.file.department).userId, commandId }),
    );
    return claimed.studentId;
  }

  private async takeOne(person: IntakePerson, studentId: string, files: CycleFiles, officers: Officers): Promise<IntakeOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(person, studentId, files, officers, attempt === 1);
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'stale' || attempt === ATTEMPTS) throw error;
      }
    }
  }

  private async attempt(
    { record, statements }: IntakePerson,
    studentId: string,
    files: CycleFiles,
    officers: Officers,
    first: boolean,
  ): Promise<IntakeOutcome> {
    const recordId = record?.recordId ?? recordIdOf(studentId, files.cycle);
    // Of somebody who was unknown a moment ago there is nothing to load; if there is by now, the desk says that it is stale.
    const state = record === undefined && first ? undefined : (await this.desk.load(recordId)).state;
    let revision = state?.revision ?? NONE;
    const result = revision === NONE ? 'opened' : 'completed';
    let events = 0;
    let position: Position | undefined;
    const news = state === undefined || revision === NONE ? statements : this.news(state, studentId, statements, files);
    for (const group of byOfficer(news, officers)) {
      const command = new TakeStatements(
        recordId,
        bodyOf(group, revision === NONE ? { subjectId: studentId, cycle: files.cycle } : undefined),
        {
          userId: group.userId,
          commandId: derivedId('roster', recordId, String(revision), ...group.statements.map(({ file, line }) => `${file.file}:${line}`)),
          ifRevision: revision,
        },
      );
      const answer = await this.desk.work(command);
      ({ revision } = answer);
      events += answer.events;
      position = answer.position ?? position;
    }
    // A record that was opened now bears a name of these rosters; only an older one may bear another.
    const after = events === 0 || result === 'opened' ? state : (await this.desk.load(recordId)).state;
    const name = after?.fields['name']?.v;
    return {
      recordId,
      studentId,
      result: events === 0 ? 'unchanged' : result,
      events,
      ...(position !== undefined && { position }),
      ...(typeof name === 'string' && { name }),
    };
  }

  /** What a department has not stated yet. A file that is older than what the department has stated since is history. */
  private news(state: RecordState, studentId: string, statements: readonly Statement[], files: CycleFiles): readonly Statement[] {
    const last = new Map<string, string>();
    return statements.filter((statement) => {
      const { department, number } = statement.file;
      const standing = state.statements[department];
      const standingNumber = standing === undefined ? -1 : (files.get(standing.file)?.number ?? -1);
      if (number < standingNumber) return false;
      const said = JSON.stringify(this.commitments(studentId, statement.values));
      const before =
        last.get(department) ?? JSON.stringify(sorted(Object.entries(standing?.values ?? {}).map(([field, { c }]) => [field, c])));
      last.set(department, said);
      return said !== before;
    });
  }

  private commitments(studentId: string, values: Statement['values']): readonly (readonly [string, string])[] {
    return sorted(Object.entries(values).map(([field, value]) => [field, this.sealer.seal(studentId, value).c]));
  }
}

function sorted(entries: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

interface OfficersStatements {
  readonly userId: string;
  readonly statements: readonly Statement[];
}

/** Statements that follow each other and that one officer answers for: one append. */
function byOfficer(statements: readonly Statement[], officers: Officers): readonly OfficersStatements[] {
  const groups: { userId: string; statements: Statement[] }[] = [];
  for (const statement of statements) {
    const { userId } = officers.of(statement.file.department);
    const last = groups.at(-1);
    if (last?.userId === userId) last.statements.push(statement);
    else groups.push({ userId, statements: [statement] });
  }
  return groups;
}

function bodyOf({ statements }: OfficersStatements, open: { subjectId: string; cycle: string } | undefined) {
  return {
    ...(open !== undefined && { open }),
    statements: statements.map(({ file, line, values }) => ({
      department: file.department,
      file: file.file,
      fileLine: line,
      asOf: file.asOf,
      values,
    })),
  };
}

/** Some at a time, with a turn of the event loop between; what is under way has ended when a failure is thrown. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += TOGETHER) {
    const settled = await Promise.allSettled(items.slice(start, start + TOGETHER).map((item, index) => work(item, start + index)));
    for (const outcome of settled) {
      if (outcome.status === 'rejected') throw outcome.reason;
      results.push(outcome.value);
    }
    await nextTurn();
  }
  return results;
}
