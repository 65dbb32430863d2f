import { derivedId } from '#kernel';
import type { DisagreementFound, DisagreementSettled } from '../model/events.js';
import type { WorkflowDefinition } from '../model/record-type.js';
import type { Disagreement, RecordState, Visit, VisitCheck } from '../model/state.js';
import { definitionFor } from '../reading/type-parts.js';
import { lastChecks } from '../visits/kinds.js';
import { openDisagreements } from '../visits/open-disagreements.js';
import type { Asking } from './asking.js';
import type { Draft } from './draft.js';
import { knownError } from './errors.js';

/**
 * A visit contradicts a value that nobody has signed. While one about the field is open that is no news, but from its own visitor, who finds
 * something else now: then that one is gone.
 */
export function openDisagreement(draft: Draft, found: Omit<DisagreementFound['data'], 'disagreementId'>, visitor: string): void {
  const { recordId } = draft.state;
  const open = openDisagreements(draft.state).find(({ field }) => field === found.field);
  if (open !== undefined && (open.by.userId !== visitor || open.found?.c === found.found?.c)) return;
  if (open !== undefined) settle(draft, open, 'gone');
  const disagreementId = `${recordId}.${derivedId('disagreement', String(found.visit), found.field).slice(0, 8)}`;
  draft.add({ type: 'disagreement-found', data: { disagreementId, ...found } });
}

/** Whoever doubted a value has looked again, and no visit doubts what stands any more: the cause has gone. */
export function settleSeenAgain(draft: Draft, fields: readonly string[], asking: Asking): void {
  const definition = definitionFor(draft.state, asking.type);
  for (const open of openDisagreements(draft.state)) {
    if (!fields.includes(open.field)) continue;
    if (doubtersOf(draft.state, open, definition).length === 0) settle(draft, open, 'gone');
  }
}

/** The last visits of each kind that say otherwise than what stands. */
export function doubtersOf(state: RecordState, open: Disagreement, definition: WorkflowDefinition): readonly Visit[] {
  const standing = state.fields[open.field]?.c ?? null;
  const last = [...lastChecks(definition, state.visits, open.field).values()];
  return last.filter(({ checks }) => doubts(checks[open.field], open, standing));
}

/** Whether a visit says otherwise than what stands: of that value itself, or of the one that the finding is about. */
function doubts(check: VisitCheck | undefined, { standing: contradicted }: Disagreement, standing: string | null): boolean {
  if (check?.outcome !== 'differs' || check.found === standing) return false;
  return check.stood === standing || check.stood === contradicted;
}

/** What is signed although a visit contradicts it is no finding any more, it is an error. */
export function settleSigned(draft: Draft, lines: readonly string[], asking: Asking): void {
  const { visitKinds = [] } = definitionFor(draft.state, asking.type);
  for (const open of openDisagreements(draft.state)) {
    if (!lines.includes(open.line)) continue;
    settle(draft, open, 'signed');
    const { field, line, disagreementId: errorId, kind, found: right, note } = open;
    const wrong = draft.state.fields[field]?.c ?? null;
    if (knownError(draft.state, field, wrong) !== undefined) continue;
    const origin = visitKinds.find((one) => one.kind === kind)?.origin ?? kind;
    const more = { ...(right && { right }), ...(note !== undefined && { note }) };
    draft.add({ type: 'error-reported', data: { errorId, field, line, wrong, origin, ...more } });
  }
}

function settle(draft: Draft, { disagreementId, field }: Disagreement, outcome: DisagreementSettled['data']['outcome']): void {
  const standing = draft.state.fields[field]?.c ?? null;
  draft.add({ type: 'disagreement-settled', data: { disagreementId, outcome, standing } });
}
