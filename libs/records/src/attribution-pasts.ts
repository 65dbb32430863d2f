import { Inject, Injectable } from '@nestjs/common';
import type { Directory, DirectoryReader } from '#directory';
import type { EventLog } from '#event-store';
import { Remembered, type Evolving, type Recorded } from '#kernel';
import { DIRECTORY_READER, EVENT_LOG, RECORD_TYPE } from '#platform';
import {
  definitionOf,
  type Past,
  type RecordCommand,
  type RecordEvent,
  type RecordState,
  type RecordType,
  type StatementRecorded,
  type WorkflowDefinition,
} from '#verification';
import { recordStream } from './record-id.js';

/** Reads a record's events from the first one on. */
type EventsOfRecord = () => Promise<readonly Recorded[]>;
type Officer = ReturnType<Past['officerOf']>;

/** What is decided with the record's whole past before it. */
const NEEDING: readonly RecordCommand['kind'][] = ['confirm-error', 'dismiss-error', 'decide-attribution-appeal', 'name-decider'];

/** How many pasts of records where an error waits are kept; those that were asked for longest ago go first. */
const KEPT = 100;

/** Gathers what an attribution looks up outside of the record's stream, all of it from the log: so anyone can gather it again. */
@Injectable()
export class AttributionPasts {
  /** By the record and the revision that a past ends with. */
  private readonly recent = new Remembered<Past>(KEPT);

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** The past, for a command that is decided with it; also where an error waits, because who may judge it is part of what is allowed. */
  async neededFor(command: RecordCommand, state: RecordState, read: EventsOfRecord): Promise<{ past?: Past }> {
    if (!needsPast(command) || state.revision < 0) return this.whereErrorsWait(state, read);
    return { past: await this.of(upTo(state, await read())) };
  }

  /**
   * The past of a record in which a reported error waits to be judged. Every answer about the record needs it, and no event of it changes:
   * it is gathered once for each revision.
   */
  async whereErrorsWait(state: RecordState, read: EventsOfRecord): Promise<{ past?: Past }> {
    const waiting = Object.values(state.errors).some(({ status }) => status === 'reported');
    if (!waiting) return {};
    return { past: await this.recent.of(`${state.recordId}@${state.revision}`, async () => this.of(upTo(state, await read()))) };
  }

  /** The past of a record whose events are these, from its first one on. */
  async of(events: readonly Recorded[]): Promise<Past> {
    const officers = new Map<string, Officer>();
    let definition = 0;
    for (const event of events) {
      definition = definitionAfter(event) ?? definition;
      if (event.type !== 'statement-recorded') continue;
      officers.set(event.id, officerOf(event, await this.directory.asOf(event.position), definitionOf(this.type, definition)));
    }
    const previous = await this.previousOf(events);
    return {
      events: events as unknown as readonly Evolving<RecordEvent>[],
      officerOf: (statement: Evolving<StatementRecorded>) => officers.get(statement.id),
      ...(previous && { previous }),
    };
  }

  private async previousOf(events: readonly Recorded[]): Promise<Past['previous']> {
    const { carriedFrom } = (events[0]?.data ?? {}) as { carriedFrom?: { recordId: string; revision: number } };
    if (carriedFrom === undefined) return undefined;
    const { recordId, revision } = carriedFrom;
    const carried = await this.log.readStream(recordStream(recordId), { limit: revision + 1 });
    return { recordId, ...(await this.of(carried)) };
  }
}

/** A report looks into the past for an earlier value only. */
function needsPast(command: RecordCommand): boolean {
  return NEEDING.includes(command.kind) || (command.kind === 'report-error' && command.event !== undefined);
}

/** What has been appended since the state was read is not its past. */
function upTo({ revision }: RecordState, events: readonly Recorded[]): readonly Recorded[] {
  return events.at(-1)?.revision === revision ? events : events.filter((event) => event.revision <= revision);
}

/**
 * The department's officer when it stated: who acted, if the post is their own; else whom they stood in for; else the first by user name
 * who holds one of the department's posts themselves.
 */
export function officerOf({ actor, data, time }: Recorded, directory: Directory, definition: WorkflowDefinition): Officer {
  const { department } = data as { department: string };
  const posts = definition.staters(department, directory);
  const own = posts.flatMap((post) => directory.holders(post, time)).filter(({ onBehalfOf }) => onBehalfOf === undefined);
  const acting = actor.onBehalfOf ?? actor.userId;
  return own.find(({ userId }) => userId === acting) ?? own[0];
}

/** The definition that an event gives the record; undefined: it goes on as before. */
function definitionAfter({ type, data }: Recorded): number | undefined {
  if (type === 'record-opened') return (data as { definition: number }).definition;
  return type === 'definition-adopted' ? (data as { to: number }).to : undefined;
}
