import { Refusal, type Actor } from '#kernel';
import type { Directory } from '#directory';
import type { Appointment } from '#verification';

/**
 * A person as the actor of what any appointed person may do: under the first of their appointments that suits.
 * @throws Refusal `forbidden`/`no-appointment`
 */
export function actingAs(
  directory: Directory,
  userId: string,
  at: string,
  suits: (appointment: Appointment) => boolean = () => true,
): Actor {
  const appointment = directory.appointmentsOf(userId, at).find(suits);
  if (appointment === undefined) throw new Refusal('forbidden', 'no-appointment');
  const { name, role, unit, line, onBehalfOf } = appointment;
  const unitName = directory.unit(unit)?.name ?? '';
  return { userId, name, role, unit, unitName, line, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}
