import type { FieldError } from '#kernel';
import { REGION_LEVELS, SCHOOL_KINDS, type Region, type School } from '../model.js';
import { nameProblem, postProblems, regionCodeProblem, schoolCodeProblem, usernameProblem } from '../rules.js';
import type { DirectoryState } from '../state.js';
import { notesOf, type Checked, type Note, type StaffRow } from './checked.js';
import type { FileName, Row, Rows } from './directory-files.js';

/** Everything that a row may refer to: what the files hold, whether good or not, and what is registered already. */
interface Known {
  readonly levels: ReadonlyMap<string, string>;
  readonly kinds: ReadonlyMap<string, string>;
}

/**
 * Checks every row of the three files against each other and against what is registered.
 * @returns the rows in the directory's own terms, and one error for each problem; the rows count only if there is none
 */
export function checkRows(rows: Rows, state: DirectoryState): { checked: Checked; errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const known: Known = {
    levels: knownBy(
      [...state.regions.values()],
      ({ level }) => level,
      rows.regions,
      ({ level }) => level,
    ),
    kinds: knownBy(
      [...state.schools.values()],
      ({ kind }) => kind,
      rows.schools,
      ({ kind }) => kind,
    ),
  };
  noteRepetitions(rows, errors);
  const regions = rows.regions.map((row) => checkRegion(row, known, state, notesOf('regions', errors)));
  const schools = rows.schools.map((row) => checkSchool(row, known, state, notesOf('schools', errors)));
  const staff = rows.staff.map((row) => checkStaff(row, known, notesOf('staff', errors)));
  return { checked: { regions, schools, staff }, errors };
}

function knownBy<Item extends { readonly code: string }, Cells extends { readonly code: string }>(
  registered: readonly Item[],
  ofItem: (item: Item) => string,
  rows: readonly { readonly cells: Cells }[],
  ofCells: (cells: Cells) => string,
): ReadonlyMap<string, string> {
  return new Map([
    ...registered.map((item) => [item.code, ofItem(item)] as const),
    ...rows.map(({ cells }) => [cells.code, ofCells(cells)] as const),
  ]);
}

function noteRepetitions({ regions, schools, staff }: Rows, errors: FieldError[]): void {
  const codes = new Map<string, { file: FileName; line: number }>();
  const noteCodes = (file: 'regions' | 'schools', rows: readonly { line: number; cells: { code: string } }[]) => {
    const note = notesOf(file, errors);
    for (const { line, cells } of rows) {
      const first = codes.get(cells.code);
      if (first === undefined) codes.set(cells.code, { file, line });
      else if (cells.code !== '') note(line, 'code', 'duplicate-code', { ...first });
    }
  };
  noteCodes('regions', regions);
  noteCodes('schools', schools);
  const lines = new Map<string, number>();
  const note = notesOf('staff', errors);
  for (const { line, cells } of staff) {
    const first = lines.get(cells.username);
    if (first === undefined) lines.set(cells.username, line);
    else if (cells.username !== '') note(line, 'username', 'duplicate-username', { line: first });
  }
}

function checkRegion({ line, cells }: Row<'regions'>, { levels }: Known, state: DirectoryState, note: Note): Region {
  const { code, name, level, parent } = cells;
  note(line, 'code', regionCodeProblem(code) ?? (state.schools.has(code) ? 'code-in-use' : undefined));
  note(line, 'name', nameProblem(name));
  note(line, 'level', oneOf(REGION_LEVELS, level, 'bad-level'), { allowed: REGION_LEVELS.join(', ') });
  note(line, 'parent', regionParentProblem(level, parent, levels));
  return { code, name, level: level as Region['level'], parent };
}

/** A county's files may begin at the county; a township or village lies in something. */
function regionParentProblem(level: string, parent: string, levels: ReadonlyMap<string, string>): string | undefined {
  if (parent === '') return level === 'township' || level === 'village' ? 'value-missing' : undefined;
  const above = levels.get(parent);
  if (above === undefined) return 'unknown-parent';
  const order: readonly string[] = REGION_LEVELS;
  // A level that does not exist is noted where it stands.
  if (!order.includes(level) || !order.includes(above)) return undefined;
  return order.indexOf(above) < order.indexOf(level) ? undefined : 'wrong-parent';
}

function checkSchool({ line, cells }: Row<'schools'>, known: Known, state: DirectoryState, note: Note): School {
  const { code, name, kind, township, stage, parent, village, teachers } = cells;
  note(line, 'code', schoolCodeProblem(code) ?? (state.regions.has(code) ? 'code-in-use' : undefined));
  note(line, 'name', nameProblem(name));
  note(line, 'kind', oneOf(SCHOOL_KINDS, kind, 'bad-kind'), { allowed: SCHOOL_KINDS.join(', ') });
  note(line, 'township', missing(township) ?? (known.levels.get(township) === 'township' ? undefined : 'unknown-township'));
  note(line, 'parent', parent === '' ? undefined : schoolParentProblem(code, known.kinds, parent));
  note(line, 'village', village === '' || known.levels.get(village) === 'village' ? undefined : 'unknown-village');
  note(line, 'teachers', /^\d{0,6}$/.test(teachers) ? undefined : 'bad-number');
  return { code, name, kind: kind as School['kind'], township, stage, parent, village, teachers: Number(teachers) };
}

function schoolParentProblem(code: string, kinds: ReadonlyMap<string, string>, parent: string): string | undefined {
  const kind = kinds.get(parent);
  if (kind === undefined) return 'unknown-parent';
  return kind === 'centre' && parent !== code ? undefined : 'wrong-parent';
}

function checkStaff({ line, cells }: Row<'staff'>, { levels, kinds }: Known, note: Note): StaffRow {
  note(line, 'username', usernameProblem(cells.username));
  note(line, 'name', nameProblem(cells.name));
  for (const { field, code, params } of postProblems(cells, (unit) => levels.has(unit) || kinds.has(unit))) note(line, field, code, params);
  return cells;
}

function missing(value: string): string | undefined {
  return value === '' ? 'value-missing' : undefined;
}

function oneOf(values: readonly string[], value: string, code: string): string | undefined {
  return values.includes(value) ? undefined : code;
}
