import { isStudentNumber } from '../numbers/student-number.js';
import { stages } from '../reference-data.js';
import { Flag, Holding, OneOf, Text, Whole } from './rules.js';

/** 学籍 */
export class EnrolmentValues {
  @Text(100) school?: string | null;
  @OneOf(stages.map(({ code }) => code)) stage?: string | null;
  @Whole(1, 12) grade?: number | null;
  @Text(20) class?: string | null;
  @Holding('wrong-student-number', isStudentNumber) studentNumber?: string | null;
  @Flag() boarding?: boolean | null;
}
