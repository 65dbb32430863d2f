import { hasReadable, isErrorValue, isPlainText, isTypeable, normaliseName, normaliseNumber, normaliseText } from '#kernel';
import {
  birthDateOf,
  idNumberProblem,
  isStudentNumber,
  normaliseCertificate,
  normaliseIdNumber,
  normaliseStudentNumber,
} from '#student-aid';
import { codeOf, type DepartmentMapping, type Reading } from '../model/mapping.js';
import { dayIn } from './dates.js';
import { BROKEN } from './encoding.js';
import { textOfCell, type Cell } from './table.js';

/** A value that was read of a cell, or why none could be; nothing at all for an empty cell. */
export type CellReading =
  { readonly value: string | number | boolean; readonly notes: readonly string[] } | { readonly problem: string } | undefined;

/** Readings that give one fact from one cell. ID numbers of the person are read with their row. */
export type PlainReading = Exclude<Reading, 'id-number' | 'id-in-certificate'>;

/** A mobile number, or a fixed line with its area code. */
const PHONE = /^(1[3-9]\d{9}|0\d{9,11})$/;
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
/** How many grades lie before the first one of a stage, and how many it has. */
const STAGES: Readonly<Record<string, { readonly before: number; readonly grades: number }>> = {
  小: { before: 0, grades: 6 },
  初: { before: 6, grades: 3 },
  高: { before: 9, grades: 3 },
  职: { before: 9, grades: 3 },
};
/** Characters that a record takes of a value; what is longer is no such value. */
const LONGEST: Readonly<Partial<Record<Reading, number>>> = { name: 50, text: 200, identifier: 40, certificate: 40 };
/** What stands for a lost character or for an object. */
const DAMAGED = new RegExp(`[\ufffc${BROKEN}]`, 'u');
/** Digits that a spreadsheet keeps of a number. */
const KEPT_DIGITS = 15;
/** How a value begins that a spreadsheet shows where there is none. */
const ERROR_BEGINS = /[#＃]|err/i;

/** Reads one cell. Words that the mapping does not know are a problem, never a guess. */
export function readCell(cell: Cell | undefined, reading: PlainReading, mapping: DepartmentMapping): CellReading {
  const lost = isTruth(cell) && reading === 'yes-no' ? undefined : lostValue(cell);
  if (lost !== undefined) return { problem: lost };
  const written = NORMALISED[reading]?.(textOfCell(cell)) ?? normaliseText(textOfCell(cell));
  // Nearly all cells are plain, and there are a county's.
  if (!isPlainText(written.text)) {
    if (!hasReadable(written.text)) return undefined;
    if (!isTypeable(written.text)) return { problem: 'broken-characters' };
  }
  if (written.text.length > (LONGEST[reading] ?? Number.POSITIVE_INFINITY)) return { problem: 'cell-too-long' };
  const read = valueOf(cell, written.text, reading, mapping);
  return read === undefined || 'problem' in read ? read : { value: read.value, notes: written.notes };
}

/** Why there is no value in a cell in which something stands; undefined for any other cell. */
export function lostValue(cell: Cell | undefined): string | undefined {
  if (cell === undefined) return undefined;
  if (typeof cell !== 'string') return 'lost' in cell ? cell.lost : isTruth(cell) ? 'boolean-cell' : undefined;
  if (DAMAGED.test(cell)) return 'broken-characters';
  return ERROR_BEGINS.test(cell) && isErrorValue(normaliseText(cell).text) ? 'error-value' : undefined;
}

/** A word of its own where yes or no is asked, and nothing anywhere else. */
function isTruth(cell: Cell | undefined): boolean {
  return typeof cell === 'object' && 'truth' in cell;
}

/** Whether a cell that should hold a number of many digits has lost some: as a number it keeps fifteen, and a long one is written with E. */
export function hasLostDigits(cell: Cell | undefined): boolean {
  const text = textOfCell(cell);
  if (typeof cell === 'string') return /^\d(\.\d+)?E\+?\d+$/i.test(normaliseNumber(text).text);
  return cell !== undefined && (!/^\d+$/.test(text) || text.length > KEPT_DIGITS);
}

type Normalise = (text: string) => { readonly text: string; readonly notes: readonly string[] };

const NORMALISED: Readonly<Partial<Record<Reading, Normalise>>> = {
  name: normaliseName,
  identifier: normaliseNumber,
  'student-number': normaliseStudentNumber,
  certificate: normaliseCertificate,
  phone: normaliseNumber,
};

type Value = { readonly value: string | number | boolean } | { readonly problem: string } | undefined;

function valueOf(cell: Cell | undefined, text: string, reading: PlainReading, mapping: DepartmentMapping): Value {
  switch (reading) {
    case 'text':
    case 'name':
      return { value: text };
    case 'identifier':
    case 'certificate':
      return hasLostDigits(cell) ? { problem: 'number-cell' } : { value: text };
    case 'student-number':
      return known(isStudentNumber(text) ? text : undefined, hasLostDigits(cell) ? 'number-cell' : 'wrong-student-number');
    case 'other-id-number':
      return typeof cell === 'string' && !hasLostDigits(cell) ? otherIdNumber(text) : { problem: 'number-cell' };
    case 'phone':
      return known(PHONE.exec(text.replaceAll('-', ''))?.[0], 'bad-phone');
    case 'date':
      return known(dayIn(text), 'not-a-date');
    case 'yes-no':
      return yesOrNo(word(mapping, reading, text));
    case 'grade':
      return gradeOf(text);
    case 'sex':
    case 'stage':
    case 'category':
      return known(word(mapping, reading, text), 'unknown-value');
    case 'support-state':
      return supportState(word(mapping, reading, text));
    case 'attendance':
      return word(mapping, reading, text) === 'no-student' ? { value: true } : undefined;
    case 'code-and-place':
      return known(/^(\d{6})(?!\d)/.exec(text)?.[1], 'unknown-value');
    case 'region-code':
      return known(/^\d{6}(\d{6})?$/.test(text) ? text.slice(0, 6) : undefined, 'unknown-value');
  }
}

function known(value: string | boolean | undefined, problem: string): Value {
  return value === undefined ? { problem } : { value };
}

/** The national roll writes a code before its words: 2-住校. */
function word(mapping: DepartmentMapping, reading: Reading, text: string): string | undefined {
  return codeOf(mapping, reading, text) ?? codeOf(mapping, reading, text.replace(/^\d{1,2}-/, ''));
}

function yesOrNo(code: string | undefined): Value {
  return known(code === undefined ? undefined : code === 'true', 'unknown-value');
}

/** Only a word that says so ends support: it is not taken away by one that nobody knows. */
function supportState(code: string | undefined): Value {
  if (code === undefined) return { problem: 'unknown-value' };
  return code === 'ended' ? { value: true } : undefined;
}

/** Somebody else's number: a broken one is left out, nobody's record hangs on it. */
function otherIdNumber(text: string): Value {
  const { idNumber } = normaliseIdNumber(text);
  return known(idNumberProblem(idNumber) === undefined && birthDateOf(idNumber) !== undefined ? idNumber : undefined, 'bad-id-number');
}

/** 一年级, 七年级, 初一, 高二, 3: which grade it is through all stages depends on the stage, so that is added by the row. */
function gradeOf(text: string): Value {
  if (/^(大|中|小|托)班$/.test(text)) return undefined;
  const ofStage = /^(?:普通|中)?(小|初|高|职)(?:中|学)?([一二三四五六])(?:年级)?$/.exec(text);
  if (ofStage !== null) return withinStage(ofStage[1] ?? '', NUMERALS.indexOf(ofStage[2] ?? '') + 1);
  const numeral = /^([一二三四五六七八九])年级?$/.exec(text)?.[1];
  if (numeral !== undefined) return { value: NUMERALS.indexOf(numeral) + 1 };
  const digits = /^(\d{1,2})(?:年级)?$/.exec(text)?.[1];
  const grade = Number(digits);
  return digits !== undefined && grade >= 1 && grade <= 12 ? { value: grade } : { problem: 'unknown-value' };
}

function withinStage(stage: string, grade: number): Value {
  const { before = 0, grades = 0 } = STAGES[stage] ?? {};
  return grade <= grades ? { value: before + grade } : { problem: 'unknown-value' };
}
