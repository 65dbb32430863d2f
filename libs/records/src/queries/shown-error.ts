import type { Actor, Recorded } from '#kernel';
import {
  monthOf,
  type Answerer,
  type AnsweredAct,
  type Attribution,
  type ErrorReported,
  type EvolvingRecordEvent,
  type Introduction,
  type RecordState,
  type ReportedError,
} from '#verification';
import { saidOutcome, type AppealOutcome } from '../appeal-outcomes.js';

/** Something that somebody answers for: they brought the wrong value in, submitted it, or signed it at a level. */
export interface ShownAct {
  readonly act: 'introduced' | 'submitted' | 'signed';
  /** Name, role and unit as of the act. */
  readonly by: Actor;
  readonly eventId: string;
  readonly time: string;
  /** How it was brought in. */
  readonly how?: Introduction['how'];
  /** The department whose roster it stood in. */
  readonly department?: string;
  /** The earlier cycle's record in which it was brought in. */
  readonly recordId?: string;
  readonly line?: string;
  readonly level?: string;
  /** It had ceased to count when the error was confirmed: it was a signature all the same. */
  readonly voided?: boolean;
}

/** How somebody's appeal against answering for an error stands. */
export interface ShownAppeal {
  readonly status: 'open' | AppealOutcome;
  readonly appealedAt: string;
  readonly decidedAt?: string;
  readonly decidedBy?: Actor;
}

/** Somebody who was found to answer for an error, as of the first act that they answer for. */
export interface ShownAnswerer extends Actor {
  readonly acts: readonly ShownAct[];
  /** False: their appeal was granted, so they answer no longer. */
  readonly answers: boolean;
  readonly appeal?: ShownAppeal;
}

/** Somebody who had returned the line naming the field, after which it was changed. */
export interface ShownCatch {
  readonly by: Actor;
  readonly level: string;
  readonly eventId: string;
  readonly time: string;
}

/** An error with who answers for it, by name. It holds no value of the record. */
export interface ShownError {
  readonly errorId: string;
  readonly recordId: string;
  readonly field: string;
  readonly line: string;
  readonly status: ReportedError['status'];
  readonly origin: string;
  /** The event that reported it. */
  readonly eventId: string;
  readonly reportedAt: string;
  readonly reportedBy: Actor;
  /** When and by whom it was confirmed or dismissed. */
  readonly decidedAt?: string;
  readonly decidedBy?: Actor;
  /** In which it was confirmed, in which it counts. */
  readonly month?: string;
  /** The value was right and became outdated: nobody answers. */
  readonly outdated: boolean;
  /** No value was wrong, one was missing. */
  readonly missing: boolean;
  readonly wrongSince?: string;
  /** When and by whom it was corrected, or said to have been changed already. */
  readonly correctedAt?: string;
  readonly correctedBy?: Actor;
  readonly alreadyChanged: boolean;
  /** Whoever brought the value in first, then who let it pass, in the order of their acts. */
  readonly answerers: readonly ShownAnswerer[];
  readonly caught: readonly ShownCatch[];
  /** Whom the auditor has named to decide: user names. */
  readonly deciders?: ReportedError['deciders'];
}

/** Who somebody was at an act that an attribution names. */
export type Naming = (by: Answerer, eventId: string) => Actor;

type Act = Pick<EvolvingRecordEvent, 'time' | 'actor'>;

/** What the events of one error say besides what its record's state remembers. */
interface Told {
  reported: EvolvingRecordEvent & { readonly data: ErrorReported['data'] };
  decided?: Act;
  corrected?: Act;
  alreadyChanged?: true;
  outdated?: boolean;
  attribution?: Attribution;
  readonly appealed: Map<string, Act>;
  readonly appealsDecided: Map<string, Act>;
}

/** All errors of a record in the order of their reports, from its events alone. Pure. @param events from the first one on */
export function shownErrors(events: readonly Recorded[], state: RecordState, naming: Naming): readonly ShownError[] {
  const errors = new Map<string, Told>();
  for (const event of events as unknown as readonly EvolvingRecordEvent[]) tell(errors, event);
  return [...errors].flatMap(([errorId, told]) => {
    const error = state.errors[errorId];
    return error === undefined ? [] : [shownError(told, error, state.recordId, naming)];
  });
}

