import { IsOptional } from 'class-validator';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { derivedId, Line, LONGEST_CODE, LONGEST_ID, Refusal } from '#kernel';
import type { DirectoryEvent } from '../events.js';
import { momentFrom, refuseProblems } from '../invalid.js';
import { PersonDesk, type PersonWorld } from '../person-desk.js';
import type { DirectoryContext, PersonAnswer } from './context.js';

export class GrantDelegationBody {
  /** Who is away. */
  @Line(LONGEST_ID) person: string;
  /** Who holds the other's appointments for the time, and answers for what they sign. */
  @Line(LONGEST_ID) delegate: string;
  /** Absent: from now. Not in the past. */
  @IsOptional() @Line(LONGEST_CODE) from?: string;
  /** Exclusive. */
  @Line(LONGEST_ID) to: string;
}

/**
 * Lets one person stand in for another (代办) for a period, in everything that the other is appointed to in that period.
 * @throws Refusal `not-found`/`unknown-person`
 */
export class GrantDelegation extends Command<PersonAnswer> {
  readonly word = 'GrantDelegation';

  constructor(
    readonly body: GrantDelegationBody,
    readonly context: DirectoryContext,
  ) {
    super();
  }
}

@CommandHandler(GrantDelegation)
export class GrantDelegationHandler implements ICommandHandler<GrantDelegation> {
  constructor(private readonly desk: PersonDesk) {}

  execute({ word, body, context }: GrantDelegation): Promise<PersonAnswer> {
    return this.desk.work({
      username: body.person,
      command: word,
      body,
      context,
      decide: (world) => delegated(body, context.commandId, world),
    });
  }
}

function delegated({ person, delegate, from, to }: GrantDelegationBody, commandId: string, { state, now }: PersonWorld): DirectoryEvent {
  if (!state.people.has(person) || !state.people.has(delegate)) throw new Refusal('not-found', 'unknown-person');
  const start = momentFrom('from', from, now);
  const end = momentFrom('to', to, now);
  if (person === delegate) refuseProblems([{ field: 'delegate', code: 'same-person' }]);
  if (end <= start) refuseProblems([{ field: 'to', code: 'wrong-period' }]);
  return {
    type: 'delegation-granted',
    data: { delegationId: derivedId('delegation', person, commandId), person, delegate, from: start, to: end },
  };
}
