import { derivedId } from '#kernel';
import type { DisagreementFound, DisagreementSettled } from '../model/events.js';
import type { Disagreement, VisitCheck } from '../model/state.js';
import { definitionFor } from '../reading/type-parts.js';
import { lastChecks } from '../visits/kinds.js';
import { openDisagreements } from '../visits/open-disagreements.js';
import type { Asking } from './asking.js';
import type { Draft } from './draft.js';
import { knownError } from './errors.js';

/** A visit contradicts a value that nobody has signed. While one about the field is open, that is no news. */
export function openDisagreement(draft: Draft, found: Omit<DisagreementFound['data'], 'disagreementId'>): void {
  const { recordId } = draft.state;
  if (openDisagreements(draft.state).some(({ field }) => field === found.field)) return;
  const disagreementId = `${recordId}.${derivedId('disagreement', String(found.visit), found.field).slice(0, 8)}`;
  draft.add({ type: 'disagreement-found', data: { disagreementId, ...found } });
}

/** Whoever doubted a value has looked again, and no visit doubts what stands any more: the cause has gone. */
export function settleSeenAgain(draft: Draft, fields: readonly string[], asking: Asking): void {
  const definition = definitionFor(draft.state, asking.type);
  for (const open of openDisagreements(draft.state)) {
    if (!fields.includes(open.field)) continue;
    const last = [...lastChecks(definition, draft.state.visits, open.field).values()];
    const standing = draft.state.fields[open.field]?.c ?? null;
    if (!last.some(({ checks }) => doubts(checks[open.field], open, standing))) settle(draft, open, 'gone');
  }
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
