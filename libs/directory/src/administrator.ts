import { Refusal, type Actor } from '#kernel';
import { systemActor } from '#platform';
import { ADMINISTRATOR } from './roles.js';
import type { CurrentDirectory } from './log-directory-reader.js';

/**
 * The administrator who acts, as of now.
 * @throws Refusal `forbidden`/`administrator-only`
 */
export function actingAdministrator({ directory }: CurrentDirectory, userId: string | undefined, now: string): Actor {
  const appointment = userId === undefined ? undefined : directory.appointmentsOf(userId, now).find(({ role }) => role === ADMINISTRATOR);
  if (appointment === undefined) throw new Refusal('forbidden', 'administrator-only');
  const { name, role, unit, line, onBehalfOf } = appointment;
  const unitName = directory.unit(unit)?.name ?? '';
  return { userId: appointment.userId, name, role, unit, unitName, line, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}

/**
 * Who imports. As long as nobody has ever been appointed administrator, nobody could be: then the program itself acts.
 * @throws Refusal `forbidden`/`administrator-only`
 */
export function importingActor(current: CurrentDirectory, userId: string | undefined, now: string): Actor {
  if (userId !== undefined) return actingAdministrator(current, userId, now);
  const everAppointed = [...current.state.people.values()].some(({ appointments }) =>
    appointments.some(({ role }) => role === ADMINISTRATOR),
  );
  return everAppointed ? actingAdministrator(current, userId, now) : systemActor;
}
