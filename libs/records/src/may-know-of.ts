import type { RecordState, Staffing, World } from '#verification';

/** Holds an office at the county and sees no personal data. */
export const ADMINISTRATOR = 'administrator';

/**
 * Whether a person may be told that a record is there: they hold an appointment to a unit that one of its lines belongs to, to one above, or
 * at the county, have entered something in it themselves, or answer for an error in it, whatever they hold now.
 */
export function mayKnowOf(state: RecordState, { type, staffing, now, userId }: World): boolean {
  if (Object.values(state.fields).some(({ setBy }) => setBy.includes(userId))) return true;
  if (Object.values(state.errors).some(({ answerers = [] }) => answerers.some((one) => one.userId === userId))) return true;
  const units = new Set(type.lines.flatMap(({ unitField }) => unitAndAbove(String(state.fields[unitField]?.v ?? ''), staffing)));
  const top = staffing.top()?.code;
  return staffing.appointmentsOf(userId, now).some(({ role, unit }) => role !== ADMINISTRATOR && (unit === top || units.has(unit)));
}

/** A unit and all above it: a school stands under its centre school and its township. */
export function unitAndAbove(code: string, staffing: Staffing, seen: ReadonlySet<string> = new Set()): readonly string[] {
  const unit = seen.has(code) ? undefined : staffing.unit(code);
  if (unit === undefined) return [];
  const above = new Set([...seen, code]);
  return [code, ...[unit.parent, unit.region].flatMap((next) => unitAndAbove(next, staffing, above))];
}
