import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asDiskFull } from '#disk';
import type { Department } from '../model/department.js';
import type { Facts, ReadProblem, RosterRow } from '../model/facts.js';

/** How many rows are written between two turns of the event loop. */
const BATCH = 250;

/** What one file was found to be. */
export interface RowFile {
  readonly sha256: string;
  readonly department: Department;
  /** Rows below the header, without empty ones. */
  readonly rows: number;
  /** Of them, those that could not be read as a whole or in part. */
  readonly unread: number;
}

/** Everything that files say about one person. */
export interface PersonRows {
  readonly idNumber: string;
  readonly rows: readonly RosterRow[];
}

/** Rows of one file with what could not be read of it, some at a time. */
export type RowSource = AsyncIterable<{ readonly rows: readonly Omit<RosterRow, 'file'>[]; readonly problems: readonly ReadProblem[] }>;

/** Version of the layout, kept in `user_version`. */
const LAYOUT = 1;
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const SPOILED = [11, 26];
/** How much of a file is read as memory, in bytes. */
const MAPPED = 1024 ** 3;

/** Columns that rows are found by stand beside the rest, which is JSON. `id_number` is empty for numbers that cannot be trusted. */
const TABLES = `
CREATE TABLE roster_file (department TEXT NOT NULL, rows INTEGER NOT NULL, unread INTEGER NOT NULL) STRICT;
CREATE TABLE roster_row (
  line INTEGER PRIMARY KEY, department TEXT NOT NULL, id_number TEXT, written TEXT NOT NULL, distrust TEXT, name TEXT, notes TEXT NOT NULL,
  facts TEXT NOT NULL
) STRICT;
CREATE TABLE roster_problem (line INTEGER NOT NULL, number INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (line, number)) STRICT, WITHOUT ROWID;
`;

/** Made once all rows stand: sorting them then costs a fraction of keeping an order while they come. */
const INDEXES = `
CREATE INDEX roster_row_person ON roster_row (id_number, line) WHERE id_number IS NOT NULL;
CREATE INDEX roster_row_name ON roster_row (name, id_number) WHERE id_number IS NOT NULL;
CREATE INDEX roster_row_distrusted ON roster_row (line) WHERE distrust IS NOT NULL;
`;

type Stored = readonly [line: number, written: string, distrust: string | null, notes: string, facts: string];
const COLUMNS = 'line, written, distrust, notes, facts';

/** Most rows are kept as they were written. */
const NO_NOTES: readonly string[] = [];

/** Of somebody whose number can be trusted: what is written is what they are found by. */
type StoredPerson = readonly [line: number, idNumber: string, notes: string, facts: string];

/**
 * Writes all rows of a file, which nobody sees until they are whole and on disk: nothing is journalled meanwhile, and what a killed run
 * leaves is of no use to anybody.
 * @throws Refusal `unavailable`/`disk-full`, and what the source refuses
 * @param path where they are to stand; what stands there is replaced
 * @param temporary of this run alone, in the same directory
 */
export async function writeRows(
  { path, temporary }: { readonly path: string; readonly temporary: string },
  { sha256, department }: Pick<RowFile, 'sha256' | 'department'>,
  source: RowSource,
  progress: (rows: number) => void,
): Promise<RowFile> {
  try {
    closeSync(openSync(temporary, 'wx', 0o600));
    const written = await fill(temporary, department, source, progress);
    flush(temporary);
    renameSync(temporary, path);
    return { sha256, department, ...written };
  } catch (error) {
    rmSync(temporary, { force: true });
    throw asDiskFull(error);
  }
}

async function fill(temporary: string, department: Department, source: RowSource, progress: (rows: number) => void) {
  // In its defensive mode, which is Node's default, SQLite passes over the wish for no journal without a word.
  const database = new DatabaseSync(temporary, { defensive: false });
  try {
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY;');
    database.exec(`${TABLES} BEGIN`);
    const written = await insertAll(database, source, progress);
    database.prepare('INSERT INTO roster_file (department, rows, unread) VALUES (?, ?, ?)').run(department, written.rows, written.unread);
    database.exec(`COMMIT; ${INDEXES} PRAGMA user_version = ${LAYOUT}`);
    return written;
  } finally {
    database.close();
  }
}

