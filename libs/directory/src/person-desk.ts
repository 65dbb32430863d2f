import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '#kernel';
import { commandHashOf, commandMetadata, earlierRun, isConflict, type Clock, type EventLog } from '#event-store';
import { CLOCK, EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { actingAdministrator } from './administrator.js';
import type { DirectoryContext, PersonAnswer } from './commands/context.js';
import type { DirectoryEvent } from './events.js';
import { LogDirectoryReader, type CurrentDirectory } from './log-directory-reader.js';
import { personStream } from './streams.js';

/** What a decision about a person may look at. */
export interface PersonWorld extends CurrentDirectory {
  /** UTC. */
  readonly now: string;
}

/** A command on one person. */
export interface PersonWork {
  readonly username: string;
  /** The command's name and body, for telling a repeated command from another one with the same id. */
  readonly command: string;
  readonly body: object;
  readonly context: DirectoryContext;
  /** What is to be appended. Called again if somebody else was faster. */
  decide(world: PersonWorld): DirectoryEvent | Promise<DirectoryEvent>;
}

/** Where administrators' commands on people are worked: load, decide, append; on a conflict once more from the start. */
@Injectable()
export class PersonDesk {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reader: LogDirectoryReader,
  ) {}

  /**
   * @throws Refusal what the decision refuses; `forbidden`/`administrator-only`; `invalid`/`command-reused` if the commandId was used for
   * another body; `stale`/`directory-busy`
   */
  async work(work: PersonWork): Promise<PersonAnswer> {
    try {
      return await this.decideAndAppend(work).catch((error: unknown) => {
        if (isConflict(error)) return this.decideAndAppend(work);
        throw error;
      });
    } catch (error) {
      throw isConflict(error) ? new Refusal('stale', 'directory-busy') : error;
    }
  }

  private async decideAndAppend(work: PersonWork): Promise<PersonAnswer> {
    const { username, context } = work;
    const stream = personStream(username);
    const commandHash = commandHashOf(this.sealer, work.command, work.body);
    const events = await this.log.readStream(stream);
    const earlier = earlierRun(events, context.commandId, commandHash);
    if (earlier !== undefined) return { userId: username, position: earlier.position };
    const current = await this.reader.load();
    const now = this.clock.now();
    const actor = actingAdministrator(current, context.userId, now);
    const event = await work.decide({ ...current, now });
    const { position } = await this.log.append(
      stream,
      events.at(-1)?.revision ?? 'no-stream',
      [event],
      commandMetadata(context, actor, commandHash),
    );
    return { userId: username, position };
  }
}
