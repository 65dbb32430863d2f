import { Refusal, type Actor } from '#kernel';
import type { WorkflowDefinition } from '../model/record-type.js';
import type { World } from '../model/commands.js';
import type { Post } from '../model/route.js';
import type { Appointment, Staffing } from '../model/staffing.js';

/** Who asks under which rules, when. Without a person: what anybody may do. */
export type Asking = Omit<World, 'userId'> & Partial<Pick<World, 'userId'>>;

/** Stands for whoever it may be, when a question is asked for nobody in particular. */
export const anybody: Actor = { userId: '', name: '', role: '', unit: '', unitName: '', line: '' };

/** An appointment frozen as the actor of an act: name, role and unit as of now. Its members are in the order in which events are written. */
export function actorOf({ userId, name, role, unit, line, onBehalfOf }: Appointment, staffing: Pick<Staffing, 'unit'>): Actor {
  return { line, name, ...(onBehalfOf !== undefined && { onBehalfOf }), role, unit, unitName: staffing.unit(unit)?.name ?? '', userId };
}

/** Whether an appointment is to a post. */
export function holds(appointment: Post, post: Post): boolean {
  return appointment.role === post.role && appointment.unit === post.unit && appointment.line === post.line;
}

/**
 * The appointments that the acting person holds now; undefined if nobody in particular asks.
 * @throws Refusal `forbidden`/`no-appointment`
 */
export function appointmentsNow({ userId, staffing, now }: Asking): readonly Appointment[] | undefined {
  if (userId === undefined) return undefined;
  const appointments = staffing.appointmentsOf(userId, now);
  if (appointments.length === 0) throw new Refusal('forbidden', 'no-appointment');
  return appointments;
}

/**
 * The acting person under the first of their appointments that is to one of the posts.
 * @throws Refusal `forbidden` with the code that is given, if they hold none of them
 */
export function actAs(asking: Asking, posts: readonly Post[], code: string, params: Readonly<Record<string, string>> = {}): Actor {
  return actUnder(asking, (appointment) => posts.some((post) => holds(appointment, post)), code, params);
}

/** As {@link actAs}, with any condition on the appointment. */
export function actUnder(
  asking: Asking,
  suits: (appointment: Appointment) => boolean,
  code: string,
  params: Readonly<Record<string, string>> = {},
): Actor {
  const appointments = appointmentsNow(asking);
  if (appointments === undefined) return anybody;
  const suitable = appointments.find(suits);
  if (suitable === undefined) throw new Refusal('forbidden', code, { params });
  return actorOf(suitable, asking.staffing);
}

/**
 * The acting person, if they have completed what their role must have completed.
 * @throws Refusal `forbidden`/`training-needed`
 */
export function trained(actor: Actor, { training }: Pick<WorkflowDefinition, 'training'>, { staffing, now }: Asking): Actor {
  if (actor === anybody || training === undefined || !training.roles.includes(actor.role)) return actor;
  if (staffing.hasCompleted?.(actor.userId, training.course, now) === true) return actor;
  throw new Refusal('forbidden', 'training-needed', { params: { course: training.course } });
}
