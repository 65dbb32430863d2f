import type { Directory } from '#directory';
import type { Recorded } from '#kernel';
import { isCompulsoryAge, studentAid } from '#student-aid';
import { eligibleFor, pending, replay, statusOf, type EvolvingRecordEvent, type RecordState } from '#verification';
import type { UnitLevel } from '../unit-level.js';

interface Asked {
  readonly level: UnitLevel;
  readonly code: string;
  readonly time: string;
  readonly directory: Directory;
}

/** Counts a unit from nothing but the events, in the plainest way that the definitions of the counts allow. */
export function recount(events: readonly Recorded[], asked: Asked) {
  const states = [...new Set(events.map(({ stream }) => stream))]
    .map((stream) => replay(events.filter((event) => event.stream === stream) as unknown as EvolvingRecordEvent[]))
    .filter((state) => belongs(state, asked));
  const open = states.filter((state) => statusOf(state) !== 'closed');
  const compulsory = open.filter((state) => isCompulsoryAge(text(state, 'birthDate') ?? '2100-01-01', state.cycle));
  const waiting = states.flatMap((state) => pending(state, studentAid, asked.directory));
  const dueFirst = states.map((state) => pending(state, studentAid, asked.directory).flatMap(({ dueAt }) => dueAt ?? []));
  return {
    students: open.length,
    byStatus: count(states.map(statusOf)),
    byCategory: count(open.flatMap((state) => list(state, 'categories'))),
    byStage: count(open.map((state) => text(state, 'stage') ?? 'unknown')),
    bySex: count(open.map((state) => text(state, 'sex') ?? 'unknown')),
    boarding: open.filter((state) => value(state, 'boarding') === true).length,
    compulsoryAge: {
      students: compulsory.length,
      byCategory: count(compulsory.flatMap((state) => list(state, 'categories'))),
      bySchool: parts(compulsory.flatMap(schoolOf), asked.directory),
      notEnrolled: compulsory.filter((state) => schoolOf(state).length === 0).length,
    },
    overdue: dueFirst.filter((times) => times.some((due) => due < asked.time)).length,
    unstaffed: waiting.filter((level) => eligibleFor(level, asked.directory, asked.time).people.length === 0).length,
    errors: open.reduce((sum, { errors }) => sum + Object.values(errors).filter(isOpen).length, 0),
    visits: open.reduce((sum, { visits }) => sum + visits.length, 0),
    ...children(open, asked),
  };
}

function children(open: readonly RecordState[], { level, directory }: Asked) {
  if (level === 'village' || level === 'school') return {};
  const townshipOf = (state: RecordState) =>
    villageOf(state)?.slice(0, 9) ?? (text(state, 'region') === undefined ? 'unassigned' : 'outside');
  return {
    ...(level === 'county'
      ? { byTownship: parts(open.map(townshipOf), directory) }
      : {
          byVillage: parts(
            open.flatMap((state) => villageOf(state) ?? []),
            directory,
          ),
        }),
    bySchool: parts(open.flatMap(schoolOf), directory),
    notEnrolled: open.filter((state) => schoolOf(state).length === 0).length,
    unassigned: open.filter((state) => text(state, 'region') === undefined || schoolOf(state)[0] === 'unassigned').length,
  };
}

function belongs(state: RecordState, { level, code }: Asked): boolean {
  if (level === 'county') return true;
  if (level === 'school') return text(state, 'school') === code;
  return level === 'village' ? villageOf(state) === code : villageOf(state)?.slice(0, 9) === code;
}

function villageOf(state: RecordState): string | undefined {
  const region = text(state, 'region');
  return region?.length === 12 ? region : undefined;
}

/** None: on no roll. */
function schoolOf(state: RecordState): string[] {
  const school = text(state, 'school');
  const stage = text(state, 'stage') ?? 'none';
  if (school !== undefined) return [school.replace(/^outside:/, '')];
  return stage === 'none' ? [] : ['unassigned'];
}

function isOpen({ status }: { readonly status: string }): boolean {
  return status === 'reported' || status === 'confirmed';
}

function value(state: RecordState, field: string): unknown {
  return state.fields[field]?.v;
}

function text(state: RecordState, field: string): string | undefined {
  const found = value(state, field);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function list(state: RecordState, field: string): readonly string[] {
  const found = value(state, field);
  return Array.isArray(found) ? (found as string[]) : [];
}

function count(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function parts(codes: readonly string[], directory: Directory) {
  return Object.entries(count(codes))
    .map(([code, students]) => ({ code, name: directory.unit(code)?.name ?? '', students }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
