import {
  EndAppointment,
  EndAppointmentBody,
  GrantAppointment,
  GrantAppointmentBody,
  GrantDelegation,
  GrantDelegationBody,
  RecordTraining,
  RecordTrainingBody,
  RegisterPerson,
  RegisterPersonBody,
  type Directory,
  type DirectoryContext,
} from '#directory';
import type { ICommand } from '@nestjs/cqrs';
import { readBody } from '#records';
import type { Appointment, Post } from '#verification';
import { dateOf, dayOf, PERSONNEL_HOUR, timeAt, workingDaysAfter } from '../chance/calendar.js';
import { dice, rank } from '../chance/dice.js';
import type { Act } from '../rules/act.js';
import { ENROLMENT, HOUSEHOLD } from '../rules/lines.js';
import { personName } from '../values/names.js';

/** A day on which the administrator changes who holds what, and the changes in their order. */
export interface PersonnelDay {
  readonly at: string;
  readonly acts: readonly Act[];
}

/** A run as far as its plan of people needs it. */
interface Run {
  readonly number: number;
  readonly seed: string;
  readonly from: string;
}

/** Working days from the beginning of a run. */
const DAY = { both: 2, trained: 3, leaves: 6, townshipLeaves: 8, away: 10, approver: 38, successor: 45 } as const;
const AWAY_DAYS = 12;
/** A course for those who collect (采集培训); how many units send their people to it in a run. */
const COURSE = 'collecting';
const TRAINED_UNITS = 6;

/**
 * What happens to posts in a run: collectors who are trained, a reviewer who collects as well, reviewers who leave and whose successors come weeks later, absences with
 * a stand-in, and a third approver. While they last, levels are signed in place, by delegates, or by nobody.
 * @param villages codes of villages with records, busiest first
 * @param schools codes of schools with pupils, busiest first
 */
export function personnelOf(
  run: Run,
  directory: Directory,
  villages: readonly string[],
  schools: readonly string[],
): readonly PersonnelDay[] {
  const county = directory.top();
  const [administrator] = county === undefined ? [] : directory.holders({ role: 'administrator', unit: county.code, line: '' }, run.from);
  if (county === undefined || administrator === undefined) return [];
  const holder = (post: Post): Appointment | undefined => directory.holders(post, run.from)[0];
  const reviewers = (codes: readonly string[], line: string) => codes.flatMap((unit) => holder({ role: 'reviewer', unit, line }) ?? []);
  const drawn = <Item extends { readonly unit: string }>(items: readonly Item[]) =>
    [...items].sort((a, b) => rank(run.seed, run.number, 'personnel', a.unit) - rank(run.seed, run.number, 'personnel', b.unit));
  // Only those with work to do: what happens to the others nobody would see.
  const busy = drawn(reviewers(villages.slice(0, Math.max(6, Math.ceil(villages.length / 2))), HOUSEHOLD));
  const [both, leaving, away, standIn] = busy;
  const township = leaving && holder({ role: 'reviewer', unit: directory.region(leaving.unit)?.parent ?? '', line: HOUSEHOLD });
  const [absent, neighbour] = drawn(reviewers(schools.slice(0, Math.max(4, Math.ceil(schools.length / 2))), ENROLMENT));
  const collectors = [
    ...villages.slice(0, TRAINED_UNITS).flatMap((unit) => holder({ role: 'collector', unit, line: HOUSEHOLD }) ?? []),
    ...schools.slice(0, TRAINED_UNITS).flatMap((unit) => holder({ role: 'collector', unit, line: ENROLMENT }) ?? []),
  ].filter(({ userId }) => directory.hasCompleted?.(userId, COURSE, run.from) !== true);
  const made = new Maker(run, administrator.userId);
  const approver: Post = { role: 'approver', unit: county.code, line: 'county' };
  return [
    made.day(DAY.both, both && [made.grant(both.userId, { role: 'collector', unit: both.unit, line: HOUSEHOLD })]),
    made.day(DAY.trained, made.trainings(collectors)),
    made.day(DAY.leaves, leaving && [made.end(leaving)]),
    made.day(DAY.townshipLeaves, township && [made.end(township)]),
    made.day(DAY.away, [...made.delegation(away, standIn), ...made.delegation(absent, neighbour)]),
    made.day(DAY.approver, made.newHolder('approver', approver)),
    made.day(DAY.successor, [
      ...(leaving === undefined ? [] : made.newHolder('village', leaving)),
      ...(township === undefined ? [] : made.newHolder('township', township)),
    ]),
  ].filter(({ acts }) => acts.length > 0);
}

type DirectoryCommand<Body> = new (body: Body, context: DirectoryContext) => ICommand;

/** Makes the administrator's acts. */
class Maker {
  private count = 0;

  constructor(
    private readonly run: Run,
    private readonly administrator: string,
  ) {}

  day(workingDays: number, acts: readonly Act[] = []): PersonnelDay {
    return { at: timeAt(workingDaysAfter(dayOf(this.run.from), workingDays), PERSONNEL_HOUR), acts };
  }

  grant(username: string, { role, unit, line }: Post): Act {
    return this.act(GrantAppointment, GrantAppointmentBody, { username, role, unit, line });
  }

  end({ userId: username, role, unit, line }: Appointment): Act {
    return this.act(EndAppointment, EndAppointmentBody, { username, role, unit, line });
  }

  /** One reviewer is away for two weeks and another one of the same kind stands in. */
  delegation(person: Appointment | undefined, delegate: Appointment | undefined): readonly Act[] {
    if (person === undefined || delegate === undefined) return [];
    const to = timeAt(workingDaysAfter(dayOf(this.run.from), DAY.away + AWAY_DAYS), PERSONNEL_HOUR);
    return [this.act(GrantDelegation, GrantDelegationBody, { person: person.userId, delegate: delegate.userId, to })];
  }

  /** Those who went to the course the day before, each once. */
  trainings(people: readonly Appointment[]): readonly Act[] {
    const completedOn = dateOf(workingDaysAfter(dayOf(this.run.from), DAY.trained - 1));
    return [...new Set(people.map(({ userId }) => userId))].map((username) =>
      this.act(RecordTraining, RecordTrainingBody, { username, course: COURSE, completedOn }),
    );
  }

  /** Somebody new comes and is appointed. */
  newHolder(name: string, post: Post): readonly Act[] {
    const username = `demo-${this.run.number}-${name}`;
    const person = { username, name: personName(dice(this.run.seed, username)) };
    return [this.act(RegisterPerson, RegisterPersonBody, person), this.grant(username, post)];
  }

  private act<Body extends object>(type: DirectoryCommand<Body>, body: new () => Body, values: Body): Act {
    this.count += 1;
    return {
      key: `personnel|${this.count}`,
      userId: this.administrator,
      command: (context) => new type(readBody(body, values), context),
    };
  }
}
