import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#kernel';
import { digestShape, type EventDefinition, type EventLog } from '#event-store';
import { EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import type { CommandContext } from './commands/answer.js';
import { contestsStream, partsOf } from './record-id.js';

/** Data of `identity-contested`: a number was wanted for a record while another student bears it. */
export interface IdentityContested {
  readonly recordId: string;
  readonly cycle: string;
  /** Keyed hash of the number, as in the name of its claim's stream. */
  readonly claim: string;
  /** The student who bears it. */
  readonly holder: string;
}

/** Shape of the event as it is stored. */
export const identityContested: EventDefinition = {
  type: 'identity-contested',
  version: 1,
  schema: z.strictObject({ recordId: z.string(), cycle: z.string(), claim: digestShape, holder: z.string() }),
};

/** Is told of a contest once it stands in the log. */
export type ContestListener = (contest: IdentityContested) => Promise<void>;

/**
 * Keeps that a number was refused to one student because another bears it, in a stream beside the record that it was wanted for: one of the
 * two records may be the other's duplicate, and people must decide that.
 */
@Injectable()
export class IdentityContests {
  private readonly listeners: ContestListener[] = [];

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  /** For rooms above that must act on it; what a listener misses because its process dies, it finds in the log. */
  hear(listener: ContestListener): void {
    this.listeners.push(listener);
  }

  /** Appends once for each command. @param actor whoever was allowed to set the number, and wanted to */
  async keep(
    recordId: string,
    identity: string,
    holder: string,
    actor: Actor,
    { commandId, correlationId }: CommandContext,
  ): Promise<void> {
    const contest = { recordId, cycle: partsOf(recordId).cycle, claim: this.sealer.indexOf(identity), holder };
    await this.log.append(contestsStream(recordId), 'any', [{ type: identityContested.type, data: contest }], {
      actor,
      commandId: `${commandId}/contested`,
      commandHash: contest.claim,
      correlationId: correlationId ?? commandId,
      causationId: commandId,
    });
    for (const listener of this.listeners) await listener(contest);
  }
}
