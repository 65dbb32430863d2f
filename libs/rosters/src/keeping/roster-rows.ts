import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { whenFree } from '#event-store';
import type { Department } from '../model/department.js';
import type { Facts, ReadProblem, RosterRow } from '../model/facts.js';

/** How many rows one transaction writes: bounds how long the event loop stands still. */
const BATCH = 250;
/** How many people are handed on between two turns of the event loop. */
const PEOPLE = 100;

/** Waits for another process, in milliseconds; transactions are short. */
const BUSY_TIMEOUT = 5_000;

/** What one file was found to be. */
export interface RowFile {
  readonly sha256: string;
  readonly department: Department;
  /** Rows below the header, without empty ones. */
  readonly rows: number;
  /** Of them, those that could not be read as a whole or in part. */
  readonly unread: number;
}

/** Everything that the files say about one person. */
export interface PersonRows {
  readonly idNumber: string;
  readonly rows: readonly RosterRow[];
}

/** Rows of one file with what could not be read of it, some at a time. */
export type RowSource = AsyncIterable<{ readonly rows: readonly Omit<RosterRow, 'file'>[]; readonly problems: readonly ReadProblem[] }>;

const SCHEMA_VERSION = 1;

/** Columns that rows are found by stand beside the rest, which is JSON. `id_number` is empty for numbers that cannot be trusted. */
const TABLES = `
CREATE TABLE IF NOT EXISTS roster_file (sha256 TEXT PRIMARY KEY, department TEXT NOT NULL, rows INTEGER NOT NULL, unread INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS roster_row (
  file TEXT NOT NULL, line INTEGER NOT NULL, department TEXT NOT NULL, id_number TEXT, written TEXT NOT NULL, distrust TEXT, name TEXT,
  notes TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (file, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS roster_row_person ON roster_row (id_number, file, line) WHERE id_number IS NOT NULL;
CREATE INDEX IF NOT EXISTS roster_row_name ON roster_row (name, id_number) WHERE id_number IS NOT NULL;
CREATE INDEX IF NOT EXISTS roster_row_distrusted ON roster_row (file, line) WHERE distrust IS NOT NULL;
CREATE TABLE IF NOT EXISTS roster_problem (
  file TEXT NOT NULL, line INTEGER NOT NULL, number INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (file, line, number)
) STRICT, WITHOUT ROWID;
`;

type Stored = readonly [
  file: string,
  line: number,
  department: string,
  written: string,
  distrust: string | null,
  notes: string,
  facts: string,
];
const COLUMNS = 'file, line, department, written, distrust, notes, facts';

/**
 * The rows of all kept files, read once and found by person. Derived: what is lost is read again from the kept files. A file counts as
 * read once its entry in `roster_file` stands, which is written last.
 */
export class RosterRows {
  private constructor(
    private readonly database: DatabaseSync,
    private readonly statements: Map<string, StatementSync>,
  ) {}

  /** Opens the file, or makes it (mode 0600). Of another version: it is made anew. */
  static open(file: string): RosterRows {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version !== SCHEMA_VERSION)
      database.exec('DROP TABLE IF EXISTS roster_file; DROP TABLE IF EXISTS roster_row; DROP TABLE IF EXISTS roster_problem;');
    database.exec(`${TABLES} PRAGMA user_version = ${SCHEMA_VERSION};`);
    return new RosterRows(database, new Map());
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  /** What a file was found to be; undefined if it has not been read in whole. */
  file(sha256: string): RowFile | undefined {
    return this.database.prepare('SELECT sha256, department, rows, unread FROM roster_file WHERE sha256 = ?').get(sha256) as
      RowFile | undefined;
  }

  /** Takes all rows of a file. What an interrupted run has left of it is written over. */
  async take(sha256: string, department: Department, source: RowSource, progress: (rows: number) => void): Promise<RowFile> {
    let rows = 0;
    const unread = new Set<number>();
    let waiting: { rows: Omit<RosterRow, 'file'>[]; problems: ReadProblem[] } = { rows: [], problems: [] };
    const write = async () => {
      const some = waiting;
      waiting = { rows: [], problems: [] };
      await this.transaction(() => this.insert(sha256, some.rows, some.problems));
      await nextTurn();
      progress(rows);
    };
    for await (const some of source) {
      for (const { line } of some.problems) unread.add(line);
      rows += some.rows.length + some.problems.filter(({ wholeRow }) => wholeRow).length;
      waiting.rows.push(...some.rows);
      waiting.problems.push(...some.problems);
      if (waiting.rows.length + waiting.problems.length >= BATCH) await write();
    }
    await write();
    const file = { sha256, department, rows, unread: unread.size };
    await this.transaction(() =>
      this.statement('INSERT OR REPLACE INTO roster_file (sha256, department, rows, unread) VALUES (?, ?, ?, ?)').run(
        sha256,
        department,
        rows,
        unread.size,
      ),
    );
    return file;
  }

