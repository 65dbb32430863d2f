import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { directoryEvents, DirectoryModule, ImportDirectory } from '#directory';
import type { EventLog } from '#event-store';
import type { Recorded } from '#kernel';
import { openRuntime, PlatformModule, readConfiguration, RECORD_TYPE, type Runtime } from '#platform';
import { recordsEvents, RecordsModule } from '#records';
import { responsibilityEvents, ResponsibilityModule } from '#responsibility';
import { ImportRosters, rostersEvents, RostersModule } from '#rosters';
import { studentAid } from '#student-aid';
import { readStoreOf } from '../../../projections/src/testing/read-store-of.js';
import { RunDemo, type DemoAnswer, type OnDemoProgress } from '../commands/run-demo.js';
import { DemoModule } from '../demo.module.js';
import { demoEvents } from '../events.js';

/** A part of the sample county: one township, sixteen villages, ten schools; the people in it are invented. */
const HAMLETS = join(import.meta.dirname, 'hamlets');
const ROSTERS = ['扶贫办.csv', '教育局.csv', '民政局.csv'];

export const FIRST_DAY = '2020-09-01T08:00:00+08:00';

@Global()
@Module({ providers: [{ provide: RECORD_TYPE, useValue: studentAid }], exports: [RECORD_TYPE] })
class RecordTypeModule {}

/** A county on a data directory of its own. */
export interface OpenedCounty {
  readonly runtime: Runtime;
  /** Units, people and rosters of the sample. */
  load(): Promise<void>;
  demo(seed: number, months: number, onProgress?: OnDemoProgress): Promise<DemoAnswer>;
  /** Every event, in order. */
  events(): Promise<readonly Recorded[]>;
  close(): Promise<void>;
}

/** A directory for a county; whoever makes it removes it. */
export function newDirectory(): { readonly data: string; remove(): void } {
  const data = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
  return { data, remove: () => rmSync(data, { recursive: true }) };
}

interface Opening {
  /** Sets the simulated clock; absent: whatever the directory says. */
  readonly clock?: string;
  /** Stands between the rooms and the log, for what a spec wants to happen there. */
  through?(log: EventLog): EventLog;
}

/** Opens a data directory as an application opens it. */
export async function openCounty(data: string, { clock, through = (log) => log }: Opening = {}): Promise<OpenedCounty> {
  const opened = await openRuntime(
    { ...readConfiguration({}, { data }), readStore: readStoreOf(data) },
    {
      events: [...directoryEvents, ...recordsEvents, ...rostersEvents, ...responsibilityEvents, ...demoEvents],
      clock,
    },
  );
  const runtime = { ...opened, log: through(opened.log) };
  const imports = [
    PlatformModule.forRuntime(runtime),
    RecordTypeModule,
    DirectoryModule,
    RecordsModule,
    RostersModule,
    ResponsibilityModule,
    DemoModule,
  ];
  const app = await (await Test.createTestingModule({ imports }).compile()).init();
  const commands = app.get(CommandBus);
  return {
    runtime,
    async load() {
      const file = (name: string) => join(HAMLETS, name);
      const files = { regions: file('regions.csv'), schools: file('schools.csv'), staff: file('staff.csv') };
      await commands.execute(new ImportDirectory(files, { commandId: 'directory' }));
      await commands.execute(
        new ImportRosters({ files: ROSTERS.map(file), cycle: '2020-2021', reconcile: true }, { commandId: 'rosters' }),
      );
    },
    demo: (seed, months, onProgress) => commands.execute(new RunDemo({ seed, months }, onProgress)),
    events: async () => (await opened.log.readAll({ limit: 1_000_000 })).events,
    close: () => app.close(),
  };
}
