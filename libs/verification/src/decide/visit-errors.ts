import { derivedId } from '#kernel';
import type { VisitRecorded } from '../model/events.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { isSigned } from '../reading/line-state.js';
import { definitionFor, sectionOfField } from '../reading/type-parts.js';
import type { Asking } from './asking.js';
import type { Draft } from './draft.js';
import { isReported } from './errors.js';

/**
 * A spot check that contradicts a signed value reports an error by itself; the same error is reported once. About a value that nobody has
 * signed it is a finding, for people to decide.
 * @param before the record as the visitor found it
 */
export function reportDifferences(
  draft: Draft,
  before: RecordState,
  { method, checked }: Pick<VisitRecorded['data'], 'method' | 'checked'>,
  role: string,
  asking: Asking,
): void {
  if (definitionFor(before, asking.type).reportsErrors?.({ method, role }) !== true) return;
  for (const [field, { outcome, value: right, note }] of Object.entries(checked)) {
    const line = sectionOfField(asking.type, field)?.line;
    if (outcome !== 'differs' || line === undefined || !isSigned(lineOf(before, line))) continue;
    const wrong = before.fields[field]?.c ?? null;
    if (right?.c === wrong || isReported(draft.state, field, wrong)) continue;
    const errorId = `${before.recordId}.${derivedId('error', 'visit', String(before.revision), field).slice(0, 8)}`;
    const more = { ...(right && { right }), ...(note !== undefined && { note }) };
    draft.add({ type: 'error-reported', data: { errorId, field, line, wrong, origin: 'spot-check', ...more } });
  }
}
