import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DirectoryReader } from '#directory';
import type { Language } from '#kernel';
import { DIRECTORY_READER } from '#platform';
import { ListStudents, studentsOf, type StudentPage, type StudentQuestion } from '#records';
import { UnitCounts, type UnitCountsAnswer, type UnitCountsQuestion } from '../unit-counts.js';
import { checkedFormat, exportFile, type ExportFile } from './export-file.js';
import { studentTable } from './student-table.js';
import { unitTable } from './unit-table.js';

/** How a file is wanted. */
export interface ExportOptions {
  /** `xlsx` or `csv`. */
  readonly format: string;
  readonly language: Language;
}

/** Views and lists as files, for the command line and over HTTP alike. Personal numbers are masked unless the question asks for them. */
@Injectable()
export class Exports {
  constructor(
    private readonly queries: QueryBus,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
  ) {}

  /**
   * A whole list of students, read page by page as the file is read.
   * @throws Refusal as {@link ListStudents}, before any byte; `invalid`/`unknown-format`
   */
  async students(question: Omit<StudentQuestion, 'cursor' | 'limit'>, { format, language }: ExportOptions): Promise<ExportFile> {
    const checked = checkedFormat(format);
    // Everything that can be refused is refused now, not in the middle of a file; and all pages are of one moment.
    const { asOf }: StudentPage = await this.queries.execute(new ListStudents({ ...question, limit: 1 }));
    const pinned = question.search === undefined ? { ...question, asOf: asOf.position } : question;
    const table = studentTable(studentsOf(this.queries, pinned), await this.directory.current({ orAsKnown: true }), language);
    return exportFile(checked, `students-${asOf.position}`, table);
  }

  /**
   * The counts of a unit.
   * @throws Refusal as {@link UnitCounts}; `invalid`/`unknown-format`
   */
  async unit(question: UnitCountsQuestion, { format, language }: ExportOptions): Promise<ExportFile> {
    const checked = checkedFormat(format);
    const answer: UnitCountsAnswer = await this.queries.execute(new UnitCounts(question));
    return exportFile(checked, `${answer.unit.level}-${answer.unit.code}-${answer.cycle}`, unitTable(answer, language));
  }
}
