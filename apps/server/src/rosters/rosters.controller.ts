import { Readable } from 'node:stream';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Day, Line, LONGEST_ID, problemOf, Refusal, Written, type Catalogue, type Language } from '#kernel';
import { OpenableCycles, readBody } from '#records';
import {
  ChangeMapping,
  ChangeMappingBody,
  checkedDay,
  DecideFinding,
  DecideFindingBody,
  DEPARTMENTS,
  FINDING_KINDS,
  VISIT_DIFFERS,
  ListFindings,
  ShowMapping,
  type Department,
  type FindingAnswer,
  type FindingPage,
  type MappingAnswer,
  type ShownMapping,
} from '#rosters';
import { csvOf } from '#statistics';
import { AskedBy, By, type Acting } from '../http/acting.js';
import { CATALOGUE } from '../http/catalogue.js';
import { In } from '../http/language.js';
import { Flag, PageQuery, readQuery, ReadQuery } from '../http/queries.js';
import { named, text } from '../openapi/answers.js';
import { Described } from '../openapi/described.js';
import { CYCLE, RECORD_ID } from '../openapi/examples.js';
import { Operation } from '../openapi/operation.js';
import { ImportDoor } from './import-door.js';
import type { AskedImport } from './import-job.js';
import { ImportJobs, type StandingJob } from './import-jobs.js';
import { findingAnswer, findingPage, mappingAnswer, shownMapping, toldImport, type ToldImport } from './roster-answers.js';
import {
  findingAnswerExample,
  findingsExample,
  importExample,
  mappingAnswerExample,
  mappingDocument,
  mappingExample,
  unreadExample,
} from './roster-examples.js';
import { IMPORTS_A_PERSON } from './open-imports.js';
import { arrivingPart, fileName, ROSTER_MEDIA_TYPES, UPLOAD_HEADERS } from './upload.js';

const IMPORT_ID = /^[0-9a-f-]{36}$/;

class ImportQuery extends ReadQuery {
  @Line(9) @Described('school year', CYCLE) cycle: string;
  /** The file's name, as findings will show it: see {@link fileName}. */
  @Written(/^(?!\.)[^/\\\x00-\x1f\x7f]{1,120}$/, 'file-name')
  @Described('the name of the file, as findings will show it', '民政局_社会救助对象.csv')
  name: string;
  /** Absent: whatever the header says. */
  @IsOptional() @IsIn(DEPARTMENTS) @Described('whose roster it is; absent: as its header says', 'civil-affairs') department?: Department;
  /** The day that it speaks of; absent: its title row's, else today. */
  @IsOptional() @Day() @Described('the day that it speaks of; absent: the one in its title row, else today', '2020-09-01') date?: string;
  /** `false` for all but the last of several files: they are compared once, when all are in. */
  @IsOptional()
  @Flag()
  @Described('`false` for all but the last of several files: they are compared once, when all are in', true)
  reconcile?: boolean;
}

class FindingsQuery extends PageQuery {
  @IsOptional() @Line(9) @Described('school year; absent: all', CYCLE) cycle?: string;
  @IsOptional() @IsIn([...FINDING_KINDS, VISIT_DIFFERS]) @Described('kind of finding; absent: all', 'bad-checksum') kind?: string;
  @IsOptional() @Line(LONGEST_ID) @Described('only findings about this record', RECORD_ID) recordId?: string;
  @IsOptional()
  @IsIn(['open', 'accepted', 'rejected', 'closed'])
  @Described('how it stands; absent: all but closed ones', 'open')
  status?: string;
}

