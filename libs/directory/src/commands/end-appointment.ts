import { IsOptional } from 'class-validator';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_ID, Refusal } from '#kernel';
import type { DirectoryEvent } from '../events.js';
import { momentFrom } from '../invalid.js';
import { PersonDesk, type PersonWorld } from '../person-desk.js';
import type { DirectoryContext, PersonAnswer } from './context.js';

export class EndAppointmentBody {
  @Line(LONGEST_ID) username: string;
  @Line(50) role: string;
  @Line(50) unit: string;
  @Line(50) line: string;
  /** Up to when it holds, exclusive; absent: until now. Not in the past. */
  @IsOptional() @Line(LONGEST_ID) to?: string;
}

/**
 * Ends an appointment, or brings an end that lies ahead forward. What was signed under it stays signed under it.
 * @throws Refusal `not-found`/`unknown-person`, `not-found`/`no-such-appointment` if the person does not hold it up to that moment
 */
export class EndAppointment extends Command<PersonAnswer> {
  readonly word = 'EndAppointment';

  constructor(
    readonly body: EndAppointmentBody,
    readonly context: DirectoryContext,
  ) {
    super();
  }
}

@CommandHandler(EndAppointment)
export class EndAppointmentHandler implements ICommandHandler<EndAppointment> {
  constructor(private readonly desk: PersonDesk) {}

  execute({ word, body, context }: EndAppointment): Promise<PersonAnswer> {
    return this.desk.work({
      username: body.username,
      command: word,
      body,
      context,
      decide: (world) => ended(body, world),
    });
  }
}

function ended({ username, role, unit, line, to }: EndAppointmentBody, { state, now }: PersonWorld): DirectoryEvent {
  const person = state.people.get(username);
  if (person === undefined) throw new Refusal('not-found', 'unknown-person');
  const end = momentFrom('to', to, now);
  const appointment = person.appointments.find(
    (one) => one.role === role && one.unit === unit && one.line === line && one.from <= end && (one.to === undefined || one.to > end),
  );
  if (appointment === undefined) throw new Refusal('not-found', 'no-such-appointment');
  return { type: 'appointment-ended', data: { appointmentId: appointment.appointmentId, to: end } };
}
