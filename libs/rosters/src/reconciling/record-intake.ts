import { Inject, Injectable } from '@nestjs/common';
import { derivedId, Refusal, type Position } from '#kernel';
import { SEALER } from '#platform';
import type { Sealer } from '#protection';
import {
  IdentityBearers,
  RecordDesk,
  recordIdOf,
  StatementDesk,
  type DecidedStatements,
  type StatementsAppended,
  type StatingWorld,
} from '#records';
import { initialState, type RecordState, type StatedValues } from '#verification';
import { allEnded } from '../all-ended.js';
import type { Officers } from '../officers.js';
import type { Department } from '../model/department.js';
import type { CycleFiles, RosterFile } from '../model/roster-file.js';
import type { Turns } from '../turns.js';
import type { StandingRecord } from './person.js';
import type { Statement } from './statements.js';

/** A person whose statements are to be taken. */
export interface IntakePerson {
  readonly idNumber: string;
  /** Known already; absent: the number is claimed and a record opened. */
  readonly record?: StandingRecord;
  readonly studentId?: string;
  /** Where the first of the statements stands. */
  readonly first: Pick<Statement, 'file' | 'line'>;
  /** In the order of departments and files; not empty. Made when they are taken, so that those of many people need not lie in memory. */
  statements(): readonly Statement[];
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

/** How often a record is tried again that somebody else changes at the same moment. */
const ATTEMPTS = 5;

/** How many keys are made at once: they are brought to disk together, and the event loop waits meanwhile. */
const KEYS = 500;

/** What all people of one call have in common. */
interface Intake {
  readonly files: CycleFiles;
  readonly officers: Officers;
  readonly world: StatingWorld;
  readonly turns: Turns;
}

/** A statement with its values in their envelopes: made once, compared and stored as they are. */
interface SealedStatement {
  readonly file: RosterFile;
  readonly stated: StatedValues;
}

/**
 * Brings statements into records: all people at once, so that their appends share commits, their keys made in one go. What is no news is left
 * out before it is asked for, and of somebody who was unknown nothing is read.
 */
@Injectable()
export class RecordIntake {
  constructor(
    private readonly desk: RecordDesk,
    private readonly statements: StatementDesk,
    private readonly bearers: IdentityBearers,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  /** @returns outcomes in the order of people */
  async take(
    people: readonly IntakePerson[],
    { files, officers }: { readonly files: CycleFiles; readonly officers: Officers },
    turns: Turns,
  ): Promise<readonly IntakeOutcome[]> {
    const students = await turns.each(people, (person) => this.studentOf(person, files, officers));
    for (let from = 0; from < students.length; from += KEYS) {
      await turns.run(() => this.sealer.ensureKeys(students.slice(from, from + KEYS)));
    }
    const intake = { files, officers, world: await this.statements.world(), turns };
    return allEnded(people.map((person, index) => this.takeOne(person, students[index] ?? '', intake)));
  }

  private async studentOf({ idNumber, record, studentId, first }: IntakePerson, files: CycleFiles, officers: Officers): Promise<string> {
    const known = record?.studentId ?? studentId;
    if (known !== undefined) return known;
    const commandId = derivedId('roster-claim', files.cycle, first.file.file, String(first.line));
    const { userId } = officers.of(first.file.department);
    return this.bearers.claimUnknown(idNumber, files.cycle, { userId, commandId });
  }

  private async takeOne(person: IntakePerson, studentId: string, intake: Intake): Promise<IntakeOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(person, studentId, intake, attempt === 1);
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'stale' || attempt === ATTEMPTS) throw error;
      }
    }
  }

  private async attempt(
    person: IntakePerson,
    studentId: string,
    { files, officers, world, turns }: Intake,
    first: boolean,
  ): Promise<IntakeOutcome> {
    const recordId = person.record?.recordId ?? recordIdOf(studentId, files.cycle);
    // Of somebody who was unknown a moment ago there is nothing to load; if there is by now, the desk says that it is stale.
    const loaded = person.record === undefined && first ? initialState : (await turns.run(() => this.desk.load(recordId))).state;
    // In one piece, and only what is needed later outlives it: the log takes its time, and there are many on their way.
    const { opened, name, appended } = await turns.run(() => {
      const stated = news(loaded, this.sealed(studentId, person.statements()), files);
      const decided = this.decided(recordId, loaded, byOfficer(stated, officers), world);
      return { ...standing(loaded, decided.at(-1)), appended: allEnded(decided.map((one) => one.append())) };
    });
    const { events, position } = together(await appended);
    return {
      recordId,
      studentId,
      result: events === 0 ? 'unchanged' : opened ? 'opened' : 'completed',
      events,
      ...(position !== undefined && { position }),
      ...(name !== undefined && { name }),
    };
  }

  /** What each officer states, decided on the record as the one before leaves it. */
  private decided(
    recordId: string,
    loaded: RecordState,
    groups: readonly OfficersStatements[],
    world: StatingWorld,
  ): readonly DecidedStatements[] {
    const decided: DecidedStatements[] = [];
    for (const { userId, statements } of groups) {
      const state = decided.at(-1)?.after() ?? loaded;
      decided.push(this.statements.decide({ recordId, state, statements, userId }, world));
    }
    return decided;
  }

  private sealed(studentId: string, statements: readonly Statement[]): readonly SealedStatement[] {
    const sealing = this.statements.sealing(studentId);
    return statements.map(({ file, line, values }) => ({
      file,
      stated: { department: file.department, file: file.file, fileLine: line, asOf: file.asOf, values: sealing(values) },
    }));
  }
}

