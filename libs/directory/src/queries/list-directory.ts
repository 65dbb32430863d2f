import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { pageOf, type Listed } from '#projections';
import type { Region, School } from '../model.js';
import type { DirectoryState, Person } from '../state.js';
import { ListedDirectory } from './listed-directory.js';

interface Paging {
  readonly limit?: number;
  readonly cursor?: string;
}

/** A region (with `level`) or a school (with `kind`). */
export type ListedUnit = Region | School;

export interface ListedPerson {
  readonly userId: string;
  readonly name: string;
}

export interface ListedAppointment extends ListedPerson {
  readonly appointmentId: string;
  readonly role: string;
  readonly unit: string;
  readonly line: string;
  /** UTC, inclusive. */
  readonly from: string;
  /** UTC, exclusive; absent: open. */
  readonly to?: string;
}

export interface ListedDelegation {
  readonly delegationId: string;
  readonly person: string;
  readonly delegate: string;
  readonly from: string;
  readonly to: string;
}

export interface ListedTraining extends ListedPerson {
  readonly trainingId: string;
  readonly course: string;
  readonly completedOn: string;
  readonly from: string;
  readonly note?: string;
}

/** Regions and schools, by code. */
export class ListUnits extends Query<Listed<ListedUnit>> {
  /** @param question `under`: directly below this unit; `level`: of this level of regions or kind of school */
  constructor(readonly question: Paging & { readonly under?: string; readonly level?: string; readonly kind?: string }) {
    super();
  }
}

/** People, by user name. */
export class ListPeople extends Query<Listed<ListedPerson>> {
  constructor(readonly question: Paging & { readonly unit?: string }) {
    super();
  }
}

/** Appointments, by person. */
export class ListAppointments extends Query<Listed<ListedAppointment>> {
  constructor(readonly question: Paging & { readonly person?: string; readonly unit?: string; readonly role?: string }) {
    super();
  }
}

/** Delegations (代办), by the person who is stood in for. */
export class ListDelegations extends Query<Listed<ListedDelegation>> {
  constructor(readonly question: Paging & { readonly person?: string }) {
    super();
  }
}

/** Completed trainings (培训), by person. */
export class ListTrainings extends Query<Listed<ListedTraining>> {
  constructor(readonly question: Paging & { readonly person?: string; readonly course?: string }) {
    super();
  }
}

@QueryHandler(ListUnits)
export class ListUnitsHandler implements IQueryHandler<ListUnits> {
  constructor(private readonly reader: ListedDirectory) {}

  async execute({ question: { under, level, kind, ...paging } }: ListUnits): Promise<Listed<ListedUnit>> {
    const { state, asOf } = await this.reader.known();
    const units = [...state.regions.values(), ...state.schools.values()].filter(
      (unit) =>
        (under === undefined || isUnder(unit, under)) &&
        (level === undefined || ('level' in unit && unit.level === level)) &&
        (kind === undefined || ('kind' in unit && unit.kind === kind)),
    );
    return { asOf, ...pageOf(units, ({ code }) => code, paging) };
  }
}

/** A school is under its centre school and under its township. */
function isUnder(unit: ListedUnit, code: string): boolean {
  return unit.parent === code || ('kind' in unit && unit.township === code);
}

@QueryHandler(ListPeople)
export class ListPeopleHandler implements IQueryHandler<ListPeople> {
  constructor(private readonly reader: ListedDirectory) {}

  async execute({ question: { unit, ...paging } }: ListPeople): Promise<Listed<ListedPerson>> {
    const { state, asOf } = await this.reader.known();
    const people = peopleOf(state);
    const wanted = people.filter(({ appointments }) => unit === undefined || appointments.some((appointment) => appointment.unit === unit));
    return { asOf, ...pageOf(wanted.map(shownPerson), ({ userId }) => userId, paging) };
  }
}

@QueryHandler(ListAppointments)
export class ListAppointmentsHandler implements IQueryHandler<ListAppointments> {
  constructor(private readonly reader: ListedDirectory) {}

  async execute({ question: { person, unit, role, ...paging } }: ListAppointments): Promise<Listed<ListedAppointment>> {
    const { state, asOf } = await this.reader.known();
    const all = appointmentsIn(state);
    const wanted = all.filter(
      (one) => (person ?? one.userId) === one.userId && (unit ?? one.unit) === one.unit && (role ?? one.role) === one.role,
    );
    return { asOf, ...pageOf(wanted, ({ userId, appointmentId }) => `${userId} ${appointmentId}`, paging) };
  }
}

@QueryHandler(ListDelegations)
export class ListDelegationsHandler implements IQueryHandler<ListDelegations> {
  constructor(private readonly reader: ListedDirectory) {}

  async execute({ question: { person, ...paging } }: ListDelegations): Promise<Listed<ListedDelegation>> {
    const { state, asOf } = await this.reader.known();
    const all = peopleOf(state).flatMap(({ delegations }) => delegations);
    const wanted = all.filter((one) => person === undefined || one.person === person || one.delegate === person);
    return { asOf, ...pageOf(wanted, ({ person: absent, delegationId }) => `${absent} ${delegationId}`, paging) };
  }
}

@QueryHandler(ListTrainings)
export class ListTrainingsHandler implements IQueryHandler<ListTrainings> {
  constructor(private readonly reader: ListedDirectory) {}

  async execute({ question: { person, course, ...paging } }: ListTrainings): Promise<Listed<ListedTraining>> {
    const { state, asOf } = await this.reader.known();
    const all = peopleOf(state).flatMap((one) => one.trainings.map((training): ListedTraining => ({ ...shownPerson(one), ...training })));
    const wanted = all.filter((one) => (person ?? one.userId) === one.userId && (course ?? one.course) === one.course);
    return { asOf, ...pageOf(wanted, ({ userId, trainingId }) => `${userId} ${trainingId}`, paging) };
  }
}

function peopleOf({ people }: DirectoryState): readonly Person[] {
  return [...people.values()];
}

/** Without the phone number: who may see that is for the access rules to say. */
function shownPerson({ username, name }: Person): ListedPerson {
  return { userId: username, name };
}

function appointmentsIn(state: DirectoryState): readonly ListedAppointment[] {
  return peopleOf(state).flatMap((person) => person.appointments.map((appointment) => ({ ...shownPerson(person), ...appointment })));
}
