import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Catalogue, Language } from '#kernel';
import {
  GetHistory,
  GetInbox,
  GetRecord,
  GetRecordChanges,
  ListStudents,
  readBody,
  type History,
  type InboxPage,
  type RecordChanges,
  type ShownRecord,
  type StudentPage,
} from '#records';
import { AskedBy, Person } from '../http/acting.js';
import { CATALOGUE } from '../http/catalogue.js';
import { In } from '../http/language.js';
import { AsOfQuery, PageQuery, readQuery } from '../http/queries.js';
import { Operation } from '../openapi/operation.js';
import { history, inboxPage, record, recordChanges, studentPage, type ToldRecord } from './record-answers.js';
import { changesExample, historyExample, inboxExample, recordExample, studentsExample } from './record-examples.js';
import { ChangesQuery, SearchBody, StudentsQuery } from './record-queries.js';
import { toldRecord } from './told-record.js';

/** Records as they are, or were. Nothing here appends anything. */
@Controller('api/records')
export class RecordsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Get()
  @Operation({
    summary: '学生名单 The list behind the counts, page by page, as of any moment',
    description: 'All pages show the list as it was when the first was asked for.',
    needs: 'nobody',
    reads: true,
    query: StudentsQuery,
    answer: { schema: studentPage, example: studentsExample },
    refusals: { 404: 'unknown-unit' },
  })
  listRecords(@Query() query: unknown): Promise<StudentPage> {
    return this.queries.execute(new ListStudents(readQuery(StudentsQuery, query)));
  }

  @Post('search')
  @Operation({
    summary: '查找 Find students by name, pinyin, initials or ID number, as they are now',
    description: 'A body, because names and numbers stand in no address.',
    needs: 'nobody',
    body: { type: SearchBody, example: { search: '张小', township: '430482101' } },
    answer: { schema: studentPage, example: studentsExample },
    refusals: { 404: 'unknown-unit' },
  })
  searchRecords(@Body() body: unknown): Promise<StudentPage> {
    return this.queries.execute(new ListStudents(readBody(SearchBody, body)));
  }

  @Get(':id')
  @Operation({
    summary: '档案 A record, as it is or was at a moment',
    description:
      '`actions` says what the asking person may do now, and why not what they may not. Its ETag is what commands take as If-Match.',
    needs: 'nobody',
    reads: true,
    query: AsOfQuery,
    answer: { schema: record, example: recordExample },
    etag: true,
  })
  async getRecord(
    @Param('id') recordId: string,
    @Query() query: unknown,
    @AskedBy() userId: string | undefined,
    @In() language: Language,
  ): Promise<ToldRecord> {
    const { asOf } = readQuery(AsOfQuery, query);
    const shown: ShownRecord = await this.queries.execute(new GetRecord({ recordId, asOf, userId, anonymous: userId === undefined }));
    return toldRecord(shown, this.catalogue, language);
  }

  @Get(':id/history')
  @Operation({
    summary: '经过 Every step of a record: who did what, as whom, and what it changed',
    needs: 'nobody',
    reads: true,
    query: AsOfQuery,
    answer: { schema: history, example: historyExample },
  })
  getRecordHistory(@Param('id') recordId: string, @Query() query: unknown, @AskedBy() userId: string | undefined): Promise<History> {
    const { asOf } = readQuery(AsOfQuery, query);
    return this.queries.execute(new GetHistory({ recordId, asOf, userId, anonymous: userId === undefined }));
  }

  @Get(':id/changes')
  @Operation({
    summary: '变动 What changed between two moments, field by field, and who changed it',
    needs: 'nobody',
    reads: true,
    query: ChangesQuery,
    answer: { schema: recordChanges, example: changesExample },
  })
  getRecordChanges(@Param('id') recordId: string, @Query() query: unknown): Promise<RecordChanges> {
    return this.queries.execute(new GetRecordChanges({ recordId, ...readQuery(ChangesQuery, query) }));
  }
}

/** What waits for the acting person. */
@Controller('api/inbox')
export class InboxController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Operation({
    summary: '待办 What waits for me, of each kind with a total',
    description:
      'Levels to sign, lines returned to me, errors and findings to decide, transfers to accept, appeals, corrections, and records drawn for spot checks that have had none. What is overdue comes first, then what has no deadline, the oldest first, then what is due next.',
    needs: 'person',
    reads: true,
    query: PageQuery,
    answer: { schema: inboxPage, example: inboxExample },
    refusals: { 404: 'unknown-person' },
  })
  getInbox(@Query() query: unknown, @Person() userId: string): Promise<InboxPage> {
    return this.queries.execute(new GetInbox({ userId, ...readQuery(PageQuery, query) }));
  }
}
