import 'reflect-metadata';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus, type ICommand, type Query } from '@nestjs/cqrs';
import type { INestApplicationContext } from '@nestjs/common';
import { ImportDirectory } from '#directory';
import { advanceClock, type Runtime } from '#platform';
import { ChangeMapping, ImportRosters, type ImportRostersBody, type RostersImported } from '#rosters';
import { CountersignModule, openCountersign } from '../../../apps/composition/src/countersign.module.js';
import { readStoreOf } from '../../../libs/projections/src/testing/read-store-of.js';
import { ROOT, SAMPLE } from '../../support/command-line.js';

export const CYCLE = '2020-2021';
export const FIRST_DAY = '2020-09-01T08:00:00+08:00';

/** Who may change the mappings of the sample county. */
const ADMINISTRATOR = 'u0342';

export const FILES = join(ROOT, 'test/fixtures/real-files');

/** Where a file of `real-files` lies. */
export function realFile(name: string): string {
  return join(FILES, name);
}

/** The sample county as the command line has it after `directory import`; opened once, and copied for each case. */
const template: { data?: string } = {};

/** A county of its own with the directory of the sample and no roster yet, on a clock that stands at the first day of school. */
export class RealCounty {
  private commandsGiven = 0;

  private constructor(
    private readonly data: string,
    readonly runtime: Runtime,
    private readonly context: INestApplicationContext,
  ) {}

  static async open(): Promise<RealCounty> {
    template.data ??= await madeTemplate();
    const data = join(mkdtempSync(join(tmpdir(), 'countersign-real-')), 'data');
    cpSync(template.data, data, { recursive: true });
    return RealCounty.over(data);
  }

  /** Opens a county, does the work, and leaves nothing. */
  static async with<Value>(work: (county: RealCounty) => Promise<Value>): Promise<Value> {
    const county = await RealCounty.open();
    try {
      return await work(county);
    } finally {
      await county.close();
    }
  }

  /** @param data the data directory, which may be there already */
  static async over(data: string): Promise<RealCounty> {
    const configuration = { dataDirectory: data, port: 0, roles: [], readStore: readStoreOf(data) };
    const runtime = await openCountersign(configuration, existsSync(data) ? {} : { clock: FIRST_DAY });
    const context = await NestFactory.createApplicationContext(CountersignModule.over(runtime), { logger: false, abortOnError: false });
    return new RealCounty(data, runtime, context);
  }

  execute<Answer>(command: ICommand): Promise<Answer> {
    return this.context.get(CommandBus, { strict: false }).execute(command);
  }

  query<Answer>(query: Query<Answer>): Promise<Answer> {
    return this.queries.execute(query);
  }

  get queries(): QueryBus {
    return this.context.get(QueryBus, { strict: false });
  }

  /** Imports files of `real-files` by name, or by path, together, as the command line does. */
  import(files: readonly string[], more: Partial<ImportRostersBody> = {}): Promise<RostersImported> {
    const paths = files.map((file) => (basename(file) === file ? realFile(file) : file));
    return this.execute(new ImportRosters({ files: paths, cycle: CYCLE, ...more }, { commandId: this.commandId(), alone: true }));
  }

  /** The county's administrator says what columns and words mean, by a document. */
  takeMapping(content: string): Promise<unknown> {
    return this.execute(new ChangeMapping({ content }, { userId: ADMINISTRATOR, commandId: this.commandId() }));
  }

  /** Writes a file of the case's own. @returns its path */
  write(name: string, content: string | Uint8Array): string {
    const path = join(dirname(this.data), name);
    writeFileSync(path, content);
    return path;
  }

  /** Sets the simulated clock on. */
  async setClock(time: string): Promise<void> {
    await advanceClock(this.runtime.log, this.runtime.clock, new Date(time).toISOString());
  }

  async close(): Promise<void> {
    await this.leave();
    rmSync(dirname(this.data), { recursive: true, force: true });
  }

  /** Closes and leaves what is there. @returns the data directory */
  async leave(): Promise<string> {
    await this.context.close();
    return this.data;
  }

  private commandId(): string {
    return `real-${(this.commandsGiven += 1)}`;
  }
}

async function madeTemplate(): Promise<string> {
  const county = await RealCounty.over(join(mkdtempSync(join(tmpdir(), 'countersign-real-template-')), 'data'));
  const [regions = '', schools = '', staff = ''] = ['regions', 'schools', 'staff'].map((name) => join(SAMPLE, `${name}.csv`));
  await county.execute(new ImportDirectory({ regions, schools, staff }, { commandId: 'directory' }));
  return county.leave();
}

/** A text file of `real-files`, for a case that writes a variant of it. */
export function realText(name: string): string {
  return readFileSync(realFile(name), 'utf8');
}
