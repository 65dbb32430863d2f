import { Refusal, type Actor } from '#kernel';
import type { AppealAttribution, DecideAttributionAppeal, NameDecider, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { Appointment } from '../model/staffing.js';
import type { RecordState, ReportedError } from '../model/state.js';
import { peopleOf } from '../reading/barred.js';
import { isBarred } from '../reading/eligible.js';
import { definitionFor } from '../reading/type-parts.js';
import { actAs, actUnder, appointmentsNow, anybody, type Asking } from './asking.js';
import { Draft } from './draft.js';
import { errorOf, involvedIn } from './errors.js';

/**
 * Whoever is to answer for an error may appeal once, also when their appointment has ended: then as they stood at their act.
 * @throws Refusal `not-found`: `record-missing`, `unknown-error`; `forbidden`/`not-attributed`; `conflict`/`already-appealed`
 */
export function mayAppealAttribution(state: RecordState, asking: Asking, errorId: string): Actor {
  const { answerers = [], appeals = {} } = standingError(state, errorId);
  if (asking.userId === undefined) return anybody;
  const own = answerers.find(({ userId }) => userId === asking.userId);
  if (own === undefined) throw new Refusal('forbidden', 'not-attributed');
  if (appeals[own.userId] !== undefined) throw new Refusal('conflict', 'already-appealed');
  if (asking.staffing.appointmentsOf(own.userId, asking.now).length > 0) return actUnder(asking, () => true, 'not-attributed');
  const { userId, role, unit, line } = own;
  const name = asking.staffing.person?.(userId)?.name ?? userId;
  return { userId, name, role, unit, unitName: asking.staffing.unit(unit)?.name ?? '', line };
}

/** Somebody appeals against the attribution of an error to them. */
export function decideAppealAttribution(state: RecordState, { errorId, reason }: AppealAttribution, world: World): Decision {
  const draft = new Draft(state, mayAppealAttribution(state, world, errorId), world.now);
  draft.add({ type: 'attribution-appealed', data: { errorId, reason } });
  return draft.decision();
}

/**
 * Whether the acting person is the officer whom the auditor has named for the appeals against an attribution.
 * @throws Refusal `conflict`/`no-open-appeal`; `forbidden`: `not-named`, `confirmer-involved`
 */
export function mayDecideAppeal(state: RecordState, asking: Asking, errorId: string, appellant: string): Actor {
  const error = standingError(state, errorId);
  if (error.appeals?.[appellant] !== 'open') throw new Refusal('conflict', 'no-open-appeal');
  if (error.deciders?.appeal === undefined || error.deciders.appeal !== asking.userId) throw new Refusal('forbidden', 'not-named');
  const actor = actUnder(asking, () => true, 'not-named');
  if (isBarred(actor, partiesOf(state, error, asking))) throw new Refusal('forbidden', 'confirmer-involved');
  return actor;
}

/** The officer whom the auditor has named upholds the attribution, or reverses it for the appellant. @throws Refusal as {@link mayDecideAppeal} */
export function decideAttributionAppeal(state: RecordState, command: DecideAttributionAppeal, world: World): Decision {
  const { errorId, appellant, outcome, reason } = command;
  const draft = new Draft(state, mayDecideAppeal(state, world, errorId, appellant), world.now);
  draft.add({ type: 'attribution-appeal-decided', data: { errorId, appellant, outcome, reason } });
  return draft.decision();
}

/** Who names a decider, the officers who can be named, and who cannot. */
interface Naming {
  readonly actor: Actor;
  readonly free: readonly Appointment[];
  readonly barred: ReadonlySet<string>;
}

/**
 * Whether the acting person names who decides: an error that no officer is left for, or the appeals against an attribution.
 * @throws Refusal `forbidden`/`not-auditor`; `conflict`: `officer-left`, `error-decided`, `no-open-appeal`
 */
export function mayNameDecider(state: RecordState, asking: Asking, errorId: string, matter: NameDecider['matter']): Naming {
  const error = standingError(state, errorId);
  const definition = definitionFor(state, asking.type);
  const actor = actAs(asking, definition.auditors?.(asking.staffing) ?? [], 'not-auditor');
  mustWait(error, matter);
  const barred = matter === 'error' ? involvedIn(state, error, asking) : partiesOf(state, error, asking);
  const officers = definition.errorConfirmers(asking.staffing).flatMap((post) => asking.staffing.holders(post, asking.now));
  const free = officers.filter((officer) => !isBarred(officer, barred));
  if (matter === 'error' && free.length > 0) throw new Refusal('conflict', 'officer-left');
  return { actor, free, barred };
}

/**
 * The auditor names who decides. An officer who may decide errors and is not involved; if there is none, anybody else who holds an appointment.
 * @throws Refusal as {@link mayNameDecider}; `invalid`/`decider-unfit`
 */
export function decideNameDecider(state: RecordState, { errorId, matter, userId }: NameDecider, world: World): Decision {
  const { actor, free, barred } = mayNameDecider(state, world, errorId, matter);
  const candidates = free.length > 0 ? free : (appointmentsNow({ ...world, userId }) ?? []).filter((one) => !isBarred(one, barred));
  if (userId === world.userId || !candidates.some((one) => one.userId === userId)) throw unfit();
  const draft = new Draft(state, actor, world.now);
  draft.add({ type: 'decider-named', data: { errorId, matter, userId } });
  return draft.decision();
}

function unfit(): Refusal {
  return new Refusal('invalid', 'decider-unfit', { errors: [{ pointer: '/userId', code: 'decider-unfit' }] });
}

/** Also of a closed record: who is to answer may appeal as long as there is a record. */
function standingError(state: RecordState, errorId: string): ReportedError {
  if (state.revision < 0) throw new Refusal('not-found', 'record-missing');
  return errorOf(state, errorId);
}

function mustWait({ status, appeals = {} }: ReportedError, matter: NameDecider['matter']): void {
  if (matter === 'error' && status !== 'reported') throw new Refusal('conflict', 'error-decided');
  if (matter === 'appeal' && !Object.values(appeals).includes('open')) throw new Refusal('conflict', 'no-open-appeal');
}

/** Who may not judge the attribution: whoever had to do with the value, whoever answers, and who confirmed the error. */
function partiesOf(state: RecordState, error: ReportedError, asking: Asking): ReadonlySet<string> {
  const { answerers = [], decidedBy } = error;
  const confirmer = decidedBy === undefined ? [] : peopleOf(decidedBy);
  return new Set([...involvedIn(state, error, asking), ...answerers.flatMap(peopleOf), ...confirmer]);
}
