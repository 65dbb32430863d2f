import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { pageOf } from '#projections';
import { LogDirectoryReader } from '../log-directory-reader.js';
import type { Region, School } from '../model.js';
import type { DirectoryState, Person } from '../state.js';

/** A page of a list; `nextCursor` is absent on the last. */
export interface DirectoryPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

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
export class ListUnits extends Query<DirectoryPage<ListedUnit>> {
  /** @param question `under`: directly below this unit; `level`: of this level of regions or kind of school */
  constructor(readonly question: Paging & { readonly under?: string; readonly level?: string; readonly kind?: string }) {
    super();
  }
}

/** People, by user name. */
export class ListPeople extends Query<DirectoryPage<ListedPerson>> {
  constructor(readonly question: Paging & { readonly unit?: string }) {
    super();
  }
}

/** Appointments, by person. */
export class ListAppointments extends Query<DirectoryPage<ListedAppointment>> {
  constructor(readonly question: Paging & { readonly person?: string; readonly unit?: string; readonly role?: string }) {
    super();
  }
}

/** Delegations (代办), by the person who is stood in for. */
export class ListDelegations extends Query<DirectoryPage<ListedDelegation>> {
  constructor(readonly question: Paging & { readonly person?: string }) {
    super();
  }
}

/** Completed trainings (培训), by person. */
export class ListTrainings extends Query<DirectoryPage<ListedTraining>> {
  constructor(readonly question: Paging & { readonly person?: string; readonly course?: string }) {
    super();
  }
}

@QueryHandler(ListUnits)
export class ListUnitsHandler implements IQueryHandler<ListUnits> {
  constructor(private readonly reader: LogDirectoryReader) {}

  async execute({ question: { under, level, kind, ...paging } }: ListUnits): Promise<DirectoryPage<ListedUnit>> {
    const { state } = await this.reader.known();
    const units = [...state.regions.values(), ...state.schools.values()].filter(
      (unit) =>
        (under === undefined || isUnder(unit, under)) &&
        (level === undefined || ('level' in unit && unit.level === level)) &&
        (kind === undefined || ('kind' in unit && unit.kind === kind)),
    );
    return pageOf(units, ({ code }) => code, paging);
  }
}

/** A school is under its centre school and under its township. */
function isUnder(unit: ListedUnit, code: string): boolean {
  return unit.parent === code || ('kind' in unit && unit.township === code);
}

@QueryHandler(ListPeople)
export class ListPeopleHandler implements IQueryHandler<ListPeople> {
  constructor(private readonly reader: LogDirectoryReader) {}

  async execute({ question: { unit, ...paging } }: ListPeople): Promise<DirectoryPage<ListedPerson>> {
    const people = peopleOf((await this.reader.known()).state);
    const wanted = people.filter(({ appointments }) => unit === undefined || appointments.some((appointment) => appointment.unit === unit));
    return pageOf(wanted.map(shownPerson), ({ userId }) => userId, paging);
  }
}

@QueryHandler(ListAppointments)
export class ListAppointmentsHandler implements IQueryHandler<ListAppointments> {
  constructor(private readonly reader: LogDirectoryReader) {}

  async execute({ question: { person, unit, role, ...paging } }: ListAppointments): Promise<DirectoryPage<ListedAppointment>> {
    const all = appointmentsIn((await this.reader.known()).state);
    const wanted = all.filter(
      (one) => (person ?? one.userId) === one.userId && (unit ?? one.unit) === one.unit && (role ?? one.role) === one.role,
    );
    return pageOf(wanted, ({ userId, appointmentId }) => `${userId} ${appointmentId}`, paging);
  }
}

@QueryHandler(ListDelegations)
export class ListDelegationsHandler implements IQueryHandler<ListDelegations> {
  constructor(private readonly reader: LogDirectoryReader) {}

  async execute({ question: { person, ...paging } }: ListDelegations): Promise<DirectoryPage<ListedDelegation>> {
    const all = peopleOf((await this.reader.known()).state).flatMap(({ delegations }) => delegations);
    const wanted = all.filter((one) => person === undefined || one.person === person || one.delegate === person);
    return pageOf(wanted, ({ person: absent, delegationId }) => `${absent} ${delegationId}`, paging);
  }
}

@QueryHandler(ListTrainings)
export class ListTrainingsHandler implements IQueryHandler<ListTrainings> {
  constructor(private readonly reader: LogDirectoryReader) {}

  async execute({ question: { person, course, ...paging } }: ListTrainings): Promise<DirectoryPage<ListedTraining>> {
    const all = peopleOf((await this.reader.known()).state).flatMap((one) =>
      one.trainings.map((training): ListedTraining => ({ ...shownPerson(one), ...training })),
    );
    const wanted = all.filter((one) => (person ?? one.userId) === one.userId && (course ?? one.course) === one.course);
    return pageOf(wanted, ({ userId, trainingId }) => `${userId} ${trainingId}`, paging);
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
