import { normaliseName, normaliseNumber, normaliseText, type Json } from '#kernel';
import { normaliseCertificate, normaliseStudentNumber } from './numbers/normalise-code.js';
import { normaliseIdNumber } from './numbers/normalise-id-number.js';

type Normalise = (written: string) => string;

const name: Normalise = (written) => normaliseName(written).text;
const number: Normalise = (written) => normaliseNumber(written).text;
const idNumber: Normalise = (written) => normaliseIdNumber(written).idNumber;

/** Fields that are no plain texts. */
const OF_FIELD: Readonly<Record<string, Normalise>> = {
  name,
  headName: name,
  guardian: name,
  payeeName: name,
  idNumber,
  headIdNumber: idNumber,
  payeeIdNumber: idNumber,
  region: number,
  householdNumber: number,
  // Rosters write area codes without a hyphen.
  guardianPhone: (written) => number(written).replaceAll('-', ''),
  cardNumber: number,
  studentNumber: (written) => normaliseStudentNumber(written).text,
  certificateNumbers: (written) => normaliseCertificate(written).text,
};

/** A value of a field as rosters write it, so that what people type is equal to it. What is no text, and no list of texts, stays as it is. */
export function normalise(field: string, value: Json): Json {
  if (typeof value === 'string') return textOf(field, value);
  return isList(value) ? value.map((item) => (typeof item === 'string' ? textOf(field, item) : item)) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function textOf(field: string, written: string): string {
  const own = Object.hasOwn(OF_FIELD, field) ? OF_FIELD[field] : undefined;
  return own === undefined ? normaliseText(written).text : own(written);
}
