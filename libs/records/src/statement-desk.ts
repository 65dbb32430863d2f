import { Inject, Injectable } from '@nestjs/common';
import { derivedId, Refusal, sha256, sortedKeys, type Envelope, type Json, type Position, type Proposed } from '#kernel';
import type { DirectoryReader } from '#directory';
import { type Clock, type CommandMetadata, type EventLog } from '#event-store';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { decide, type RecordState, type RecordType, type StatedValues, type World } from '#verification';
import { evolved } from './evolved.js';
import { partsOf, recordStream } from './record-id.js';
import { sealAll, type PlainValues, type Seal } from './values.js';

/** The rules, the people in office and the time, looked up once for many records. */
export type StatingWorld = Omit<World, 'userId' | 'past'>;

/** What departments' rosters, of which one person answers for all, state about one student. */
export interface StatementsToTake {
  readonly recordId: string;
  /** The record as it was read, or as taking other statements has left it; one that does not exist is opened. */
  readonly state: RecordState;
  /** Sealed, in the order in which they count; not empty. */
  readonly statements: readonly StatedValues[];
  readonly userId: string;
}

/** What the engine has decided, on its way into the log. */
export interface DecidedStatements {
  /** The record with what is taken: made when it is asked for. */
  after(): RecordState;
  /**
   * What is decided next for the same record may be appended without waiting for this: it is refused if this is.
   * @throws Refusal `stale`/`stale-revision` if the record is not as it was given
   */
  append(): Promise<StatementsAppended>;
}

export interface StatementsAppended {
  /** How many events this run appended. */
  readonly events: number;
  /** Of the last one; absent if there is none. */
  readonly position?: Position;
}

/**
 * Takes what departments state about students, many records at once: nothing is read that is known already, and nothing is read back.
 * The engine decides as for every other command.
 */
@Injectable()
export class StatementDesk {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  async world(): Promise<StatingWorld> {
    return { now: this.clock.now(), type: this.type, staffing: await this.directory.current() };
  }

  /** Puts a student's values into their envelopes, each value once, whoever states it; the student must have a key. */
  sealing(studentId: string): (values: PlainValues) => StatedValues['values'] {
    const known = new Map<Json, Envelope>();
    const seal: Seal = (value) => {
      const sealed = known.get(value) ?? this.sealer.seal(studentId, value);
      known.set(value, sealed);
      return sealed;
    };
    return (values) => sealAll(values, seal);
  }

  /** @throws Refusal what the engine refuses */
  decide(work: StatementsToTake, world: StatingWorld): DecidedStatements {
    const { recordId, state, statements, userId } = work;
    const { studentId, cycle } = partsOf(recordId);
    const { actor, events } = decide(
      state,
      {
        kind: 'take-statements',
        ...(state.revision < 0 && { open: { recordId, subjectId: studentId, cycle } }),
        statements,
        seal: (value: Json) => this.sealer.seal(studentId, value),
      },
      { ...world, userId },
    );
    if (events.length === 0) return { after: () => state, append: () => Promise.resolve({ events: 0 }) };
    const commandHash = hashOf(recordId, statements);
    // The id says what is taken into which state of the record: the same work again is the same command, and nothing else is.
    const commandId = derivedId('statements', recordId, String(state.revision), commandHash);
    const metadata = { actor, commandId, commandHash, correlationId: commandId, causationId: commandId };
    return {
      after: () => evolved(state, events, { commandId, actor, time: world.now }),
      append: () => this.append(recordId, state, events, metadata),
    };
  }

  /** Does not wait for the log by itself: else the events would lie in memory as long as it takes, beside what is written of them. */
  private append(
    recordId: string,
    { revision }: RecordState,
    events: readonly Proposed[],
    metadata: CommandMetadata,
  ): Promise<StatementsAppended> {
    const expected = revision < 0 ? 'no-stream' : revision;
    const { length } = events;
    return this.log.append(recordStream(recordId), expected, events, metadata, { unhurried: true }).then(
      ({ position, repeated }) => ({ events: repeated ? 0 : length, position }),
      (error: unknown) => {
        if (!(error instanceof Refusal) || error.code !== 'wrong-expected-revision') throw error;
        throw new Refusal('stale', 'stale-revision', { params: { current: error.params.actual ?? '' } });
      },
    );
  }
}

/** Over the commitments instead of the values: they are keyed, and made already. */
function hashOf(recordId: string, statements: readonly StatedValues[]): string {
  let text = recordId;
  for (const { department, file, fileLine, asOf, values } of statements) {
    text += `\n\n${department}\n${file}\n${fileLine}\n${asOf}`;
    for (const field of sortedKeys(values)) text += `\n${field} ${values[field]?.c ?? ''}`;
  }
  return sha256(text);
}
