import { holds } from '../decide/asking.js';
import type { Appointment, Staffing, Unit } from '../model/staffing.js';

/** An appointment as specs give it: named like its holder and held from the beginning, unless something else is said. */
export type GivenAppointment = Omit<Appointment, 'name' | 'from'> & Partial<Pick<Appointment, 'name' | 'from'>>;

const BEGINNING = '1970-01-01T00:00:00.000Z';

/** Who may act where, from two lists; the first unit is the top. Whoever holds a post twice is named once, as its own holder if they are. */
export function staffingOf(units: readonly Unit[], given: readonly GivenAppointment[]): Staffing {
  const appointments = given.map((one): Appointment => ({ name: one.userId, from: BEGINNING, ...one }));
  const ownFirst = appointments.toSorted((a, b) => Number(a.onBehalfOf !== undefined) - Number(b.onBehalfOf !== undefined));
  const heldAt = (at: string) => ownFirst.filter(({ from, to }) => from <= at && (to === undefined || at < to));
  return {
    unit: (code) => units.find((unit) => unit.code === code),
    top: () => units[0],
    appointmentsOf: (userId, at) => heldAt(at).filter((one) => one.userId === userId),
    holders: (post, at) => [
      ...new Map(
        heldAt(at)
          .filter((one) => holds(one, post))
          .toReversed()
          .map((one) => [one.userId, one]),
      ).values(),
    ],
  };
}
