import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import { Line, Refusal, type Language } from '#kernel';
import { Exports, type UnitLevel } from '#statistics';
import { In } from '../http/language.js';
import { AsOfQuery, readQuery } from '../http/queries.js';
import { Described } from '../openapi/described.js';
import { CYCLE } from '../openapi/examples.js';
import { Operation } from '../openapi/operation.js';
import { StudentsQuery } from '../records/record-queries.js';
import { file, FORMATS, streamed } from './file-answer.js';

/** The list's own filters, without pages: a file is whole. */
class StudentsExportQuery extends StudentsQuery {
  @IsIn(FORMATS) @Described('what the file is', 'csv') format: string;
}

class UnitExportQuery extends AsOfQuery {
  @IsIn(FORMATS) @Described('what the file is', 'csv') format: string;
  @IsOptional() @Line(9) @Described('school year; absent: the newest that has records', CYCLE) cycle?: string;
}

const LEVELS: Readonly<Record<string, UnitLevel>> = {
  counties: 'county',
  townships: 'township',
  villages: 'village',
  schools: 'school',
};

/** Views and lists as files, streamed as they are read; personal numbers are masked. */
@Controller('api/exports')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Get('students')
  @Operation({
    summary: '导出名单 A whole list of students as a file',
    needs: 'nobody',
    reads: true,
    query: StudentsExportQuery,
    answer: file,
    refusals: { 404: 'unknown-unit' },
  })
  async exportStudents(@Query() query: unknown, @In() language: Language): Promise<StreamableFile> {
    const { format, limit: _limit, cursor: _cursor, ...filter } = readQuery(StudentsExportQuery, query);
    return streamed(await this.exports.students(filter, { format, language }));
  }

  @Get(':units/:code')
  @Operation({
    summary: '导出统计 The counts of a unit as a file',
    description: '`units` is counties, townships, villages or schools.',
    needs: 'nobody',
    reads: true,
    query: UnitExportQuery,
    answer: file,
    refusals: { 404: 'unknown-unit' },
  })
  async exportUnit(
    @Param('units') units: string,
    @Param('code') code: string,
    @Query() query: unknown,
    @In() language: Language,
  ): Promise<StreamableFile> {
    const level = Object.hasOwn(LEVELS, units) ? LEVELS[units] : undefined;
    if (level === undefined) throw new Refusal('not-found', 'unknown-unit', { params: { allowed: Object.keys(LEVELS).join(', ') } });
    const { format, ...question } = readQuery(UnitExportQuery, query);
    return streamed(await this.exports.unit({ ...question, code, level }, { format, language }));
  }
}
