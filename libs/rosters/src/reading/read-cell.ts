import { birthDateOf, idNumberProblem, normaliseIdNumber } from '#student-aid';
import type { DepartmentMapping, Reading } from '../model/mapping.js';
import type { Cell } from './table.js';
import { textOfCell } from './table.js';
import { dayOf } from './title-date.js';

/** A value that was read of a cell, or why none could be; nothing at all for an empty cell. */
export type CellReading =
  { readonly value: string | number | boolean; readonly notes?: readonly string[] } | { readonly problem: string } | undefined;

/** Readings that give one fact from one cell. ID numbers of the person are read with their row. */
export type PlainReading = Exclude<Reading, 'id-number' | 'id-in-certificate'>;

/** A mobile number, or a fixed line with its area code. */
const PHONE = /^(1[3-9]\d{9}|0\d{9,11})$/;
const YES: Readonly<Record<string, boolean>> = { 是: true, 否: false, 寄宿: true, 走读: false, Y: true, N: false };
const SEXES: Readonly<Record<string, string>> = { 男: 'male', 女: 'female', 男性: 'male', 女性: 'female' };
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
/** How many grades lie before the first one of a stage. */
const BEFORE: Readonly<Record<string, number>> = { 小: 0, 初: 6, 高: 9, 职: 9 };

/** Reads one cell. Words that the mapping does not know are a problem, never a guess. */
export function readCell(cell: Cell | undefined, reading: PlainReading, mapping: DepartmentMapping): CellReading {
  const text = tidy(textOfCell(cell));
  if (text === '') return undefined;
  switch (reading) {
    case 'text':
      return { value: text };
    case 'name':
      return nameOf(text);
    case 'other-id-number':
      return typeof cell === 'string' ? otherIdNumber(text) : { problem: 'number-cell' };
    case 'phone':
      return known(PHONE.exec(text.replace(/[\s-]+/gu, ''))?.[0], 'bad-phone');
    case 'date':
      return known(dateOf(text), 'not-a-date');
    case 'sex':
      return known(SEXES[text], 'unknown-value');
    case 'yes-no':
      return known(YES[text], 'unknown-value');
    case 'grade':
      return gradeOf(text);
    case 'stage':
    case 'category':
      return known(mapping.words[reading]?.[text], 'unknown-value');
    case 'support-state':
      return mapping.words[reading]?.[text] === 'running' ? undefined : { value: true };
    case 'attendance':
      return mapping.words[reading]?.[text] === 'no-student' ? { value: true } : undefined;
    case 'code-and-place':
      return known(/^(\d{6})(?!\d)/.exec(text)?.[1], 'unknown-value');
    case 'region-code':
      return known(/^\d{6}(\d{6})?$/.test(text) ? text.slice(0, 6) : undefined, 'unknown-value');
  }
}

function known(value: string | boolean | undefined, problem: string): CellReading {
  return value === undefined ? { problem } : { value };
}

/** Half-width, and no more spaces than one. */
function tidy(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

/** A Chinese name is written without spaces (张 三); the dot in a name of several parts has one form. */
function nameOf(text: string): CellReading {
  const close = /\p{Script=Han}/u.test(text) ? text.replace(/\s+/gu, '') : text;
  return { value: close.replace(/[•・‧∙]/gu, '·'), ...(close !== text && { notes: ['spaces'] }) };
}

/** Somebody else's number: a broken one is left out, nobody's record hangs on it. */
function otherIdNumber(text: string): CellReading {
  const { idNumber } = normaliseIdNumber(text);
  return known(idNumberProblem(idNumber) === undefined && birthDateOf(idNumber) !== undefined ? idNumber : undefined, 'bad-id-number');
}

function dateOf(text: string): string | undefined {
  const [, year, month, day] =
    /^(\d{4})[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?(?: 00?:00(?::00)?)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  return year === undefined || month === undefined || day === undefined ? undefined : dayOf(year, month, day);
}

/** 一年级, 七年级, 初一, 高二, 3: which grade it is through all stages depends on the stage, so that is added by the row. */
function gradeOf(text: string): CellReading {
  if (/^(大|中|小|托)班$/.test(text)) return undefined;
  const ofStage = /^(?:普通|中)?(小|初|高|职)(?:中|学)?([一二三四五六])(?:年级)?$/.exec(text);
  if (ofStage !== null) return { value: (BEFORE[ofStage[1] ?? ''] ?? 0) + NUMERALS.indexOf(ofStage[2] ?? '') + 1 };
  const numeral = /^([一二三四五六七八九])年级?$/.exec(text)?.[1];
  if (numeral !== undefined) return { value: NUMERALS.indexOf(numeral) + 1 };
  const digits = /^(\d{1,2})(?:年级)?$/.exec(text)?.[1];
  const grade = Number(digits);
  return digits !== undefined && grade >= 1 && grade <= 12 ? { value: grade } : { problem: 'unknown-value' };
}
