import { dayAt, Refusal, type Actor, type FieldError } from '#kernel';
import type { RecordVisit, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { VisitCode } from '../model/record-type.js';
import type { RecordState } from '../model/state.js';
import { definitionFor, fieldsOf, sectionOfField, unknownField } from '../reading/type-parts.js';
import { actAs, trained, type Asking } from './asking.js';
import { mustBeOpen, refuseErrors, valueErrors } from './checks.js';
import { Draft } from './draft.js';
import { followVisit } from './visit-findings.js';

/**
 * @throws Refusal `not-found`/`record-missing`, `conflict`/`record-closed`, `conflict`/`cycle-not-begun`, `forbidden`/`not-visitor`,
 * `forbidden`/`training-needed`
 */
export function mayVisit(state: RecordState, asking: Asking): Actor {
  mustBeOpen(state);
  const begins = asking.type.cycleDays?.(state.cycle).from ?? '';
  // No day of the cycle has been yet on which somebody could have visited.
  if (dayAt(asking.now) < begins) throw new Refusal('conflict', 'cycle-not-begun', { params: { from: begins } });
  const definition = definitionFor(state, asking.type);
  return trained(actAs(asking, definition.visitors(state, asking.staffing), 'not-visitor'), definition, asking);
}

/** Somebody visited, and what they found, which is held to the rules of what is collected. It changes no value: what differs is for people to decide, as a disagreement or an error. */
export function decideVisit(state: RecordState, command: RecordVisit, world: World): Decision {
  const actor = mayVisit(state, world);
  const draft = new Draft(state, actor, world.now);
  const { kind: _kind, peopleMet = [], checked = {}, note, ...visit } = command;
  mustBePossible(visit, state, world);
  const errors = Object.keys(checked).flatMap((field): FieldError[] =>
    sectionOfField(world.type, field) === undefined ? [unknownField(`/checked/${field}`, fieldsOf(world.type))] : [],
  );
  if (errors.length > 0) throw new Refusal('invalid', 'unknown-field', { errors });
  refuseErrors(
    Object.entries(checked).flatMap(([field, { value }]) =>
      value === undefined ? [] : valueErrors(field, value, `/checked/${field}/value`, state, world),
    ),
  );
  draft.add({ type: 'visit-recorded', data: { ...visit, peopleMet, checked, ...(note !== undefined && { note }) } });
  followVisit(draft, state, { method: visit.method, checked }, actor, world);
  return draft.decision();
}

/** @throws Refusal `invalid` with the code of the first of its errors: `unknown-method`, `unknown-purpose`, `outside-cycle`, `future-date` */
function mustBePossible(
  { method, purpose, date }: Pick<RecordVisit, 'method' | 'purpose' | 'date'>,
  state: RecordState,
  { type, now }: World,
): void {
  const allowed = (codes: readonly VisitCode[] = []) => ({ allowed: codes.map(({ code }) => code).join(', ') });
  const errors: readonly FieldError[] = [
    ...(knows(type.visits?.methods, method) ? [] : [{ pointer: '/method', code: 'unknown-method', params: allowed(type.visits?.methods) }]),
    ...(knows(type.visits?.purposes, purpose)
      ? []
      : [{ pointer: '/purpose', code: 'unknown-purpose', params: allowed(type.visits?.purposes) }]),
    ...dateErrors(date, dayAt(now), type.cycleDays?.(state.cycle)),
  ];
  const [first] = errors;
  if (first !== undefined) throw new Refusal('invalid', first.code, { ...(first.params && { params: first.params }), errors });
}

function knows(codes: readonly VisitCode[] | undefined, given: string): boolean {
  return codes === undefined || codes.some(({ code }) => code === given);
}

function dateErrors(date: string, today: string, cycle: { readonly from: string; readonly to: string } | undefined): readonly FieldError[] {
  if (date > today) return [{ pointer: '/date', code: 'future-date' }];
  if (cycle === undefined || (date >= cycle.from && date <= cycle.to)) return [];
  return [{ pointer: '/date', code: 'outside-cycle', params: { from: cycle.from, to: cycle.to } }];
}