/** A record that is opened now bears a name of these rosters; only an older one may bear another. */
function standing(loaded: RecordState, last: DecidedStatements | undefined): { readonly opened: boolean; readonly name?: string } {
  if (loaded.revision < 0) return { opened: true };
  const name = (last?.after() ?? loaded).fields['name']?.v;
  return { opened: false, ...(typeof name === 'string' && { name }) };
}

/** What the appends of one person come to. */
function together(appended: readonly StatementsAppended[]): StatementsAppended {
  const position = appended.findLast((one) => one.position !== undefined)?.position;
  return { events: appended.reduce((sum, { events }) => sum + events, 0), ...(position !== undefined && { position }) };
}

/** What a department has not stated yet. A file that is older than what the department has stated since is history. */
function news({ statements: standing }: RecordState, sealed: readonly SealedStatement[], files: CycleFiles): readonly StatedValues[] {
  const last = new Map<string, StatedValues['values']>();
  return sealed.flatMap(({ file: { department, number }, stated }) => {
    const before = standing[department];
    const standingNumber = before === undefined ? -1 : (files.get(before.file)?.number ?? -1);
    if (number < standingNumber) return [];
    const saidBefore = last.get(department) ?? before?.values ?? {};
    last.set(department, stated.values);
    return sameValues(saidBefore, stated.values) ? [] : [stated];
  });
}

function sameValues(one: StatedValues['values'], other: StatedValues['values']): boolean {
  const fields = Object.keys(one);
  return fields.length === Object.keys(other).length && fields.every((field) => one[field]?.c === other[field]?.c);
}

interface OfficersStatements {
  readonly userId: string;
  readonly statements: readonly StatedValues[];
}

/** Statements that follow each other and that one officer answers for: one append. */
function byOfficer(statements: readonly StatedValues[], officers: Officers): readonly OfficersStatements[] {
  const groups: { userId: string; statements: StatedValues[] }[] = [];
  for (const statement of statements) {
    const { userId } = officers.of(statement.department as Department);
    const last = groups.at(-1);
    if (last?.userId === userId) last.statements.push(statement);
    else groups.push({ userId, statements: [statement] });
  }
  return groups;
}
