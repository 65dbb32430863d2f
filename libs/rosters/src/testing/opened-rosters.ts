import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { DirectoryModule, directoryEvents, ImportDirectory } from '#directory';
import type { EventLog } from '#event-store';
import type { Recorded } from '#kernel';
import { openRuntime, PlatformModule, RECORD_TYPE } from '#platform';
import { IdentityClaims, recordsEvents, RecordsModule, studentsOf, type ListedStudent } from '#records';
import { studentAid } from '#student-aid';
import { readStoreOf } from '../../../projections/src/testing/read-store-of.js';
import { DecideFinding, type DecideFindingBody, type FindingAnswer } from '../commands/decide-finding.js';
import { ImportRosters, type ImportRostersBody, type RostersImported } from '../commands/import-rosters.js';
import { rostersEvents } from '../events.js';
import type { Progress } from '../progress.js';
import { FindingsToDecide } from '../queries/findings-to-decide.js';
import { findingsOf, type FindingQuestion, type ShownFinding } from '../queries/list-findings.js';
import { RostersModule } from '../rosters.module.js';
import { DIRECTORY_FILES } from './county.js';

export const CYCLE = '2020-2021';

@Global()
@Module({ providers: [{ provide: RECORD_TYPE, useValue: studentAid }], exports: [RECORD_TYPE] })
class StudentAidModule {}

/** The rosters room with the rooms that it stands on, on a data directory of its own with the county of `county.ts` in it. */
export class OpenedRosters {
  private constructor(
    private readonly folder: string,
    readonly commands: CommandBus,
    readonly queries: QueryBus,
    readonly log: EventLog,
    readonly claims: IdentityClaims,
    readonly toDecide: FindingsToDecide,
    private readonly end: () => Promise<void>,
  ) {}

  /**
   * @param folder a data directory that is there already; absent: a new one
   * @param through stands between the rooms and the log, for what a spec wants to happen there
   */
  static async open({
    folder,
    through = (log) => log,
  }: { folder?: string; through?: (log: EventLog) => EventLog } = {}): Promise<OpenedRosters> {
    const home = folder ?? mkdtempSync(join(tmpdir(), 'countersign-rosters-'));
    const opened = await openRuntime(
      { dataDirectory: join(home, 'data'), port: 0, roles: [], readStore: readStoreOf(home) },
      {
        events: [...directoryEvents, ...recordsEvents, ...rostersEvents],
        ...(folder === undefined && { clock: '2020-09-10T08:00:00+08:00' }),
      },
    );
    const runtime = { ...opened, log: through(opened.log) };
    const imports = [PlatformModule.forRuntime(runtime), StudentAidModule, DirectoryModule, RecordsModule, RostersModule];
    const app = await (await Test.createTestingModule({ imports }).compile()).init();
    const [commands, queries, claims] = [app.get(CommandBus), app.get(QueryBus), app.get(IdentityClaims)];
    const rosters = new OpenedRosters(home, commands, queries, opened.log, claims, app.get(FindingsToDecide, { strict: false }), () =>
      app.close(),
    );
    if (folder === undefined) await rosters.importDirectory();
    return rosters;
  }

  /** Writes a file into the spec's own folder. @returns its path */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  async import(
    files: readonly string[],
    options: Partial<ImportRostersBody> & { as?: string; progress?: (progress: Progress) => void } = {},
  ): Promise<RostersImported> {
    const { as, progress, ...body } = options;
    return this.commands.execute(
      new ImportRosters({ files, cycle: CYCLE, ...body }, { commandId: 'import', ...(as !== undefined && { userId: as }) }, progress),
    );
  }

  decide(findingId: string, userId: string, body: DecideFindingBody, commandId = `${findingId}-${userId}`): Promise<FindingAnswer> {
    return this.commands.execute(new DecideFinding(findingId, body, { userId, commandId }));
  }

  async students(): Promise<readonly ListedStudent[]> {
    const students: ListedStudent[] = [];
    for await (const student of studentsOf(this.queries, { cycle: CYCLE, clear: true })) students.push(student);
    return students;
  }

  async student(idNumber: string): Promise<ListedStudent | undefined> {
    return (await this.students()).find((student) => student.idNumber === idNumber);
  }

  async findings(question: FindingQuestion = {}): Promise<readonly ShownFinding[]> {
    const findings: ShownFinding[] = [];
    for await (const finding of findingsOf(this.queries, { cycle: CYCLE, clear: true, ...question })) findings.push(finding);
    return findings;
  }

  async events(): Promise<readonly Recorded[]> {
    return (await this.log.readAll({ limit: 100_000 })).events;
  }

  /** Closes, and opens the same data directory again. */
  async reopen(through?: (log: EventLog) => EventLog): Promise<OpenedRosters> {
    await this.end();
    return OpenedRosters.open({ folder: this.folder, ...(through && { through }) });
  }

  async close(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true });
  }

  private async importDirectory(): Promise<void> {
    const files = {
      regions: this.write('regions.csv', DIRECTORY_FILES.regions),
      schools: this.write('schools.csv', DIRECTORY_FILES.schools),
      staff: this.write('staff.csv', DIRECTORY_FILES.staff),
    };
    await this.commands.execute(new ImportDirectory(files, { commandId: 'directory' }));
  }
}

/** A log whose process dies at the first append to a stream that is said. */
export function breaking(log: EventLog, dies: (stream: string) => boolean): EventLog {
  return {
    append: (stream, ...rest) => (dies(stream) ? Promise.reject(new Error('killed')) : log.append(stream, ...rest)),
    readStream: (...question) => log.readStream(...question),
    readAll: (...question) => log.readAll(...question),
    head: () => log.head(),
    subscribe: (...question) => log.subscribe(...question),
  } as EventLog;
}