async function insertAll(database: DatabaseSync, source: RowSource, progress: (rows: number) => void) {
  const insert = {
    row: database.prepare(
      'INSERT OR REPLACE INTO roster_row (line, department, id_number, written, distrust, name, notes, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    problem: database.prepare('INSERT INTO roster_problem (line, number, problem) VALUES (?, ?, ?)'),
  };
  const problemsOfLine = new Map<number, number>();
  let rows = 0;
  let waiting = 0;
  for await (const some of source) {
    for (const { line, department, idNumber, distrust, notes, facts } of some.rows) {
      const trusted = distrust === undefined ? idNumber : null;
      insert.row.run(line, department, trusted, idNumber, distrust ?? null, facts.name ?? null, notes.join(' '), JSON.stringify(facts));
    }
    for (const problem of some.problems) {
      const number = problemsOfLine.get(problem.line) ?? 0;
      problemsOfLine.set(problem.line, number + 1);
      insert.problem.run(problem.line, number, JSON.stringify(problem));
    }
    rows += some.rows.length + some.problems.filter(({ wholeRow }) => wholeRow).length;
    waiting += some.rows.length + some.problems.length;
    if (waiting < BATCH) continue;
    waiting = 0;
    progress(rows);
    await nextTurn();
  }
  progress(rows);
  return { rows, unread: problemsOfLine.size };
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The rows of one file, for reading; they never change. */
export class RowsFile {
  private readonly statements = new Map<string, StatementSync>();

  private constructor(
    private readonly sha256: string,
    private readonly database: DatabaseSync,
    readonly file: RowFile,
  ) {}

  /** @returns undefined for a file of another layout, or one that is spoiled: it is to be read again */
  static open(path: string, sha256: string): RowsFile | undefined {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const { user_version: layout } = database.prepare('PRAGMA user_version').get() as { user_version: number };
      const row = layout === LAYOUT && database.prepare('SELECT department, rows, unread FROM roster_file').get();
      if (typeof row === 'object') {
        database.exec(`PRAGMA mmap_size = ${MAPPED}`);
        return new RowsFile(sha256, database, { sha256, ...(row as unknown as Omit<RowFile, 'sha256'>) });
      }
    } catch (error) {
      if (!SPOILED.includes((error as { errcode?: number }).errcode ?? 0)) throw error;
    }
    database.close();
    return undefined;
  }

  close(): void {
    this.database.close();
  }

  /** What could not be read, by line. */
  problems(): readonly ReadProblem[] {
    const rows = this.statement('SELECT problem FROM roster_problem ORDER BY line, number').all() as unknown as readonly [string][];
    return rows.map(([problem]) => JSON.parse(problem) as ReadProblem);
  }

  /** As {@link problems}, as they are read on. */
  *eachProblem(): Generator<ReadProblem> {
    const statement = this.database.prepare('SELECT problem FROM roster_problem ORDER BY line, number');
    statement.setReturnArrays(true);
    for (const [problem] of statement.iterate() as unknown as Iterable<[string]>) yield JSON.parse(problem) as ReadProblem;
  }

  /** Rows whose ID number cannot be trusted, by line. */
  distrusted(): readonly RosterRow[] {
    return this.rows(`SELECT ${COLUMNS} FROM roster_row INDEXED BY roster_row_distrusted WHERE distrust IS NOT NULL ORDER BY line`);
  }

  /** What the file says about one person, by line. */
  person(idNumber: string): readonly RosterRow[] {
    return this.rows(`SELECT ${COLUMNS} FROM roster_row WHERE id_number = ? ORDER BY line`, idNumber);
  }

  /** Numbers, each once, that can be trusted and under which the file names somebody so. */
  numbersOf(name: string): readonly string[] {
    const statement = this.statement('SELECT DISTINCT id_number FROM roster_row WHERE name = ? AND id_number IS NOT NULL');
    return (statement.all(name) as unknown as readonly [string][]).map(([idNumber]) => idNumber);
  }

  /** All whom the file names by a number that can be trusted, in the order of their numbers. */
  *people(): Generator<PersonRows, undefined> {
    // The index gives the order: to sort all rows of a county would hold up everybody. A statement of its own: it may be asked for twice at once.
    const statement = this.database.prepare(
      'SELECT line, id_number, notes, facts FROM roster_row INDEXED BY roster_row_person WHERE id_number IS NOT NULL ORDER BY id_number, line',
    );
    statement.setReturnArrays(true);
    let person: { idNumber: string; rows: RosterRow[] } | undefined;
    for (const stored of statement.iterate() as IterableIterator<unknown>) {
      const row = this.trusted(...(stored as StoredPerson));
      if (person?.idNumber === row.idNumber) {
        person.rows.push(row);
        continue;
      }
      if (person !== undefined) yield person;
      person = { idNumber: row.idNumber, rows: [row] };
    }
    if (person !== undefined) yield person;
    return undefined;
  }

  private rows(sql: string, ...parameters: readonly SQLInputValue[]): readonly RosterRow[] {
    return (this.statement(sql).all(...parameters) as unknown as readonly Stored[]).map((stored) => this.toRow(stored));
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const made = this.database.prepare(sql);
    made.setReturnArrays(true);
    this.statements.set(sql, made);
    return made;
  }

  private toRow([line, written, distrust, notes, facts]: Stored): RosterRow {
    const row = this.trusted(line, written, notes, facts);
    return distrust === null ? row : { ...row, distrust: distrust as NonNullable<RosterRow['distrust']> };
  }

  private trusted(line: number, idNumber: string, notes: string, facts: string): RosterRow {
    return {
      file: this.sha256,
      line,
      department: this.file.department,
      idNumber,
      notes: notes === '' ? NO_NOTES : notes.split(' '),
      facts: JSON.parse(facts) as Facts,
    };
  }
}
