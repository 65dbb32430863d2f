import { Inject, Injectable } from '@nestjs/common';
import { derivedId, Refusal, type Actor, type Recorded } from '#kernel';
import { isConflict, type EventLog } from '#event-store';
import { EVENT_LOG, SEALER, systemActor } from '#platform';
import type { Sealer } from '#protection';
import type { CommandContext } from './commands/answer.js';

/** Data of `identity-claimed`. */
interface Claimed {
  readonly studentId: string;
}

/**
 * One person is one student only: each identifying number has a stream of its own, `identity-<HMAC(index key, number)>`, whose first event
 * claims it. The loser of a race reads the winner's claim. A claim whose student got another number is superseded and may be claimed again.
 */
@Injectable()
export class IdentityClaims {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  /** The student who holds a number, if somebody does. */
  async holderOf(identity: string): Promise<string | undefined> {
    return holder(await this.log.readStream(this.streamOf(identity)));
  }

  /** The student who holds a number; a new student if nobody does. */
  async claim(identity: string, context: CommandContext): Promise<{ studentId: string }> {
    return { studentId: await this.holderOr(identity, (commandId) => this.newStudent(identity, commandId), context) };
  }

  /** As {@link claim}, of very many, for a number that nobody is known to hold: it is read only if somebody has claimed it meanwhile. */
  async claimUnknown(identity: string, context: CommandContext): Promise<{ studentId: string }> {
    const proposed = { type: 'identity-claimed', data: { studentId: this.newStudent(identity, context.commandId) } };
    try {
      const { repeated } = await this.append(this.streamOf(identity), 'no-stream', [proposed], systemActor, context.commandId, true);
      // Made up by chance by an earlier version of this program.
      return repeated ? await this.claim(identity, context) : proposed.data;
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
      return this.claim(identity, context);
    }
  }

  /** Claims a number for a student who exists. @returns the student who holds it now: another one, if they were first */
  claimFor(identity: string, studentId: string, context: CommandContext): Promise<string> {
    return this.holderOr(identity, () => studentId, context);
  }

  /**
   * Gives a number to another student, in one append: whoever held it turned out to be the same person.
   * @throws Refusal `conflict`/`identity-taken` if the number has changed hands meanwhile
   */
  async handOver(identity: string, from: string, to: string, actor: Actor, { commandId }: CommandContext): Promise<void> {
    const stream = this.streamOf(identity);
    const events = await this.log.readStream(stream);
    const standing = holder(events);
    if (standing === to) return;
    if (standing !== from) throw new Refusal('conflict', 'identity-taken');
    const changes = [
      { type: 'identity-superseded', data: { studentId: from } },
      { type: 'identity-claimed', data: { studentId: to } },
    ];
    await this.append(stream, events.length - 1, changes, actor, `${commandId}/handed-over`);
  }

  /** Marks the claim of a number that a student no longer bears. */
  async supersede(identity: string, studentId: string, actor: Actor, commandId: string): Promise<void> {
    const stream = this.streamOf(identity);
    const events = await this.log.readStream(stream);
    if (holder(events) !== studentId) return;
    await this.append(stream, events.length - 1, [{ type: 'identity-superseded', data: { studentId } }], actor, commandId);
  }

  /**
   * The same command makes the same student up, wherever and however often it runs: a store need not say that somebody has written it before.
   * The number's stream is named by a keyed hash, so the id tells nothing.
   */
  private newStudent(identity: string, commandId: string): string {
    return derivedId(commandId, this.streamOf(identity), 'student');
  }

  private async holderOr(identity: string, studentOf: (commandId: string) => string, context: CommandContext): Promise<string> {
    const stream = this.streamOf(identity);
    const events = await this.log.readStream(stream);
    const standing = holder(events);
    if (standing !== undefined) return standing;
    try {
      const expected = events.length === 0 ? 'no-stream' : events.length - 1;
      // A number may be free again: who claims it then is not whoever claimed it first, though the command may be the same.
      const commandId = events.length === 0 ? context.commandId : `${context.commandId}/${events.length}`;
      const studentId = studentOf(commandId);
      const proposed = { type: 'identity-claimed', data: { studentId } };
      const { repeated } = await this.append(stream, expected, [proposed], systemActor, commandId);
      // The same command has claimed it first; an earlier version of this program made the student up by chance.
      return repeated ? (holder(await this.log.readStream(stream)) ?? studentId) : studentId;
    } catch (error) {
      if (!isConflict(error)) throw error;
      return holder(await this.log.readStream(stream)) ?? this.holderOr(identity, studentOf, context);
    }
  }

  private append(
    stream: string,
    expected: 'no-stream' | number,
    events: readonly { type: string; data: Claimed }[],
    actor: Actor,
    commandId: string,
    unhurried = false,
  ) {
    const metadata = {
      actor,
      commandId: `${commandId}/identity`,
      commandHash: this.sealer.indexOf(stream),
      correlationId: commandId,
      causationId: commandId,
    };
    return this.log.append(stream, expected, events, metadata, { unhurried });
  }

  private streamOf(identity: string): string {
    return `identity-${this.sealer.indexOf(identity)}`;
  }
}

function holder(events: readonly Recorded[]): string | undefined {
  const last = events.at(-1);
  return last?.type === 'identity-claimed' ? (last.data as Claimed).studentId : undefined;
}
