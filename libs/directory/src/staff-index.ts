import { groupBy } from '#kernel';
import type { Appointment, Post } from '#verification';
import type { DelegationGranted } from './events.js';
import type { HeldAppointment, Person } from './state.js';

interface Period {
  readonly from: string;
  readonly to?: string;
}

interface Holding {
  readonly person: Person;
  readonly appointment: HeldAppointment;
}

/** Who holds what when: people's own appointments, and those that they hold for somebody else under a delegation. */
export class StaffIndex {
  private readonly byPost: ReadonlyMap<string, readonly Holding[]>;
  private readonly byDelegate: ReadonlyMap<string, readonly DelegationGranted[]>;

  constructor(private readonly people: ReadonlyMap<string, Person>) {
    const sorted = [...people.values()].sort((a, b) => (a.username < b.username ? -1 : 1));
    const holdings = sorted.flatMap((person) => person.appointments.map((appointment) => ({ person, appointment })));
    this.byPost = groupBy(holdings, ({ appointment }) => postKey(appointment));
    this.byDelegate = groupBy(
      sorted.flatMap(({ delegations }) => delegations),
      ({ delegate }) => delegate,
    );
  }

  /** Own appointments first, then those held for others; each post that is held for the same person once. */
  appointmentsOf(userId: string, at: string): readonly Appointment[] {
    const person = this.people.get(userId);
    if (person === undefined) return [];
    const own = person.appointments
      .filter((appointment) => holdsAt(appointment, at))
      .map((appointment) => ownAppointment(person, appointment));
    const delegations = (this.byDelegate.get(userId) ?? []).filter((delegation) => holdsAt(delegation, at));
    const delegated = onePerPerson(delegations, ({ person: absent }) => absent).flatMap((delegation) =>
      (this.people.get(delegation.person)?.appointments ?? [])
        .filter((appointment) => holdsAt(appointment, at))
        .map((appointment) => delegatedAppointment(person, appointment, delegation)),
    );
    return [...own, ...delegated];
  }

  /** Ordered by user name. Who holds the post themselves and for somebody else is named as its own holder. */
  holders(post: Post, at: string): readonly Appointment[] {
    const holdings = (this.byPost.get(postKey(post)) ?? []).filter(({ appointment }) => holdsAt(appointment, at));
    const own = holdings.map(({ person, appointment }) => ownAppointment(person, appointment));
    const delegated = holdings.flatMap(({ person, appointment }) =>
      person.delegations
        .filter((delegation) => holdsAt(delegation, at))
        .flatMap((delegation) => {
          const delegate = this.people.get(delegation.delegate);
          return delegate === undefined ? [] : [delegatedAppointment(delegate, appointment, delegation)];
        }),
    );
    return onePerPerson([...own, ...delegated], ({ userId }) => userId).sort((a, b) => (a.userId < b.userId ? -1 : 1));
  }
}

function postKey({ role, unit, line }: Post): string {
  return `${role}|${unit}|${line}`;
}

/** From is inclusive, to exclusive. Times are UTC with milliseconds, so text order is time order. */
function holdsAt({ from, to }: Period, at: string): boolean {
  return from <= at && (to === undefined || at < to);
}

function onePerPerson<Item>(items: readonly Item[], personOf: (item: Item) => string): Item[] {
  const seen = new Map<string, Item>();
  for (const item of items) if (!seen.has(personOf(item))) seen.set(personOf(item), item);
  return [...seen.values()];
}

function ownAppointment(person: Person, { role, unit, line, from, to }: HeldAppointment): Appointment {
  return { userId: person.username, name: person.name, role, unit, line, from, ...(to !== undefined && { to }) };
}

/** Holds while both the appointment and the delegation do. */
function delegatedAppointment(delegate: Person, appointment: HeldAppointment, { person, from, to }: DelegationGranted): Appointment {
  return {
    ...ownAppointment(delegate, appointment),
    from: from > appointment.from ? from : appointment.from,
    to: appointment.to !== undefined && appointment.to < to ? appointment.to : to,
    onBehalfOf: person,
  };
}
