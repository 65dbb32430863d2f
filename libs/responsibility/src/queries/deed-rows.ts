import type { Directory } from '#directory';
import { Refusal, type Position } from '#kernel';
import { Moments, type Asked, type Moment } from '#projections';
import { unknownUnit } from '#records';
import type { RecordType } from '#verification';
import type { ResponsibilityView } from '../projections/responsibility-view.js';
import type { DeedKind } from '../projections/tables.js';

/** Whose ledger it is: a person's, or a unit's (a department by its key, such as `department:education`). */
export type LedgerSubject = { readonly userId: string } | { readonly unit: string };

/** Of which time a ledger is. */
export interface LedgerPeriod extends Asked {
  /** Only what the log says behind this moment, a time or a position; absent: from the beginning. */
  readonly from?: string;
  /** Only what the log says up to this moment; absent: all of it. What was reversed later counts no longer, unless `asOf` is earlier too. */
  readonly to?: string;
}

/** The moments of a period. */
export interface LedgerMoments {
  readonly from?: Moment;
  readonly to?: Moment;
  readonly asOf: Moment;
}

/** Which deeds are meant. */
export interface DeedChoice extends LedgerMoments {
  readonly subject: LedgerSubject;
  /** Only those done for one of these units; absent: all. */
  readonly units?: readonly string[];
}

/**
 * The period's moments, with the view's rows true up to the last of them as {@link Moments.in} makes them.
 * @param page the position that the cursor of the page before names
 * @throws Refusal `invalid`: `wrong-as-of`, `as-of-ahead`, `wrong-cursor`; `unavailable`/`view-behind`
 */
export async function momentsOf(
  { from, to, ...asked }: LedgerPeriod,
  moments: Moments,
  view: ResponsibilityView,
  page?: Position,
): Promise<LedgerMoments> {
  return {
    ...(from !== undefined && { from: await moments.at(from) }),
    ...(to !== undefined && { to: await moments.until(to) }),
    asOf: await moments.in([view], asked, page),
  };
}

/** A subject's deeds as they counted at a position, found by index. */
export function deedsOf({ db }: ResponsibilityView, { subject, units, from, to, asOf }: DeedChoice) {
  let query = db
    .selectFrom('deed')
    .where('deed.position', '<=', earlier(asOf.position, to?.position))
    .where((where) => where.or([where('reversed_position', 'is', null), where('reversed_position', '>', asOf.position)]));
  if (from !== undefined) query = query.where('deed.position', '>', from.position);
  if (units !== undefined) query = query.where('unit', 'in', [...units]);
  return 'userId' in subject ? query.where('user_id', '=', subject.userId) : query.where('unit', '=', subject.unit);
}

function earlier(asOf: Position, to: Position | undefined): Position {
  return to !== undefined && to < asOf ? to : asOf;
}

/** Sign-offs and returns: what a reviewer decides. */
export const DECISIONS: readonly DeedKind[] = ['signed', 'returned'];

/** A subject with the name that the directory has for it. */
export type NamedSubject = LedgerSubject & { readonly name: string };

/** @throws Refusal `not-found`: `unknown-person`, `unknown-unit` */
export function namedSubject(subject: LedgerSubject, directory: Directory, { responsibility }: RecordType): NamedSubject {
  if ('userId' in subject) {
    const person = directory.person(subject.userId);
    if (person === undefined) throw new Refusal('not-found', 'unknown-person');
    return { userId: person.userId, name: person.name };
  }
  const { unit } = subject;
  if (responsibility?.others.some((one) => one.unit === unit)) return { unit, name: unit.slice(unit.indexOf(':') + 1) };
  const known = directory.unit(unit);
  if (known === undefined) throw unknownUnit(unit);
  return { unit, name: known.name };
}
