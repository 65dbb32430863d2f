import type { RecordState, World } from '#verification';

/** Holds an office at the county and sees no personal data. */
const ADMINISTRATOR = 'administrator';

/**
 * Whether a person may be told that a record is there: they hold an appointment to a unit that one of its lines belongs to, to one above, or
 * at the county, or have entered something in it themselves.
 */
export function mayKnowOf(state: RecordState, { type, staffing, now, userId }: World): boolean {
  if (Object.values(state.fields).some(({ setBy }) => setBy.includes(userId))) return true;
  const units = new Set(type.lines.flatMap(({ unitField }) => unitsFrom(String(state.fields[unitField]?.v ?? ''), staffing)));
  const top = staffing.top()?.code;
  return staffing.appointmentsOf(userId, now).some(({ role, unit }) => role !== ADMINISTRATOR && (unit === top || units.has(unit)));
}

/** A unit and all above it: a school stands under its centre school and its township. */
function unitsFrom(code: string, staffing: World['staffing'], seen: ReadonlySet<string> = new Set()): readonly string[] {
  const unit = seen.has(code) ? undefined : staffing.unit(code);
  if (unit === undefined) return [];
  const above = new Set([...seen, code]);
  return [code, ...[unit.parent, unit.region].flatMap((next) => unitsFrom(next, staffing, above))];
}
