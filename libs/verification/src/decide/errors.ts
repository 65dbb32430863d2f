import { Refusal, type Actor, type FieldError } from '#kernel';
import { attribute } from '../attribution/attribute.js';
import { everyoneWith } from '../attribution/everyone-with.js';
import { fieldHistories } from '../blame/field-history.js';
import type { ConfirmError, DismissError, ReportError, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { SectionDefinition } from '../model/record-type.js';
import type { RecordState, ReportedError } from '../model/state.js';
import { peopleOf } from '../reading/barred.js';
import { isBarred } from '../reading/eligible.js';
import { lineOf } from '../reading/initial-state.js';
import { isAnySigned, isSigned, runOf } from '../reading/signed.js';
import { definitionFor, fieldsOf, sectionOfField, unknownField } from '../reading/type-parts.js';
import { actAs, actUnder, type Asking } from './asking.js';
import { mustBeOpen, refuseErrors, valueErrors } from './checks.js';
import { Draft } from './draft.js';

/** @throws Refusal `not-found`/`unknown-error` */
export function errorOf(state: RecordState, errorId: string): ReportedError {
  const error = Object.hasOwn(state.errors, errorId) ? state.errors[errorId] : undefined;
  if (error === undefined) throw new Refusal('not-found', 'unknown-error');
  return error;
}

/**
 * The error that is known already in a field with the same wrong value: two reports of it are one. It covers every run in which the field held
 * that value until it was decided; if the value is wrong again after that, it is another error, and so after a dismissal.
 * @param run revision with which the run began that is said to be wrong; absent: the one that stands
 */
export function knownError(state: RecordState, field: string, wrong: string | null, run = runOf(state, field)): ReportedError | undefined {
  return Object.values(state.errors).find(
    ({ status, decidedAt = Infinity, ...error }) =>
      error.field === field && error.wrong === wrong && status !== 'dismissed' && run <= decidedAt,
  );
}

/**
 * Anyone who holds an appointment may report an error in what somebody has signed.
 * @throws Refusal `not-found`/`record-missing`, `conflict`/`record-closed`, `conflict`/`value-not-signed`
 */
export function mayReport(state: RecordState, asking: Asking): Actor {
  mustBeOpen(state);
  if (!isAnySigned(state, asking.type)) throw new Refusal('conflict', 'value-not-signed');
  return actUnder(asking, () => true, 'no-appointment');
}

/** Somebody says that a signed value is wrong, or was. The same value reported again is nothing new. */
export function decideReport(state: RecordState, command: ReportError, world: World): Decision {
  const { errorId, field, origin, right, note, event } = command;
  if (state.revision < 0) throw new Refusal('not-found', 'record-missing');
  // What is wrong in itself is so in whatever state the record is.
  const { line } = knownField(command, world);
  const draft = new Draft(state, mayReport(state, world), world.now);
  if (right !== undefined) refuseErrors(valueErrors(field, right, '/right', state, world));
  const { wrong, run, signed } = event === undefined ? standingValue(state, line, field) : valueOf(event, field, world);
  if (!signed) throw new Refusal('conflict', 'value-not-signed');
  if (right !== undefined && right.c === wrong) throw new Refusal('conflict', 'same-value');
  const known = knownError(state, field, wrong, run);
  if (known !== undefined) return { ...draft.decision(), errorId: known.errorId };
  const earlier = run === runOf(state, field) ? {} : { run };
  draft.add({
    type: 'error-reported',
    data: { errorId, field, line, wrong, origin, ...(right && { right }), ...(note !== undefined && { note }), ...earlier },
  });
  return { ...draft.decision(), errorId };
}

/** A value that a field holds or held: commitment, where its run began, whether anybody has signed it. */
interface ReportedValue {
  readonly wrong: string | null;
  readonly run: number;
  readonly signed: boolean;
}

function standingValue(state: RecordState, line: string, field: string): ReportedValue {
  return { wrong: state.fields[field]?.c ?? null, run: runOf(state, field), signed: isSigned(state, line, field) };
}

/** The value that an event set, submitted or signed. @throws Refusal `invalid`/`unknown-event` if none of these is what it did with the field */
function valueOf(eventId: string, field: string, { past, type }: World): ReportedValue {
  const runs = (past === undefined ? undefined : fieldHistories(past.events, type).get(field)?.runs) ?? [];
  const run = runs.find(({ settings, submissions, signOffs }) =>
    [...settings, ...submissions, ...signOffs].some((act) => act.eventId === eventId),
  );
  if (run === undefined) throw new Refusal('invalid', 'unknown-event', { errors: [{ pointer: '/event', code: 'unknown-event' }] });
  return { wrong: run.value?.c ?? null, run: run.since, signed: run.signOffs.length > 0 };
}

/** @throws Refusal `invalid`/`unknown-field`, `invalid`/`unknown-origin` */
function knownField({ field, origin }: ReportError, { type }: World): SectionDefinition {
  const section = sectionOfField(type, field);
  const origins = type.errorOrigins;
  const strange: FieldError[] =
    origins === undefined || origins.includes(origin)
      ? []
      : [{ pointer: '/origin', code: 'unknown-origin', params: { allowed: origins.join(', ') } }];
  if (section === undefined) {
    throw new Refusal('invalid', 'unknown-field', { errors: [unknownField('/field', fieldsOf(type)), ...strange] });
  }
  const [first] = strange;
  if (first !== undefined) throw new Refusal('invalid', first.code, { params: first.params, errors: strange });
  return section;
}

/**
 * Whether the acting person may confirm or dismiss an error.
 * @throws Refusal `not-found`/`unknown-error`, `conflict`/`error-decided`, `forbidden`/`not-confirmer`, `forbidden`/`confirmer-involved`
 */
export function mayDecideError(state: RecordState, asking: Asking, errorId: string): Actor {
  if (state.revision < 0) throw new Refusal('not-found', 'record-missing');
  const error = errorOf(state, errorId);
  if (error.status !== 'reported') throw new Refusal('conflict', 'error-decided');
  const named = asking.userId !== undefined && error.deciders?.error === asking.userId;
  const actor = named
    ? actUnder(asking, () => true, 'not-confirmer')
    : actAs(asking, definitionFor(state, asking.type).errorConfirmers(asking.staffing), 'not-confirmer');
  if (isBarred(actor, involvedIn(state, error, asking))) throw new Refusal('forbidden', 'confirmer-involved');
  return actor;
}

/** Confirms an error, from the beginning or since a moment; or as outdated: right once, and nobody's error. */
export function decideConfirmError(state: RecordState, { errorId, outdated = false, wrongSince }: ConfirmError, world: World): Decision {
  const draft = new Draft(state, mayDecideError(state, world, errorId), world.now);
  if (wrongSince !== undefined && wrongSince > world.now) {
    throw new Refusal('invalid', 'future-time', { errors: [{ pointer: '/wrongSince', code: 'future-time' }] });
  }
  const since = wrongSince === undefined ? {} : { wrongSince };
  const data = { errorId, outdated, ...since, definition: state.definition };
  draft.add({ type: 'error-confirmed', data });
  if (world.past !== undefined) draft.add({ type: 'error-attributed', data: attribute(world.past, data, world.type) });
  return draft.decision();
}

/** Says that the value is right after all. */
export function decideDismissError(state: RecordState, { errorId, reason }: DismissError, world: World): Decision {
  const draft = new Draft(state, mayDecideError(state, world, errorId), world.now);
  draft.add({ type: 'error-dismissed', data: { errorId, reason } });
  return draft.decision();
}

/** Who set, submitted, signed or, on a visit, confirmed that very value: they do not judge it. What they did about another bars nobody. */
export function involvedIn(
  state: RecordState,
  { field, line, wrong }: ReportedError,
  { past, type }: Pick<Asking, 'past' | 'type'>,
): ReadonlySet<string> {
  const standing = state.fields[field];
  const stands = (standing?.c ?? null) === wrong;
  const visitors = state.visits.filter(({ checks: { [field]: check } }) => check?.outcome === 'confirmed' && check.stood === wrong);
  const actors = [...(stands ? actorsOn(state, line) : []), ...visitors.map(({ by }) => by)];
  const remembered = past === undefined ? [] : everyoneWith(past, { field, wrong }, type);
  return new Set([...(stands ? (standing?.setBy ?? []) : []), ...actors.flatMap(peopleOf), ...remembered]);
}

/** Who submitted and signed what stands on a line. */
function actorsOn(state: RecordState, line: string): readonly Actor[] {
  const { submission, signOffs } = lineOf(state, line);
  return [submission, ...signOffs, state.joint].flatMap((act) => (act === undefined ? [] : [act.by]));
}
