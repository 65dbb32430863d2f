import type { Language } from '#kernel';
import type { ListedStudent } from '#records';
import { alignedRow } from '../table.js';
import { called, calledIn } from './vocabulary.js';

const WIDTHS = [46, 10, 18, 12, 12, 10, 10];

/** A student in a list, one line. */
export function studentText(student: ListedStudent, language: Language): string {
  const { recordId, name, idNumber, village, school, stage, status, categories } = student;
  const cycle = recordId.slice(-9);
  const cells = [
    recordId,
    name ?? '–',
    idNumber ?? '–',
    village ?? '–',
    school ?? '–',
    stage === null ? '–' : calledIn(stage, cycle, language),
    called(status, language),
    categories.map((code) => calledIn(code, cycle, language)).join('、'),
  ];
  return alignedRow(cells, WIDTHS);
}
