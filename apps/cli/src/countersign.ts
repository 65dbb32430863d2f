import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { asDiskFull, keepPrivate } from '#disk';
import { derivedId, hasReadable, Refusal, wholeNumber } from '#kernel';
import { readConfiguration, type Configuration, type Runtime } from '#platform';
import type { ProjectorThread } from '#projections';
import { RecordDesk, type CommandContext } from '#records';
import { UnreadRows } from '#rosters';
import { Exports } from '#statistics';
import { studentAid } from '#student-aid';
import { jointDigest, type RecordState } from '#verification';
import {
  allMessages,
  anyMayApply,
  CountersignModule,
  openCountersign,
  smallProjectorThread,
  viewsBeside,
} from '../../composition/src/countersign.module.js';
import { cliMessages } from './messages.js';
import type { CommonOptions, DecisionOptions } from './options.js';
import * as parts from './parts.js';
import { exitCodeOf, Printer } from './printer.js';
import { words } from './words.js';

/** What a command of the command line works with. */
export interface Countersign {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly runtime: Runtime;
  readonly exports: Exports;
  readonly unread: UnreadRows;
  readonly printer: Printer;
  /** What commands and answers are made of. */
  readonly parts: typeof parts;
  /** The person whom `--as` names. @throws Refusal `forbidden`/`no-acting-person` */
  actingPerson(): string;
  /** Who decides, under which command id. @throws Refusal `forbidden`/`no-acting-person`, `invalid`/`wrong-revision` */
  contextOf(options: DecisionOptions): CommandContext;
  /** The digest that a review of a line, or the joint one, is for as the record stands now. */
  digestOf(recordId: string, line: string): Promise<string>;
  /** From now on a thread of its own keeps the rosters' view up with the log, so that a long reconciliation finds it there at its end. */
  followRosters(): void;
  /** An answer from a directory with a simulated clock says so. */
  marked<Answer extends object>(answer: Answer): Answer;
}

/** @throws Refusal `forbidden`/`no-acting-person` */
function actingPersonOf({ as }: Pick<CommonOptions, 'as'>): string {
  if (as === undefined) throw new Refusal('forbidden', 'no-acting-person');
  return as;
}

function contextOf(options: DecisionOptions): CommandContext {
  const userId = actingPersonOf(options);
  const ifRevision = options.ifRevision === undefined ? undefined : wholeNumber(options.ifRevision);
  if (options.ifRevision !== undefined && ifRevision === undefined) throw new Refusal('invalid', 'wrong-revision');
  return {
    ...commandOf(userId, options),
    ...(options.check === true && { check: true }),
    ...(ifRevision !== undefined && { ifRevision }),
  };
}

/** The same `--command-id` of the same person is the same command. */
function commandOf(userId: string, { commandId }: Pick<DecisionOptions, 'commandId'>): CommandContext {
  if (commandId === undefined) return { userId, commandId: randomUUID() };
  return { userId, commandId: derivedId(userId, commandId), keyed: true };
}

function standingDigest(state: RecordState, line: string): string {
  const digest = line === 'joint' ? jointDigest(state, studentAid) : state.lines[line]?.submission?.digest;
  // A line that has not been submitted has none; the engine answers what is allowed instead.
  return digest ?? '0'.repeat(64);
}

/** Where a process at a time applies events, it is that one's to do. */
function followerOf(configuration: Configuration): ProjectorThread | undefined {
  return anyMayApply(configuration) ? smallProjectorThread(configuration, ['rosters']) : undefined;
}

/** How a data directory is opened. */
export interface Opening {
  /** Why a log that was set back goes on; see `log renew`. */
  readonly renew?: string;
}

const LONGEST_REASON = 500;

/** @throws Refusal `invalid`/`no-reason` */
function mustBeReason(reason: string): void {
  if (!hasReadable(reason) || reason.length > LONGEST_REASON) throw new Refusal('invalid', 'no-reason');
}

/** Opens the data directory, does the work, closes it; a refusal is printed and sets the exit code. */
export async function openedFor(options: CommonOptions, work: (app: Countersign) => Promise<void>, { renew }: Opening = {}): Promise<void> {
  keepPrivate();
  const printer = new Printer(options, { ...allMessages, ...cliMessages });
  try {
    if (renew !== undefined) mustBeReason(renew);
    const configuration = readConfiguration(process.env, { data: options.data });
    const follower = followerOf(configuration);
    const views = follower && viewsBeside(follower, configuration);
    const runtime = await openCountersign(configuration, { clock: options.clock, renew, ...(views !== undefined && { views }) });
    const context = await NestFactory.createApplicationContext(CountersignModule.over(runtime), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    try {
      if (runtime.origin.simulated && runtime.origin.time !== undefined) printer.notice(words(options.lang).simulated(runtime.origin.time));
      const desk = context.get(RecordDesk, { strict: false });
      await work({
        commands: context.get(CommandBus, { strict: false }),
        queries: context.get(QueryBus, { strict: false }),
        runtime,
        exports: context.get(Exports, { strict: false }),
        unread: context.get(UnreadRows, { strict: false }),
        printer,
        parts,
        actingPerson: () => actingPersonOf(options),
        contextOf,
        digestOf: async (recordId, line) => standingDigest((await desk.load(recordId)).state, line),
        followRosters: () => {
          if (follower?.health.state === 'stopped') follower.start();
        },
        marked: (answer) => (runtime.origin.simulated ? { ...answer, simulated: true } : answer),
      });
    } finally {
      await follower?.stop();
      await context.close();
    }
  } catch (cause) {
    const error = asDiskFull(cause);
    if (!(error instanceof Refusal)) throw error;
    printer.refusal(error);
    process.exitCode = exitCodeOf(error);
  }
}
