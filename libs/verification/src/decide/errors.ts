import { Refusal, type Actor, type FieldError } from '#kernel';
import { attribute } from '../attribution/attribute.js';
import { everyoneWith } from '../attribution/everyone-with.js';
import type { ConfirmError, DismissError, ReportError, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { SectionDefinition } from '../model/record-type.js';
import type { RecordState, ReportedError } from '../model/state.js';
import { peopleOf } from '../reading/barred.js';
import { isBarred } from '../reading/eligible.js';
import { lineOf } from '../reading/initial-state.js';
import { isSigned } from '../reading/line-state.js';
import { definitionFor, fieldsOf, sectionOfField, unknownField } from '../reading/type-parts.js';
import { actAs, actUnder, type Asking } from './asking.js';
import { mustBeOpen, refuseErrors, valueErrors } from './checks.js';
import { Draft } from './draft.js';

const SETTLED: readonly string[] = ['dismissed', 'corrected'];

/** @throws Refusal `not-found`/`unknown-error` */
export function errorOf(state: RecordState, errorId: string): ReportedError {
  const error = Object.hasOwn(state.errors, errorId) ? state.errors[errorId] : undefined;
  if (error === undefined) throw new Refusal('not-found', 'unknown-error');
  return error;
}

/**
 * Whether an error in a field with the same wrong value is known already: two reports of it are one error. One that was dismissed or
 * corrected is settled; if the value is wrong again, that is another error.
 */
export function isReported(state: RecordState, field: string, wrong: string | null): boolean {
  return Object.values(state.errors).some((error) => error.field === field && error.wrong === wrong && !SETTLED.includes(error.status));
}

/**
 * Anyone who holds an appointment may report an error in what somebody has signed.
 * @throws Refusal `not-found`/`record-missing`, `conflict`/`record-closed`, `conflict`/`value-not-signed`
 */
export function mayReport(state: RecordState, asking: Asking): Actor {
  mustBeOpen(state);
  if (!asking.type.lines.some(({ name }) => isSigned(lineOf(state, name)))) throw new Refusal('conflict', 'value-not-signed');
  return actUnder(asking, () => true, 'no-appointment');
}

/** Somebody says that a signed value is wrong. The same value reported again is nothing new. */
export function decideReport(state: RecordState, command: ReportError, world: World): Decision {
  const { errorId, field, origin, right, note } = command;
  if (state.revision < 0) throw new Refusal('not-found', 'record-missing');
  // What is wrong in itself is so in whatever state the record is.
  const { line } = knownField(command, world);
  const draft = new Draft(state, mayReport(state, world), world.now);
  if (right !== undefined) refuseErrors(valueErrors(field, right, '/right', state, world));
  if (!isSigned(lineOf(state, line))) throw new Refusal('conflict', 'value-not-signed');
  const wrong = state.fields[field]?.c ?? null;
  if (right !== undefined && right.c === wrong) throw new Refusal('conflict', 'same-value');
  if (isReported(state, field, wrong)) return draft.decision();
  draft.add({
    type: 'error-reported',
    data: { errorId, field, line, wrong, origin, ...(right && { right }), ...(note !== undefined && { note }) },
  });
  return draft.decision();
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

/** Who set, submitted, signed or, on a visit, confirmed the value: they do not judge it. */
export function involvedIn(state: RecordState, { field, line, wrong }: ReportedError, { past, type }: Asking): ReadonlySet<string> {
  const { submission, signOffs } = lineOf(state, line);
  const standing = state.fields[field];
  const setters = standing !== undefined && standing.c === wrong ? standing.setBy : [];
  const actors = [
    ...(submission === undefined ? [] : [submission.by]),
    ...signOffs.map(({ by }) => by),
    ...(state.joint === undefined ? [] : [state.joint.by]),
    ...state.visits.filter(({ confirmed }) => confirmed.includes(field)).map(({ by }) => by),
  ];
  const remembered = past === undefined ? [] : everyoneWith(past, { field, wrong }, type);
  return new Set([...setters, ...actors.flatMap(peopleOf), ...remembered]);
}
