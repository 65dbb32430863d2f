import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore, type EventLog, type SimulatedClock } from '#event-store';
import { Refusal, type Recorded } from '#kernel';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, SEALER } from '#platform';
import { SqliteSealer } from '#protection';
import { DirectoryModule } from '../directory.module.js';
import { directoryEvents } from '../events.js';
import type { FileName } from '../importing/directory-files.js';
import type { DirectoryReader } from '../model.js';

export const START = '2020-09-01T00:00:00.000Z';

/** Three small files that fit together. */
export const FILES: Readonly<Record<FileName, string>> = {
  regions: `code,name,level,parent
430482,常宁市,county,
430482101,柏坊镇,township,430482
430482101201,新建村委会,village,430482101
`,
  schools: `code,name,kind,township,stage,parent,village,teachers
3043482004,柏坊镇中心小学,centre,430482101,小学,,,18
3043482006,柏坊镇柏坊完小,village,430482101,小学,3043482004,430482101201,8
`,
  staff: `username,name,role,unit,line,phone
u0001,甲一,collector,430482101201,household,19900000001
u0002,乙二,reviewer,3043482006,enrolment,19900000002
u0003,丙三,administrator,430482,,
`,
};

/** A directory room on a log of its own, opened as an application opens it. */
export interface OpenedDirectory {
  readonly commands: CommandBus;
  readonly reader: DirectoryReader;
  readonly log: EventLog;
  readonly clock: SimulatedClock;
  /** Writes the three files, each as {@link FILES} has it unless another text or bytes are given. */
  write(files?: Partial<Record<FileName, string | Uint8Array>>): Record<FileName, string>;
  /** The directory's events, in order. */
  events(): Promise<readonly Recorded[]>;
  close(): Promise<void>;
}

/** @param through stands between the room and the log, for what a spec wants to happen there */
export async function openDirectory(through: (log: EventLog) => EventLog = (log) => log): Promise<OpenedDirectory> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-directory-'));
  const store = SqliteEventStore.open(join(folder, 'log.db'));
  const sealer = SqliteSealer.open(join(folder, 'keys.db'));
  const clock = simulatedClock(START);
  const log = createEventLog(store, new EventRegistry(directoryEvents), clock);
  const providers = [
    { provide: EVENT_LOG, useValue: through(log) },
    { provide: SEALER, useValue: sealer },
    { provide: CLOCK, useValue: clock },
  ];
  @Global()
  @Module({ providers, exports: providers.map(({ provide }) => provide) })
  class Outside {}
  const app = await (await Test.createTestingModule({ imports: [Outside, DirectoryModule] }).compile()).init();
  return {
    commands: app.get(CommandBus),
    reader: app.get<DirectoryReader>(DIRECTORY_READER),
    log,
    clock,
    write(files = {}) {
      const write = (file: FileName) => {
        const path = join(folder, `${file}.csv`);
        writeFileSync(path, files[file] ?? FILES[file]);
        return path;
      };
      return { regions: write('regions'), schools: write('schools'), staff: write('staff') };
    },
    events: async () => (await log.readAll({ limit: 100_000 })).events,
    async close() {
      await app.close();
      await sealer.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The refusal that work ends with. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const outcome = await work.then(
    () => new Error('it was not refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal) return outcome;
  throw outcome;
}