/** Departments' rosters in, and what people must decide about them. */
@Controller('api')
export class RostersController {
  constructor(
    private readonly jobs: ImportJobs,
    private readonly door: ImportDoor,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly cycles: OpenableCycles,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Post('imports')
  @Operation({
    summary: '导入名册 Hand over a roster',
    description:
      'The body is the file, as any type of a file or none: its bytes say what it is. Only forms and JSON are not taken. It may come in parts with one Idempotency-Key: `Upload-Offset` says where a part begins (default 0), `Upload-Complete: ?0` that more follow; ' +
      '`received` of the import says where to go on. Once it is whole the import runs in the background: ask for it by its id. The same file again changes nothing. ' +
      'The same key with the same import answers as the first stands or has ended; with another file or question, or after any other command, it is refused. ' +
      `One person has at most ${IMPORTS_A_PERSON} imports at a time that arrive, wait or run; one more is refused (429) until one of them has ended. Of files whose rest ` +
      'nobody has sent, as many are kept as there is room for within that number, and for a day if the server is started anew: then such an import begins again from offset 0.',
    needs: 'command',
    status: 202,
    query: ImportQuery,
    upload: { mediaTypes: ROSTER_MEDIA_TYPES },
    headers: UPLOAD_HEADERS,
    answer: { schema: toldImport, example: { ...importExample, state: 'running', received: 48_211, answer: undefined } },
    location: ({ importId }: ToldImport) => `/api/imports/${importId}`,
    refusals: { 403: 'not-its-officer', 409: 'wrong-offset', 413: 'roster-too-large', 415: 'wrong-media-type', 429: 'too-many-imports' },
  })
  async importRoster(
    @Req() request: FastifyRequest,
    @Query() query: unknown,
    @By() acting: Acting,
    @In() language: Language,
  ): Promise<ToldImport> {
    const { cycle, name, department, date, reconcile = true } = readQuery(ImportQuery, query);
    const asked: AskedImport = {
      importId: acting.commandId,
      userId: acting.userId,
      name: fileName(name),
      cycle: this.cycles.checked(cycle),
      ...(department !== undefined && { department }),
      ...(date !== undefined && { date: checkedDay(date) }),
      reconcile,
    };
    const standing = await this.jobs.receive(asked, arrivingPart(request), () => this.door.admit(asked, acting));
    return this.told(standing, language);
  }

  @Get('imports/:id')
  @Operation({
    summary: '导入进度 How an import stands',
    needs: 'nobody',
    answer: { schema: toldImport, example: importExample },
    refusals: { 404: 'unknown-import' },
  })
  async getImport(@Param('id') importId: string, @In() language: Language): Promise<ToldImport> {
    if (!IMPORT_ID.test(importId)) throw new Refusal('not-found', 'unknown-import');
    return this.told(await this.jobs.get(importId), language);
  }

  @Get('imports/:id/unread')
  @Operation({
    summary: '未读行 What of an import could not be read, to send back to the department',
    description: 'CSV: file, line, column, value, reason. Numbers of people are masked; line and column say where they stand.',
    needs: 'nobody',
    answer: { schema: named('UnreadRows', text), example: unreadExample, mediaTypes: ['text/csv'] },
    refusals: { 404: 'unknown-import', 409: 'import-not-done' },
  })
  async getUnreadRows(@Param('id') importId: string, @In() language: Language): Promise<StreamableFile> {
    if (!IMPORT_ID.test(importId)) throw new Refusal('not-found', 'unknown-import');
    const bytes = csvOf(await this.jobs.unreadRows(importId, language));
    const options = { type: 'text/csv; charset=utf-8', disposition: `attachment; filename="unread-${importId}.csv"` };
    return new StreamableFile(Readable.from(bytes, { objectMode: false }), options);
  }

  @Get('roster-mapping')
  @Operation({
    summary: '列名和用词 How departments name their columns and categories, and who has changed that when',
    needs: 'nobody',
    answer: { schema: shownMapping, example: mappingExample },
  })
  getRosterMapping(): Promise<ShownMapping> {
    return this.queries.execute(new ShowMapping());
  }

  @Post('roster-mapping')
  @Operation({
    summary: "更新列名和用词 Add the county's own names of columns and words for categories",
    description:
      'A YAML document: by department `columns` (fact: further names of the column) and `words` (reading: word: code). It takes the place of the one before, and only adds to what the ' +
      'program knows. Rosters are read under it from now on; what was imported before stays as it was read. Each mistake is answered with its line and column.',
    needs: 'command',
    body: { type: ChangeMappingBody, example: { content: mappingDocument } },
    answer: { schema: mappingAnswer, example: mappingAnswerExample },
    refusals: { 403: 'administrator-only', 412: 'mapping-changed' },
  })
  changeRosterMapping(@Body() body: unknown, @By() acting: Acting): Promise<MappingAnswer> {
    return this.commands.execute(new ChangeMapping(readBody(ChangeMappingBody, body), acting));
  }

  @Get('findings')
  @Operation({
    summary: '疑点 What people must decide about rosters, and about what visits found otherwise',
    description:
      'All but the closed ones, whose cause has gone, unless a status is asked for. What visits found otherwise (`visit-differs`) is listed for a named person; a helper sees it of records that they have visited.',
    needs: 'nobody',
    reads: true,
    query: FindingsQuery,
    answer: { schema: findingPage, example: findingsExample },
  })
  listFindings(@Query() query: unknown, @AskedBy() userId: string | undefined): Promise<FindingPage> {
    const question = readQuery(FindingsQuery, query);
    return this.queries.execute(new ListFindings({ ...question, userId, anonymous: userId === undefined }));
  }

  @Post('findings/:id/decision')
  @Operation({
    summary: '处理疑点 Decide a finding: accept one of its proposals by number, or reject them',
    needs: 'command',
    body: { type: DecideFindingBody, example: { accept: 1, reason: '已与户口簿核对' } },
    answer: { schema: findingAnswer, example: findingAnswerExample },
    refusals: { 403: 'not-its-decider', 404: 'unknown-finding', 409: 'finding-decided', 412: 'finding-changed' },
  })
  decideFinding(@Param('id') findingId: string, @Body() body: unknown, @By() acting: Acting): Promise<FindingAnswer> {
    return this.commands.execute(new DecideFinding(findingId, readBody(DecideFindingBody, body), acting));
  }

  private told({ job, received, progress }: StandingJob, language: Language): ToldImport {
    const { importId, name, cycle, state, answer, refusal } = job;
    return {
      importId,
      name,
      cycle,
      state,
      received,
      ...(progress && { progress }),
      ...(answer && { answer }),
      ...(refusal && { problem: problemOf(new Refusal(refusal.kind, refusal.code, { params: refusal.params }), this.catalogue, language) }),
    };
  }
}
