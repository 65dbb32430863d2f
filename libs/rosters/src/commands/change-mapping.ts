import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Lines, Refusal, sha256, type Actor, type Position, type Recorded } from '#kernel';
import { commandMetadata, earlierRun, isConflict, type Clock, type Commanded, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG } from '#platform';
import { actorOf } from '#verification';
import type { RosterMappingChanged } from '../events.js';
import { DepartmentMappings } from '../mappings/department-mappings.js';
import { readExtension } from '../mappings/extension.js';
import { mappings } from '../mappings/index.js';
import { MAPPING_STREAM } from '../streams.js';

const ADMINISTRATOR = 'administrator';

/** Characters of a mapping document at most. */
const LONGEST_DOCUMENT = 200_000;

export class ChangeMappingBody {
  /** The whole YAML document; it takes the place of the one before. */
  @Lines(LONGEST_DOCUMENT) content: string;
}

export interface ChangeMappingContext extends Commanded {
  readonly userId: string;
}

export interface MappingAnswer {
  /** Rosters that are imported from now on are read under it. */
  readonly version: number;
  /** SHA-256 of the document. */
  readonly hash: string;
  /** 0: it stood so already. */
  readonly events: number;
  readonly position?: Position;
}

/** The administrator says what the county's departments call their columns and categories. What was imported before stays as it was read. */
export class ChangeMapping extends Command<MappingAnswer> {
  readonly word = 'ChangeMapping';

  constructor(
    readonly body: ChangeMappingBody,
    readonly context: ChangeMappingContext,
  ) {
    super();
  }
}

@CommandHandler(ChangeMapping)
export class ChangeMappingHandler implements ICommandHandler<ChangeMapping> {
  constructor(
    private readonly mappings: DepartmentMappings,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /**
   * @throws Refusal `forbidden`/`administrator-only`, `invalid`: `bad-mapping` with each mistake, `command-reused`; `stale`/`mapping-changed`
   */
  async execute({ body: { content }, context }: ChangeMapping): Promise<MappingAnswer> {
    const actor = await this.administrator(context.userId);
    readExtension(content, mappings);
    const hash = sha256(content);
    const changes = await this.mappings.changes();
    const earlier = earlierRun(changes, context.commandId, hash);
    if (earlier !== undefined) return answerOf(earlier);
    const last = changes.at(-1);
    const standing = last?.data as RosterMappingChanged | undefined;
    if (last !== undefined && standing?.hash === hash) return answerOf(last);
    const version = (standing?.version ?? 0) + 1;
    const data: RosterMappingChanged = { version, hash, content };
    const metadata = commandMetadata(context, actor, hash);
    try {
      const expected = changes.length === 0 ? 'no-stream' : changes.length - 1;
      const { position } = await this.log.append(MAPPING_STREAM, expected, [{ type: 'roster-mapping-changed', data }], metadata);
      return { version, hash, events: 1, position };
    } catch (error) {
      throw isConflict(error) ? new Refusal('stale', 'mapping-changed') : error;
    }
  }

  private async administrator(userId: string): Promise<Actor> {
    const directory = await this.directory.current();
    const appointment = directory.appointmentsOf(userId, this.clock.now()).find(({ role }) => role === ADMINISTRATOR);
    if (appointment === undefined) throw new Refusal('forbidden', 'administrator-only');
    return actorOf(appointment, directory);
  }
}

/** What stands already. */
function answerOf({ data, position }: Recorded): MappingAnswer {
  const { version, hash } = data as RosterMappingChanged;
  return { version, hash, events: 0, position };
}
