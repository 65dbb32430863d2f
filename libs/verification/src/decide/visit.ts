import { Refusal, type Actor, type FieldError } from '#kernel';
import type { RecordVisit, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { definitionFor, sectionOfField } from '../reading/type-parts.js';
import { actAs, trained, type Asking } from './asking.js';
import { mustBeOpen } from './checks.js';
import { Draft } from './draft.js';
import { followVisit } from './visit-findings.js';

/** Dates are those of Asia/Shanghai: +08:00, no summer time since 1991. */
const LOCAL_OFFSET_MS = 8 * 3_600_000;

/** The day that a UTC time falls on, YYYY-MM-DD. */
function localDate(time: string): string {
  return new Date(Date.parse(time) + LOCAL_OFFSET_MS).toISOString().slice(0, 10);
}

/** @throws Refusal `not-found`/`record-missing`, `conflict`/`record-closed`, `forbidden`/`not-visitor`, `forbidden`/`training-needed` */
export function mayVisit(state: RecordState, asking: Asking): Actor {
  mustBeOpen(state);
  const definition = definitionFor(state, asking.type);
  return trained(actAs(asking, definition.visitors(state, asking.staffing), 'not-visitor'), definition, asking);
}

/** Somebody visited, and what they found. It changes no value: what differs is for people to decide, as a disagreement or an error. */
export function decideVisit(state: RecordState, command: RecordVisit, world: World): Decision {
  const actor = mayVisit(state, world);
  const draft = new Draft(state, actor, world.now);
  const { kind: _kind, peopleMet = [], checked = {}, note, ...visit } = command;
  if (visit.date > localDate(world.now))
    throw new Refusal('invalid', 'future-date', { errors: [{ pointer: '/date', code: 'future-date' }] });
  const errors = Object.keys(checked).flatMap((field): FieldError[] =>
    sectionOfField(world.type, field) === undefined ? [{ pointer: `/checked/${field}`, code: 'unknown-field' }] : [],
  );
  if (errors.length > 0) throw new Refusal('invalid', 'unknown-field', { errors });
  draft.add({ type: 'visit-recorded', data: { ...visit, peopleMet, checked, ...(note !== undefined && { note }) } });
  followVisit(draft, state, { method: visit.method, checked }, actor.role, world);
  return draft.decision();
}
