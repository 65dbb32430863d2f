import { Inject, Injectable } from '@nestjs/common';
import type { Directory, DirectoryReader } from '#directory';
import type { Clock } from '#event-store';
import { CLOCK, DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { ADMINISTRATOR, unitAndAbove, unknownUnit } from '#records';
import type { Appointment, Post, RecordType } from '#verification';
import { isNobody, type Asker } from './entitlement.js';

/** Which errors somebody may know of, besides those that they have to do with themselves. */
export interface ErrorScope {
  /** Absent: nobody is named. */
  readonly userId?: string;
  /** Errors in records that belong to one of these units. */
  readonly places: readonly string[];
  /** Errors that one of these units answers for. */
  readonly answering: readonly string[];
}

/** Errors of a unit: in records that belong to it or a unit under it, and those that any of these answers for. */
export type ErrorUnits = readonly string[];

/**
 * Whose errors are whose to know: of a record that one may know of, and of a unit whose ledger one may see. Judged by the appointments of
 * now, also of the past.
 */
@Injectable()
export class ErrorScopes {
  constructor(
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** Undefined: all errors. */
  async of(asker: Asker): Promise<ErrorScope | undefined> {
    if (isNobody(asker)) return undefined;
    const { userId } = asker;
    if (userId === undefined) return { places: [], answering: [] };
    const directory = await this.directory.current({ orAsKnown: true });
    const posts = directory.appointmentsOf(userId, this.clock.now()).filter(({ role }) => role !== ADMINISTRATOR);
    if (posts.some(({ unit }) => unit === directory.top()?.code)) return undefined;
    const places = unitsOf(directory).filter((unit) => isUnderAny(unit, posts, directory));
    return { userId, places, answering: places.filter((unit) => this.supervises(posts, unit, directory)) };
  }

  /** Undefined: of all units. @throws Refusal `not-found`/`unknown-unit` */
  async units(code: string | undefined): Promise<ErrorUnits | undefined> {
    if (code === undefined || this.type.responsibility?.others.some(({ unit }) => unit === code))
      return code === undefined ? undefined : [code];
    const directory = await this.directory.current({ orAsKnown: true });
    if (directory.unit(code) === undefined) throw unknownUnit(code);
    if (directory.top()?.code === code) return undefined;
    return unitsOf(directory).filter((unit) => unitAndAbove(unit, directory).includes(code));
  }

  private supervises(posts: readonly Appointment[], unit: string, directory: Directory): boolean {
    const supervisors = this.type.responsibility?.supervisors(directory, unit) ?? [];
    return posts.some((post) => supervisors.some((one) => isSame(one, post)));
  }
}

function unitsOf(directory: Directory): readonly string[] {
  return [...directory.regions(), ...directory.schools()].map(({ code }) => code);
}

function isUnderAny(unit: string, posts: readonly Appointment[], directory: Directory): boolean {
  const above = unitAndAbove(unit, directory);
  return posts.some((post) => above.includes(post.unit));
}

function isSame(a: Post, b: Post): boolean {
  return a.role === b.role && a.unit === b.unit && a.line === b.line;
}
