import type { FieldError } from '#kernel';
import type { Region, School } from '../model.js';
import type { FileName } from './directory-files.js';

/** A person and their appointment as a row of the staff file says. */
export interface StaffRow {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  readonly line: string;
  /** May be empty: not stated. */
  readonly phone: string;
}

/** What the files say, once every row has been found good. */
export interface Checked {
  readonly regions: readonly Region[];
  readonly schools: readonly School[];
  readonly staff: readonly StaffRow[];
}

/** Notes what is wrong with a row of one file. */
export type Note = (line: number, column: string, code: string | undefined, params?: FieldError['params']) => void;

/** A note-taker for one file; without a code there is nothing to note. */
export function notesOf(file: FileName, errors: FieldError[]): Note {
  return (line, column, code, params) => {
    if (code !== undefined) errors.push({ pointer: `/${file}/${line}/${column}`, code, ...(params && { params }) });
  };
}
