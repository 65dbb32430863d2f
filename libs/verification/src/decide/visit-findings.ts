import { derivedId, type Actor, type Envelope } from '#kernel';
import type { VisitKind } from '../model/record-type.js';
import type { VisitRecorded } from '../model/events.js';
import type { RecordState } from '../model/state.js';
import { isSigned } from '../reading/signed.js';
import { definitionFor, sectionOfField } from '../reading/type-parts.js';
import { kindOfVisit } from '../visits/kinds.js';
import type { Asking } from './asking.js';
import { openDisagreement, settleSeenAgain } from './disagreements.js';
import type { Draft } from './draft.js';
import { knownError } from './errors.js';

interface Difference {
  readonly field: string;
  readonly line: string;
  /** Commitment of the value that the visitor had before them. */
  readonly standing: string | null;
  readonly found?: Envelope;
  readonly note?: string;
}

/**
 * What follows from a visit that is one of those held against the record: what differs from a signed value is reported as an error, from one
 * that nobody has signed it is a disagreement. The same cause is told once.
 * @param before the record as the visitor found it
 */
export function followVisit(
  draft: Draft,
  before: RecordState,
  { method, checked }: Pick<VisitRecorded['data'], 'method' | 'checked'>,
  { role, userId }: Pick<Actor, 'role' | 'userId'>,
  asking: Asking,
): void {
  const kind = kindOfVisit(definitionFor(before, asking.type), { method, role });
  if (kind === undefined) return;
  const visit = draft.state.revision;
  for (const difference of differencesIn(before, checked, asking)) {
    if (isSigned(before, difference.line, difference.field)) report(draft, before, kind, difference);
    else openDisagreement(draft, { ...difference, kind: kind.kind, visit }, userId);
  }
  settleSeenAgain(draft, Object.keys(checked), asking);
}

function differencesIn(before: RecordState, checked: VisitRecorded['data']['checked'], { type }: Asking): readonly Difference[] {
  return Object.entries(checked).flatMap(([field, { outcome, value: found, note }]): Difference[] => {
    const line = sectionOfField(type, field)?.line;
    const standing = before.fields[field]?.c ?? null;
    if (outcome !== 'differs' || line === undefined || found?.c === standing) return [];
    return [{ field, line, standing, ...(found && { found }), ...(note !== undefined && { note }) }];
  });
}

function report(draft: Draft, before: RecordState, { origin }: VisitKind, { field, line, standing, found, note }: Difference): void {
  if (knownError(draft.state, field, standing) !== undefined) return;
  const errorId = `${before.recordId}.${derivedId('error', 'visit', String(before.revision), field).slice(0, 8)}`;
  const more = { ...(found && { right: found }), ...(note !== undefined && { note }) };
  draft.add({ type: 'error-reported', data: { errorId, field, line, wrong: standing, origin, ...more } });
}