  /** Forgets a file that turned out to be no roster. */
  async forget(sha256: string): Promise<void> {
    await this.transaction(() => {
      this.statement('DELETE FROM roster_file WHERE sha256 = ?').run(sha256);
      this.statement('DELETE FROM roster_row WHERE file = ?').run(sha256);
      this.statement('DELETE FROM roster_problem WHERE file = ?').run(sha256);
    });
  }

  /** What could not be read of a file, by line. */
  problems(sha256: string): readonly ReadProblem[] {
    const rows = this.database.prepare('SELECT problem FROM roster_problem WHERE file = ? ORDER BY line, number').all(sha256) as {
      problem: string;
    }[];
    return rows.map(({ problem }) => JSON.parse(problem) as ReadProblem);
  }

  /** Rows of files whose ID number cannot be trusted. */
  distrusted(files: readonly string[]): readonly RosterRow[] {
    return this.rows(
      `SELECT ${COLUMNS} FROM roster_row INDEXED BY roster_row_distrusted WHERE file IN (${marks(files)}) AND distrust IS NOT NULL ORDER BY file, line`,
      files,
    );
  }

  /** All people whom files name by a number that can be trusted, in the order of their numbers; the event loop has its turns meanwhile. */
  async *people(files: readonly string[]): AsyncGenerator<PersonRows> {
    if (files.length === 0) return;
    const statement = this.database.prepare(
      // The index gives the order: to sort all rows of a county would hold up everybody.
      `SELECT ${COLUMNS} FROM roster_row INDEXED BY roster_row_person WHERE id_number IS NOT NULL AND file IN (${marks(files)}) ORDER BY id_number, file, line`,
    );
    statement.setReturnArrays(true);
    let person: { idNumber: string; rows: RosterRow[] } | undefined;
    let count = 0;
    for (const stored of statement.iterate(...files) as IterableIterator<unknown>) {
      const row = toRow(stored as Stored);
      if (person?.idNumber === row.idNumber) {
        person.rows.push(row);
        continue;
      }
      if (person !== undefined) yield person;
      person = { idNumber: row.idNumber, rows: [row] };
      count += 1;
      if (count % PEOPLE === 0) await nextTurn();
    }
    if (person !== undefined) yield person;
  }

  /** What files say about one person. */
  person(idNumber: string, files: readonly string[]): PersonRows {
    const rows = this.rows(`SELECT ${COLUMNS} FROM roster_row WHERE id_number = ? AND file IN (${marks(files)}) ORDER BY file, line`, [
      idNumber,
      ...files,
    ]);
    return { idNumber, rows };
  }

  /** Numbers, each once, that can be trusted and under which files name somebody so. */
  numbersOf(name: string, files: readonly string[]): readonly string[] {
    const statement = this.database.prepare(
      `SELECT DISTINCT id_number FROM roster_row WHERE name = ? AND id_number IS NOT NULL AND file IN (${marks(files)}) ORDER BY id_number`,
    );
    return (statement.all(name, ...files) as { id_number: string }[]).map(({ id_number }) => id_number);
  }

  private rows(sql: string, parameters: readonly SQLInputValue[]): readonly RosterRow[] {
    const statement = this.database.prepare(sql);
    statement.setReturnArrays(true);
    return (statement.all(...parameters) as unknown as Stored[]).map(toRow);
  }

  private insert(file: string, rows: readonly Omit<RosterRow, 'file'>[], problems: readonly ReadProblem[]): void {
    const row = this.statement(
      'INSERT OR REPLACE INTO roster_row (file, line, department, id_number, written, distrust, name, notes, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { line, department, idNumber, distrust, notes, facts } of rows) {
      const trusted = distrust === undefined ? idNumber : null;
      row.run(file, line, department, trusted, idNumber, distrust ?? null, facts.name ?? null, notes.join(' '), JSON.stringify(facts));
    }
    const problem = this.statement('INSERT OR REPLACE INTO roster_problem (file, line, number, problem) VALUES (?, ?, ?, ?)');
    const numbers = new Map<number, number>();
    for (const one of problems) {
      const number = numbers.get(one.line) ?? 0;
      numbers.set(one.line, number + 1);
      problem.run(file, one.line, number, JSON.stringify(one));
    }
  }

  private async transaction(write: () => void): Promise<void> {
    await whenFree(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        write();
        this.database.exec('COMMIT');
      } catch (error) {
        if (this.database.isTransaction) this.database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const made = this.database.prepare(sql);
    this.statements.set(sql, made);
    return made;
  }
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

function toRow([file, line, department, written, distrust, notes, facts]: Stored): RosterRow {
  return {
    file,
    line,
    department: department as Department,
    idNumber: written,
    ...(distrust !== null && { distrust: distrust as NonNullable<RosterRow['distrust']> }),
    notes: notes === '' ? [] : notes.split(' '),
    facts: JSON.parse(facts) as Facts,
  };
}
