import type { MissingRequirement, WorkflowDefinition } from '../model/record-type.js';
import type { RecordEvent, VoidCause } from '../model/events.js';
import type { RecordState } from '../model/state.js';
import { lineDigest } from '../reading/digests.js';
import { lineOf } from '../reading/initial-state.js';
import { allComplete } from '../reading/line-state.js';
import { definitionFor } from '../reading/type-parts.js';
import { undecided } from '../visits/open-disagreements.js';
import type { Asking } from './asking.js';
import type { Draft } from './draft.js';

const DAY_MS = 86_400_000;

/** When a level is due that has its turn from now on; undefined if the definition gives it no deadline. */
export function deadline({ deadlineDays }: WorkflowDefinition, level: string, now: string): string | undefined {
  const days = deadlineDays[level];
  return days === undefined ? undefined : new Date(Date.parse(now) + days * DAY_MS).toISOString();
}

/** As a member of an event's data: there only if there is a deadline. */
export function dueAtOf(definition: WorkflowDefinition, level: string | undefined, now: string): { dueAt?: string } {
  const dueAt = level === undefined ? undefined : deadline(definition, level, now);
  return dueAt === undefined ? {} : { dueAt };
}

/**
 * Says that what ran on a line no longer counts: its submission with all sign-offs, its completion by rule, and the joint sign-off over it.
 * Nothing is said where nothing ran.
 * @param rule whether a completion by rule ends as well
 */
export function voidLine(draft: Draft, line: string, cause: VoidCause, rule: boolean): void {
  const { submission, signOffs, completeByRule } = lineOf(draft.state, line);
  const joint = draft.state.joint !== undefined;
  const ruleVoided = rule && completeByRule !== undefined;
  if (submission === undefined && !ruleVoided && !joint) return;
  const levels = signOffs.map(({ level }) => level);
  draft.add({
    type: 'sign-offs-voided',
    data: { line, submission: submission?.number ?? 0, levels, joint, submissionVoided: submission !== undefined, ruleVoided, cause },
  });
}

/** After values of a line have changed: what ran on it is void, and rules that completed lines are asked again. */
export function afterChange(draft: Draft, asking: Asking, line: string, cause: VoidCause): void {
  const byRule = linesByRule(draft, asking);
  voidLine(draft, line, cause, true);
  askRulesAgain(draft, asking, byRule, cause);
}

/**
 * Ends what ran on a line, then lets an event set other values: an approved record is not paid from any more when its values change.
 * Rules that completed lines are asked again with the new values.
 */
export function changeAfterEnd(draft: Draft, asking: Asking, line: string, cause: VoidCause, event: RecordEvent): void {
  const byRule = linesByRule(draft, asking);
  voidLine(draft, line, cause, true);
  draft.add(event);
  askRulesAgain(draft, asking, byRule, cause);
}

function linesByRule(draft: Draft, { type }: Asking): readonly string[] {
  return type.lines.map(({ name }) => name).filter((name) => lineOf(draft.state, name).completeByRule !== undefined);
}

/** A line stays complete only by the very rule that completed it; by another one it is completed anew. */
function askRulesAgain(draft: Draft, asking: Asking, lines: readonly string[], cause: VoidCause): void {
  for (const name of lines) {
    const { completeByRule: rule } = lineOf(draft.state, name);
    if (rule !== undefined && rule !== ruleFor(draft, asking, name)) voidLine(draft, name, cause, true);
  }
  for (const name of lines) completeByRule(draft, asking, name);
}

/** Completes the other lines by rule that need no sign-off and lack nothing; a returned one waits until its own people submit it. */
function completeOthersByRule(draft: Draft, asking: Asking, line: string): void {
  for (const { name } of asking.type.lines) {
    if (name !== line && lineOf(draft.state, name).returned === undefined) completeByRule(draft, asking, name);
  }
}

/**
 * Submits a line as it stands, which must lack nothing: freezes route, definition and digest. A route without levels completes the line by
 * rule. Other lines that need no sign-off are completed with it.
 */
export function submitLine(draft: Draft, asking: Asking, line: string): void {
  const { state } = draft;
  const definition = definitionFor(state, asking.type);
  const route = definition.route(line, state, asking.staffing);
  const [first] = route.steps;
  if (first === undefined) completeByRule(draft, asking, line);
  else {
    const submission = lineOf(state, line).submissions + 1;
    const digest = lineDigest(state, asking.type, line, submission);
    const due = dueAtOf(definition, first.level, asking.now);
    draft.add({ type: 'line-submitted', data: { line, submission, definition: definition.version, route, digest, ...due } });
  }
  completeOthersByRule(draft, asking, line);
}

/** What must be there, or decided, before a line may be submitted and is not. */
export function missingFrom(state: RecordState, { type, staffing }: Asking, line: string): readonly MissingRequirement[] {
  return [...definitionFor(state, type).missing(line, state, staffing), ...undecided(state, line)];
}

/** The rule by which a line needs no sign-off as it stands; undefined: it needs one, or lacks something. */
function ruleFor(draft: Draft, asking: Asking, line: string): string | undefined {
  const definition = definitionFor(draft.state, asking.type);
  if (missingFrom(draft.state, asking, line).length > 0) return undefined;
  const route = definition.route(line, draft.state, asking.staffing);
  return route.steps.length === 0 ? route.case : undefined;
}

function completeByRule(draft: Draft, asking: Asking, line: string): void {
  const { submission, completeByRule: standing, transfer } = lineOf(draft.state, line);
  if (submission !== undefined || standing !== undefined || transfer !== undefined) return;
  const rule = ruleFor(draft, asking, line);
  if (rule === undefined) return;
  const definition = definitionFor(draft.state, asking.type);
  const others = asking.type.lines.filter((other) => other.name !== line);
  const last = allComplete(draft.state, { ...asking.type, lines: others });
  const due = last ? dueAtOf(definition, definition.joint.level, asking.now) : {};
  draft.add({ type: 'line-completed-by-rule', data: { line, rule, definition: definition.version, ...due } });
}
