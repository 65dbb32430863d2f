import { dayAt, Refusal, type Envelope, type FieldError, type Json } from '#kernel';
import type { RecordState } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { sectionOfField } from '../reading/type-parts.js';
import type { Asking } from './asking.js';

/** @throws Refusal `not-found`/`record-missing`, `conflict`/`record-closed` */
export function mustBeOpen(state: RecordState): void {
  if (state.revision < 0) throw new Refusal('not-found', 'record-missing');
  if (state.closed !== undefined) throw new Refusal('conflict', 'record-closed');
}

/** What changes or reviews a record must find it alive. @throws Refusal as {@link mustBeOpen}, `conflict`/`record-rejected` */
export function mustBeAlive(state: RecordState): void {
  mustBeOpen(state);
  if (state.rejected !== undefined) throw new Refusal('conflict', 'record-rejected');
}

/** @throws Refusal `conflict`/`line-locked` */
export function mustBeUnlocked(state: RecordState, line: string): void {
  if (lineOf(state, line).locked) throw new Refusal('conflict', 'line-locked', { params: { line } });
}

/** @throws Refusal `conflict`/`transfer-pending` while a line waits for its new unit */
export function mustHaveArrived(state: RecordState, line: string, { staffing }: Asking): void {
  const { transfer } = lineOf(state, line);
  if (transfer !== undefined) {
    throw new Refusal('conflict', 'transfer-pending', { params: { unit: staffing.unit(transfer.to)?.name ?? transfer.to } });
  }
}

/** @throws Refusal `invalid` with what keeps a cycle from being opened now, for the one that values are of */
export function mustBeOpenable(cycle: string, values: Readonly<Record<string, Json>>, { type, now }: Pick<Asking, 'type' | 'now'>): void {
  const code = type.cycleProblem?.(cycle, { day: dayAt(now), values });
  if (code !== undefined) throw new Refusal('invalid', code, { errors: [{ pointer: '/cycle', code }] });
}

/** Checks values by the record type's rules. @throws Refusal `invalid`/`invalid-values` with one error for each */
export function mustBeValid(
  section: string,
  values: Readonly<Record<string, Json>>,
  state: Pick<RecordState, 'cycle'>,
  asking: Asking,
): void {
  const errors = asking.type.validate(section, values, { staffing: asking.staffing, cycle: state.cycle, now: asking.now });
  refuseErrors(errors);
}

/** What is wrong, by the same rules, with the value that one field is said to have. The pointer is that of the value in what was sent. */
export function valueErrors(
  field: string,
  { v }: Envelope,
  pointer: string,
  state: Pick<RecordState, 'cycle'>,
  { type, staffing, now }: Asking,
): readonly FieldError[] {
  const section = sectionOfField(type, field);
  if (section === undefined) return [];
  return type.validate(section.name, { [field]: v }, { staffing, cycle: state.cycle, now }).map((error) => ({ ...error, pointer }));
}

/** @throws Refusal `invalid`/`invalid-values`, if there are any */
export function refuseErrors(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw new Refusal('invalid', 'invalid-values', { params: { count: errors.length }, errors });
}
