import { Inject, Injectable } from '@nestjs/common';
import { derivedId, type Actor, type Position, type Recorded } from '#kernel';
import { isConflict, type AppendOptions, type EventLog } from '#event-store';
import { EVENT_LOG, SEALER, systemActor } from '#platform';
import type { Sealer } from '#protection';
import type { CommandContext } from './commands/answer.js';

/** Data of `identity-claimed`. */
export interface Claimed {
  readonly studentId: string;
  /**
   * The cycle of the record that somebody claimed it for. Absent: it was claimed by an import, which opens what it claims for, again and again
   * until it has.
   */
  readonly cycle?: string;
}

/** The claim of a number that stands. */
export interface Claim extends Claimed {
  /** Where in the log it was made. */
  readonly position: Position;
}

/** What a number's stream says now. */
export interface Standing {
  /** Absent: nobody holds the number. */
  readonly claim?: Claim;
  /** How many events there are. */
  readonly length: number;
}

/**
 * One person is one student only: each identifying number has a stream of its own, `identity-<HMAC(index key, number)>`, whose last event says
 * who holds it. Whether a claim counts that led to no record is for {@link IdentityBearers}.
 */
@Injectable()
export class IdentityClaims {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  async standing(identity: string): Promise<Standing> {
    return standingIn(await this.log.readStream(this.streamOf(identity)));
  }

  /** The student who holds a number, if somebody does. */
  async holderOf(identity: string): Promise<string | undefined> {
    return (await this.standing(identity)).claim?.studentId;
  }

  /**
   * The student whom a command claims a number for: the same command makes the same one up, wherever and however often it runs, since a store need
   * not say that it has written this before. The number's stream is named by a keyed hash, so the id tells nothing.
   */
  newStudent(identity: string, { commandId }: CommandContext, { length }: Standing = { length: 0 }): string {
    // As in `take`: a number that is free again is not claimed for whoever it was claimed for first.
    return derivedId(length === 0 ? commandId : `${commandId}/${length}`, this.streamOf(identity), 'student');
  }

  /**
   * Claims a number that nobody is known to have ever claimed, one of very many. @returns false if it has been claimed before
   * @throws Refusal `invalid`/`command-reused`
   */
  async takeFirst(identity: string, claimed: Claimed, { commandId }: CommandContext): Promise<boolean> {
    const append = { type: 'identity-claimed', data: claimed };
    return this.append(identity, { length: 0 }, [append], systemActor, `${commandId}/identity`, { unhurried: true });
  }

  /**
   * Claims a number upon what stood there, in one append: whoever held it holds it no more.
   * @returns false if its stream has changed since, or this very command has claimed it before
   * @throws Refusal `invalid`/`command-reused`
   */
  async take(identity: string, standing: Standing, claimed: Claimed, { commandId }: CommandContext, actor: Actor): Promise<boolean> {
    const { claim, length } = standing;
    const before = claim === undefined || claim.studentId === claimed.studentId ? [] : [superseded(claim.studentId)];
    // A number may be free again: who claims it then is not whoever claimed it first, though the command may be the same.
    const own = length === 0 ? `${commandId}/identity` : `${commandId}/${length}/identity`;
    return this.append(identity, standing, [...before, { type: 'identity-claimed', data: claimed }], actor, own);
  }

  /** Marks the claim of a number that a student does not bear, or no longer. */
  async supersede(identity: string, studentId: string, actor: Actor, { commandId }: CommandContext): Promise<void> {
    for (let done = false; !done;) {
      const standing = await this.standing(identity);
      if (standing.claim?.studentId !== studentId) return;
      done = await this.append(identity, standing, [superseded(studentId)], actor, `${commandId}/${standing.length}/superseded`);
    }
  }

  private async append(
    identity: string,
    { length }: Standing,
    events: readonly { type: string; data: Claimed }[],
    actor: Actor,
    commandId: string,
    options: AppendOptions = {},
  ): Promise<boolean> {
    const stream = this.streamOf(identity);
    const [id = ''] = commandId.split('/');
    const metadata = { actor, commandId, commandHash: this.sealer.indexOf(stream), correlationId: id, causationId: id };
    try {
      return !(await this.log.append(stream, length === 0 ? 'no-stream' : length - 1, events, metadata, options)).repeated;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }

  private streamOf(identity: string): string {
    return `identity-${this.sealer.indexOf(identity)}`;
  }
}

function superseded(studentId: string): { type: string; data: Claimed } {
  return { type: 'identity-superseded', data: { studentId } };
}

function standingIn(events: readonly Recorded[]): Standing {
  const last = events.at(-1);
  if (last?.type !== 'identity-claimed') return { length: events.length };
  return { claim: { ...(last.data as Claimed), position: last.position }, length: events.length };
}
