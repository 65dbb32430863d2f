import { IsOptional } from 'class-validator';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { derivedId, Line, LONGEST_CODE, LONGEST_ID, Refusal } from '#kernel';
import type { DirectoryEvent } from '../events.js';
import { momentFrom, refuseProblems } from '../invalid.js';
import { PersonDesk, type PersonWorld } from '../person-desk.js';
import { postProblems } from '../rules.js';
import type { DirectoryContext, PersonAnswer } from './context.js';

export class GrantAppointmentBody {
  @Line(LONGEST_ID) username: string;
  @Line(50) role: string;
  @Line(50) unit: string;
  /** Empty for roles that have none. */
  @Line(50) line: string;
  /** From when on it holds; absent: from now. Not in the past. */
  @IsOptional() @Line(LONGEST_CODE) from?: string;
}

/**
 * Appoints a person.
 * @throws Refusal `not-found`/`unknown-person`, `conflict`/`appointment-held`
 */
export class GrantAppointment extends Command<PersonAnswer> {
  readonly word = 'GrantAppointment';

  constructor(
    readonly body: GrantAppointmentBody,
    readonly context: DirectoryContext,
  ) {
    super();
  }
}

@CommandHandler(GrantAppointment)
export class GrantAppointmentHandler implements ICommandHandler<GrantAppointment> {
  constructor(private readonly desk: PersonDesk) {}

  execute({ word, body, context }: GrantAppointment): Promise<PersonAnswer> {
    return this.desk.work({
      username: body.username,
      command: word,
      body,
      context,
      decide: (world) => granted(body, context.commandId, world),
    });
  }
}

function granted({ username, role, unit, line, from }: GrantAppointmentBody, commandId: string, world: PersonWorld): DirectoryEvent {
  refuseProblems(postProblems({ role, unit, line }, (code) => world.directory.unit(code) !== undefined));
  const person = world.state.people.get(username);
  if (person === undefined) throw new Refusal('not-found', 'unknown-person');
  const start = momentFrom('from', from, world.now);
  const held = person.appointments.filter((one) => one.role === role && one.unit === unit && one.line === line);
  // Open, or ending only after the new one begins: the same post twice at one time says nothing more.
  if (held.some(({ to }) => to === undefined || to > start)) throw new Refusal('conflict', 'appointment-held');
  return {
    type: 'appointment-granted',
    data: { appointmentId: derivedId('appointment', username, commandId), role, unit, line, from: start },
  };
}