function tell(errors: Map<string, Told>, event: EvolvingRecordEvent): void {
  if (event.type === 'error-reported') {
    errors.set(event.data.errorId, { reported: event, appealed: new Map(), appealsDecided: new Map() });
    return;
  }
  const told = errors.get(errorIn(event) ?? '');
  if (told === undefined) return;
  switch (event.type) {
    case 'error-confirmed':
      told.outdated = event.data.outdated;
      told.decided = event;
      return;
    case 'error-dismissed':
      told.decided = event;
      return;
    case 'error-attributed':
      told.attribution = event.data;
      return;
    case 'error-closed':
      told.alreadyChanged = true;
      told.corrected = event;
      return;
    case 'details-recorded':
      told.corrected = event;
      return;
    case 'attribution-appealed':
      told.appealed.set(event.actor.userId, event);
      return;
    case 'attribution-appeal-decided':
      told.appealsDecided.set(event.data.appellant, event);
      return;
    default:
      return;
  }
}

/** The error that an event is about; a correction says it in its source. */
function errorIn({ type, data }: EvolvingRecordEvent): string | undefined {
  if (type === 'details-recorded') return data.source.errorId;
  return 'errorId' in data ? data.errorId : undefined;
}

function shownError(
  told: Told,
  { errorId, status, wrongSince, appeals = {}, deciders }: ReportedError,
  recordId: string,
  naming: Naming,
): ShownError {
  const { reported, decided, corrected, alreadyChanged = false, outdated = false, attribution } = told;
  const { field, line, origin, wrong } = reported.data;
  return {
    errorId,
    recordId,
    field,
    line,
    status,
    origin,
    eventId: reported.id,
    reportedAt: reported.time,
    reportedBy: reported.actor,
    ...(decided && { decidedAt: decided.time, decidedBy: decided.actor }),
    ...(decided && status !== 'dismissed' && { month: monthOf(decided.time) }),
    outdated,
    missing: attribution?.missing ?? wrong === null,
    ...(wrongSince !== undefined && { wrongSince }),
    ...(corrected && { correctedAt: corrected.time, correctedBy: corrected.actor }),
    alreadyChanged,
    answerers: attribution === undefined ? [] : peopleOf(attribution, naming).map((one) => withAppeal(one, told, appeals[one.userId])),
    caught: (attribution?.caught ?? []).map(({ by, eventId, time, level }) => ({ by: naming(by, eventId), level, eventId, time })),
    ...(deciders && { deciders }),
  };
}

type Person = Actor & Pick<ShownAnswerer, 'acts'>;

/** Each person once, as of their first act, with everything that they answer for. */
function peopleOf({ introducer, signers }: Attribution, naming: Naming): readonly Person[] {
  const acts: ShownAct[] = [
    ...(introducer === undefined ? [] : [introduced(introducer, naming)]),
    ...signers.map(({ by, eventId, time, line, level, voided }): ShownAct => {
      const act = level === COLLECTION ? 'submitted' : 'signed';
      return { act, by: naming(by, eventId), eventId, time, line, ...(act === 'signed' && { level }), voided };
    }),
  ];
  const people = new Map<string, Person>();
  for (const act of acts) {
    const known = people.get(act.by.userId);
    people.set(act.by.userId, known === undefined ? { ...act.by, acts: [act] } : { ...known, acts: [...known.acts, act] });
  }
  return [...people.values()];
}

const COLLECTION = 'collection';

function introduced({ by, eventId, time, how, department, recordId }: Introduction, naming: Naming): ShownAct {
  return {
    act: 'introduced',
    by: naming(by, eventId),
    eventId,
    time,
    how,
    ...(department !== undefined && { department }),
    ...(recordId !== undefined && { recordId }),
  };
}

function withAppeal(person: Person, { appealed, appealsDecided }: Told, stored: 'open' | 'upheld' | 'reversed' | undefined): ShownAnswerer {
  const made = appealed.get(person.userId);
  if (stored === undefined || made === undefined) return { ...person, answers: true };
  const decided = appealsDecided.get(person.userId);
  const status = stored === 'open' ? stored : saidOutcome(stored);
  const decision = decided && { decidedAt: decided.time, decidedBy: decided.actor };
  return { ...person, answers: status !== 'granted', appeal: { status, appealedAt: made.time, ...decision } };
}

/** What a visit has reported, and nobody has decided yet, is a finding of that visit. */
export function visibleErrors(
  errors: readonly ShownError[],
  seesFindings: (finding: { readonly by: Actor }) => boolean,
): readonly ShownError[] {
  return errors.filter(({ status, reportedBy }) => status !== 'reported' || seesFindings({ by: reportedBy }));
}

/** Every act that an attribution names somebody for. */
export function answeredActs({ introducer, signers, caught }: Attribution): readonly (AnsweredAct & Pick<Introduction, 'recordId'>)[] {
  return [...(introducer === undefined ? [] : [introducer]), ...signers, ...caught];
}
