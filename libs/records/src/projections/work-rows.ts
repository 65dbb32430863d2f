import { indexable } from '#projections';
import {
  openWork,
  workDeskOf,
  type OpenWork,
  type Post,
  type RecordState,
  type RecordType,
  type Staffing,
  type Unit,
  type WorkDesk,
  type WorkKind,
} from '#verification';
import { keyOfPost } from './post-key.js';
import { TOP_UNIT, type WorkBarredRow, type WorkRow } from './tables.js';

/** Of a record: what waits in it, each with the UTC time from which it waits. */
export type Waits = Readonly<Record<string, string>>;

export const nothingWaits: Waits = {};

/** What {@link Waits} are kept as. */
export function readWaits(text: string): Waits {
  return text === '{}' ? nothingWaits : (JSON.parse(text) as Waits);
}

/** What waits after an event; what waited before it waits since then. */
export function waitsAfter(before: Waits, state: RecordState, time: string): Waits {
  const work = openWork(state);
  if (work.length === 0) return nothingWaits;
  return Object.fromEntries(work.map((one) => [keyOfWork(one), before[keyOfWork(one)] ?? time]));
}

/** What open work is about, the same wherever it is named. */
export function itemOf({ about, appellant }: OpenWork): string {
  return appellant === undefined ? about : `${about} ${appellant}`;
}

function keyOfWork(work: OpenWork): string {
  return `${work.kind} ${itemOf(work)}`;
}

/** Under which everything stands that a person was named for. */
export function holderNamed(userId: string): string {
  return `@${userId}`;
}

/** Codes of the units that say whose a record's lines are: all that its definition asks about. */
export function unitsIn({ fields, lines }: RecordState, type: RecordType): readonly string[] {
  const codes = type.lines.flatMap(({ name, unitField }) => [fields[unitField]?.v, lines[name]?.transfer?.to]);
  return [...new Set(codes.flatMap((code) => (typeof code === 'string' && code !== '' ? [indexable(code)] : [])))];
}

/** The rows of what waits in a record. Pure: the log alone decides them. @param units by code, those of {@link unitsIn} that there are */
export function workRowsOf(
  state: RecordState,
  waits: Waits,
  type: RecordType,
  units: ReadonlyMap<string, Unit>,
): { readonly work: readonly WorkRow[]; readonly barred: readonly WorkBarredRow[] } {
  // A record whose definition is not known any more can be read, not worked.
  if (!type.definitions.some(({ version }) => version === state.definition)) return { work: [], barred: [] };
  const staffing = withoutPeople(units);
  const work: WorkRow[] = [];
  const barred: WorkBarredRow[] = [];
  for (const one of openWork(state)) {
    const desk = workDeskOf(one, state, type, staffing);
    const of = { record_id: state.recordId, item: itemOf(one) };
    const since = waits[keyOfWork(one)] ?? '';
    for (const [task, holder] of holdersOf(one, desk)) work.push({ holder, since, ...of, task });
    for (const person of new Set(desk.barred)) barred.push({ person, ...of, task: one.kind });
  }
  return { work, barred };
}

/** Each with what they have to do; whoever names a decider does so only where it turns out that nobody can. */
function holdersOf({ kind }: OpenWork, { posts, namers, named }: WorkDesk): Iterable<readonly [task: string, holder: string]> {
  const doing = [...posts.map(keyOfPost), ...(named === undefined ? [] : [holderNamed(named)])];
  const naming = kind === 'appeal' && named === undefined ? kind : taskOfNaming(kind);
  const all = [...doing.map((holder) => [kind, holder] as const), ...namers.map((post: Post) => [naming, keyOfPost(post)] as const)];
  return new Map(all.map((one) => [one.join(' '), one])).values();
}

/** The task of naming a decider, where it is not certain that one has to be named. */
export function taskOfNaming(kind: string): string {
  return `${kind}:name`;
}

/** The kind of work that a row is of. */
export function kindOfTask(task: string): WorkKind {
  return task.split(':')[0] as WorkKind;
}

/** A directory of a few units and no people, whose top unit has no code: a reader fills it in. */
function withoutPeople(units: ReadonlyMap<string, Unit>): Staffing {
  return {
    unit: (code) => units.get(code),
    top: () => ({ code: TOP_UNIT, name: '', kind: 'county', parent: '', region: TOP_UNIT }),
    appointmentsOf: () => [],
    holders: () => [],
  };
}
