import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CommandBus, QueryBus, type ICommand } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { DirectoryModule, directoryEvents, ImportDirectory } from '#directory';
import type { EventLog, SimulatedClock } from '#event-store';
import { openRuntime, PlatformModule, RECORD_TYPE } from '#platform';
import * as records from '#records';
import { studentAid } from '#student-aid';
import { jointDigest, type RecordType } from '#verification';
import { readStoreOf } from '../../../projections/src/testing/read-store-of.js';
import { completeValues } from '../../../student-aid/src/testing/complete-values.js';
import { county } from '../../../student-aid/src/testing/county.js';
import { responsibilityEvents } from '../events.js';
import { ErrorsView } from '../projections/errors-view.js';
import { ResponsibilityView } from '../projections/responsibility-view.js';
import { ResponsibilityModule } from '../responsibility.module.js';
import { people } from './case-county.js';

const CYCLE = '2020-2021';

@Global()
@Module({})
class RecordTypeModule {
  static of(type: RecordType): DynamicModule {
    return { module: RecordTypeModule, providers: [{ provide: RECORD_TYPE, useValue: type }], exports: [RECORD_TYPE] };
  }
}

export interface OpeningOptions {
  /** A data directory that is there already; absent: a new one with the county of the case book. */
  readonly folder?: string;
  /** Another name for where its views are kept on a server: the same log has new views there. */
  readonly views?: string;
  readonly type?: RecordType;
  /** Stands between the rooms and the log. */
  readonly through?: (log: EventLog) => EventLog;
}

/** The responsibility room with the rooms that it stands on, on a data directory of its own. */
export class OpenedResponsibility {
  private constructor(
    readonly folder: string,
    readonly commands: CommandBus,
    readonly queries: QueryBus,
    readonly log: EventLog,
    readonly view: ResponsibilityView,
    readonly errors: ErrorsView,
    private readonly clock: SimulatedClock,
    private readonly desk: records.RecordDesk,
    private readonly end: () => Promise<void>,
  ) {}

  static async open({ folder, views = '', type = studentAid, through = (log) => log }: OpeningOptions = {}): Promise<OpenedResponsibility> {
    const home = folder ?? mkdtempSync(join(tmpdir(), 'countersign-responsibility-'));
    const opened = await openRuntime(
      { dataDirectory: join(home, 'data'), port: 0, roles: [], readStore: readStoreOf(`${home}${views}`) },
      {
        events: [...directoryEvents, ...records.recordsEvents, ...responsibilityEvents],
        ...(folder === undefined && { clock: '2020-09-10T08:00:00+08:00' }),
      },
    );
    const runtime = { ...opened, log: through(opened.log) };
    const rooms = [DirectoryModule, records.RecordsModule, ResponsibilityModule];
    const imports = [PlatformModule.forRuntime(runtime), RecordTypeModule.of(type), ...rooms];
    const app = await (await Test.createTestingModule({ imports }).compile()).init();
    const room = new OpenedResponsibility(
      home,
      app.get(CommandBus),
      app.get(QueryBus),
      opened.log,
      app.get(ResponsibilityView),
      app.get(ErrorsView),
      opened.clock as SimulatedClock,
      app.get(records.RecordDesk),
      () => app.close(),
    );
    if (folder === undefined) await room.importDirectory();
    return room;
  }

  at(time: string): void {
    this.clock.set(time);
  }

  context(userId: string, commandId: string = randomUUID()): records.CommandContext {
    return { userId, commandId };
  }

  work<Answer = records.CommandAnswer>(command: ICommand): Promise<Answer> {
    return this.commands.execute(command);
  }

  /** A record of the junior high school and the village, approved by everyone. @returns its id */
  async approved(idNumber: string): Promise<string> {
    const opened = await this.work(new records.OpenRecord({ cycle: CYCLE, idNumber }, this.context('vc')));
    const id = opened.recordId;
    const { household, identity, poverty, enrolment, payment } = completeValues;
    await this.collect(id, 'vc', 'household', household);
    const { birthDate: _birth, sex: _sex, idNumber: _number, ...rest } = identity;
    const born = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
    const sex = Number(idNumber[16]) % 2 === 1 ? 'male' : 'female';
    await this.collect(id, 'vc', 'identity', { ...rest, idNumber, birthDate: born, sex });
    await this.collect(id, 'vc', 'poverty', poverty);
    await this.collect(id, 'jc', 'enrolment', { ...enrolment, studentNumber: `G${idNumber}` });
    await this.collect(id, 'jc', 'payment', payment);
    await this.work(new records.RecordVisit(id, { method: 'home', purpose: '资助访', date: '2020-09-09' }, this.context('vc')));
    await this.work(new records.SubmitLine(id, { line: 'household' }, this.context('vc')));
    await this.work(new records.SubmitLine(id, { line: 'enrolment' }, this.context('jc')));
    await this.sign(id, 'vr', 'household', 'village');
    await this.sign(id, 'tr', 'household', 'township');
    await this.sign(id, 'jr', 'enrolment', 'school');
    await this.sign(id, 'ap', 'joint', 'county');
    return id;
  }

  collect(id: string, userId: string, section: string, values: records.PlainValues): Promise<records.CommandAnswer> {
    return this.work(new records.CollectDetails(id, { section, values }, this.context(userId)));
  }

  async sign(id: string, userId: string, line: string, level: string): Promise<void> {
    await this.work(new records.SignOffLine(id, { line, level, digest: await this.digest(id, line), note: '已核' }, this.context(userId)));
  }

  async digest(id: string, line: string): Promise<string> {
    const { state } = await this.desk.load(id);
    return (line === 'joint' ? jointDigest(state, studentAid) : state.lines[line]?.submission?.digest) ?? '';
  }

  /** Reported by the auditor and confirmed by an officer. @returns the error's id */
  async error(id: string, field: string, by = 'edu'): Promise<string> {
    await this.work(new records.ReportError(id, { field, origin: 'audit' }, this.context('aud')));
    const { state } = await this.desk.load(id);
    const errorId = Object.values(state.errors).find(({ status }) => status === 'reported')?.errorId ?? '';
    await this.work(new records.ConfirmError(id, { errorId }, this.context(by)));
    return errorId;
  }

  /** Closes, throws every view away, and opens the same log again. */
  async rebuilt(options: OpeningOptions = {}): Promise<OpenedResponsibility> {
    await this.end();
    rmSync(join(this.folder, 'data', 'views'), { recursive: true, force: true });
    return OpenedResponsibility.open({ folder: this.folder, views: randomUUID(), ...options });
  }

  async close(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async importDirectory(): Promise<void> {
    const write = (name: string, lines: readonly string[]) => {
      const path = join(this.folder, name);
      writeFileSync(path, `${lines.join('\n')}\n`);
      return path;
    };
    const files = {
      regions: write('regions.csv', [
        'code,name,level,parent',
        ...county.regions().map((one) => [one.code, one.name, one.level, one.parent].join(',')),
      ]),
      schools: write('schools.csv', [
        'code,name,kind,township,stage,parent,village,teachers',
        ...county
          .schools()
          .map((one) => [one.code, one.name, one.kind, one.township, one.stage, one.parent, one.village, one.teachers].join(',')),
      ]),
      staff: write('staff.csv', [
        'username,name,role,unit,line,phone',
        ...people.map((one) => [one.username, one.name, one.role, one.unit, one.line, ''].join(',')),
      ]),
    };
    await this.work(new ImportDirectory(files, { commandId: 'directory' }));
  }
}
