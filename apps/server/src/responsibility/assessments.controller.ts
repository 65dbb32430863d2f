import { Controller, Get, Header, Inject, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Catalogue, Language } from '#kernel';
import { assessmentTable, GetAssessment, noticeOf, PublishAssessment, type AssessmentAnswer, type PublishedAnswer } from '#responsibility';
import { checkedFormat, exportFile } from '#statistics';
import { file, streamed } from '../exports/file-answer.js';
import { AskedBy, By, type Acting } from '../http/acting.js';
import { CATALOGUE } from '../http/catalogue.js';
import { In } from '../http/language.js';
import { AsOfQuery, readQuery } from '../http/queries.js';
import { Operation } from '../openapi/operation.js';
import { assessmentAnswer, notice, publishedAnswer } from './responsibility-answers.js';
import { assessmentExample, noticeExample, publishedExample } from './responsibility-examples.js';
import { AssessmentFileQuery, AssessmentQuery } from './responsibility-queries.js';

const SEEN_BY = 'What was published is for everybody, a draft for officers, approvers and auditors of the county.';
const REFUSALS = { 403: 'not-supervisor', 404: 'no-assessment', 422: 'wrong-month' };

/** Monthly assessments (考核评价). */
@Controller('api/assessments')
export class AssessmentsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Get(':month')
  @Operation({
    summary: '考核评价 The assessment of a month, such as 2020-09: as it was published, or its draft',
    description: `${SEEN_BY} With \`check=true\` a published month is worked out anew, and \`agrees\` says whether it is the same to the last byte.`,
    needs: 'nobody',
    reads: true,
    query: AssessmentQuery,
    answer: { schema: assessmentAnswer, example: assessmentExample },
    refusals: REFUSALS,
  })
  getAssessment(@Param('month') month: string, @Query() query: unknown, @AskedBy() userId: string | undefined): Promise<AssessmentAnswer> {
    const { asOf, check = false } = readQuery(AssessmentQuery, query);
    return this.assessment(month, asOf, userId, check);
  }

  @Get(':month/notice')
  @Header('content-type', 'text/html; charset=utf-8')
  @Operation({
    summary: '通报 The notice of a month, as a page to be printed',
    description: SEEN_BY,
    needs: 'nobody',
    reads: true,
    query: AsOfQuery,
    answer: { schema: notice, example: noticeExample, mediaTypes: ['text/html'] },
    refusals: REFUSALS,
  })
  async getAssessmentNotice(
    @Param('month') month: string,
    @Query() query: unknown,
    @AskedBy() userId: string | undefined,
    @In() language: Language,
  ): Promise<string> {
    const { assessment, county, published } = await this.assessment(month, readQuery(AsOfQuery, query).asOf, userId);
    return noticeOf({ assessment, county, published, restatements: published?.restatements }, this.catalogue, language);
  }

  @Get(':month/export')
  @Operation({
    summary: '导出考核评价 The assessment of a month as a file, one row a unit',
    description: SEEN_BY,
    needs: 'nobody',
    reads: true,
    query: AssessmentFileQuery,
    answer: file,
    refusals: REFUSALS,
  })
  async exportAssessment(
    @Param('month') month: string,
    @Query() query: unknown,
    @AskedBy() userId: string | undefined,
    @In() language: Language,
  ): Promise<StreamableFile> {
    const { asOf, format } = readQuery(AssessmentFileQuery, query);
    const { assessment } = await this.assessment(month, asOf, userId);
    const { header, rows } = assessmentTable(assessment, this.catalogue, language);
    return streamed(exportFile(checkedFormat(format), `assessment-${month}`, { name: month, columns: header, rows }));
  }

  @Post(':month/publication')
  @Operation({
    summary: '发布 Publish the assessment of a month that is over: it never changes afterwards',
    needs: 'command',
    status: 201,
    answer: { schema: publishedAnswer, example: publishedExample },
    location: ({ month }: PublishedAnswer) => `/api/assessments/${month}`,
    refusals: { ...REFUSALS, 403: 'not-publisher', 409: 'already-published' },
  })
  publishAssessment(@Param('month') month: string, @By() acting: Acting): Promise<PublishedAnswer> {
    return this.commands.execute(new PublishAssessment(month, acting));
  }

  private assessment(month: string, asOf: string | undefined, userId: string | undefined, check = false): Promise<AssessmentAnswer> {
    const asker = { userId, anonymous: userId === undefined };
    return this.queries.execute(new GetAssessment({ month, asOf, unchecked: !check, asker }));
  }
}
