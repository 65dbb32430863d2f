import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IsIn, IsOptional } from 'class-validator';
import { Line, Month } from '#kernel';
import * as records from '#records';
import { AskedBy, By, Person, type Acting } from '../http/acting.js';
import { AsOfPageQuery, AsOfQuery, Flag, ReadQuery, readQuery } from '../http/queries.js';
import { Described } from '../openapi/described.js';
import { CYCLE, SCHOOL, VILLAGE } from '../openapi/examples.js';
import { Operation } from '../openapi/operation.js';
import * as answers from './visit-answers.js';
import * as examples from './visit-examples.js';

class AgreementQuery extends AsOfQuery {
  @Month() @Described('a month', '2020-10') month: string;
  /** A school or a village, one of them. */
  @IsOptional() @Line(20) @Described('code of a school', SCHOOL) school?: string;
  @IsOptional() @Line(20) @Described('code of a village', VILLAGE) village?: string;
}

class DisagreementsQuery extends AsOfPageQuery {
  @IsOptional() @Line(20) @Described('code of a school', SCHOOL) school?: string;
  @IsOptional() @Line(20) @Described('code of a village', VILLAGE) village?: string;
  /** Needed if neither school nor village is named. */
  @IsOptional() @Line(9) @Described('school year; needed if neither a school nor a village is named', CYCLE) cycle?: string;
  @IsOptional() @IsIn(['open', 'decided', 'signed', 'gone']) @Described('how it stands; absent: all', 'open') status?: string;
}

class SamplesQuery extends AsOfPageQuery {
  @Month() @Described('a month', '2020-10') month: string;
  @IsOptional() @Line(20) @Described('code of a village', VILLAGE) village?: string;
  /** Only villages in which the acting person holds an appointment. */
  @IsOptional() @Flag() @Described('only villages in which the acting person holds an appointment', true) mine?: boolean;
}

class ProofQuery extends ReadQuery {
  @Month() @Described('a month', '2020-10') month: string;
  @Line(20) @Described('code of a village', VILLAGE) village: string;
}

const UNKNOWN_UNIT = { 404: 'unknown-unit' };

/** How the three visits (三联访) agree, what they found otherwise, and whom the month's spot checks are to look at. */
@Controller('api')
export class VisitsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Get('records/:id/visits/agreement')
  @Operation({
    summary: '三联访比对 For every field, which of the three visits confirmed it, which differed and how',
    description: 'A helper does not see what the others found until their own visit is in: `null`.',
    needs: 'nobody',
    reads: true,
    query: AsOfQuery,
    answer: { schema: answers.visitAgreement, example: examples.visitAgreementExample },
  })
  getVisitAgreement(
    @Param('id') recordId: string,
    @Query() query: unknown,
    @AskedBy() userId: string | undefined,
  ): Promise<records.VisitAgreement> {
    const { asOf } = readQuery(AsOfQuery, query);
    return this.queries.execute(new records.GetVisitAgreement({ recordId, asOf, userId, anonymous: userId === undefined }));
  }

  @Get('visits/agreement')
  @Operation({
    summary: '三联访比对汇总 The same, summed over the records of a school or a village that were visited in a month',
    description: 'Of several visits of one kind the last one counts. A helper is shown the records that they have visited themselves.',
    needs: 'person',
    reads: true,
    query: AgreementQuery,
    answer: { schema: answers.agreementSummary, example: examples.agreementSummaryExample },
    refusals: UNKNOWN_UNIT,
  })
  summariseVisitAgreement(@Query() query: unknown, @Person() userId: string): Promise<records.AgreementSummary> {
    return this.queries.execute(new records.SummariseAgreement({ ...readQuery(AgreementQuery, query), userId }));
  }

  @Get('visits/disagreements')
  @Operation({
    summary: '走访所见不符 Values that a visit contradicted before anybody had signed them',
    description: 'Until its collectors have decided, the line cannot be submitted. A helper is shown the records that they have visited.',
    needs: 'person',
    reads: true,
    query: DisagreementsQuery,
    answer: { schema: answers.disagreementPage, example: examples.disagreementsExample },
    refusals: UNKNOWN_UNIT,
  })
  listDisagreements(@Query() query: unknown, @Person() userId: string): Promise<records.DisagreementPage> {
    return this.queries.execute(new records.ListDisagreements({ ...readQuery(DisagreementsQuery, query), userId }));
  }

  @Post('visits/samples')
  @Operation({
    summary: '抽取重点巡访名单 Draw whom a month’s spot checks are to look at: once a village and month, for good',
    description: 'The seed comes from the server and stands in the log with the population, so that anybody can draw again.',
    needs: 'command',
    answer: { schema: answers.drawAnswer, example: examples.drawExample },
    body: { type: records.DrawSamplesBody, example: { month: '2020-10', village: '430482101201' } },
    refusals: { ...UNKNOWN_UNIT, 409: 'already-drawn' },
  })
  drawSamples(@Body() body: unknown, @By() acting: Acting): Promise<records.DrawAnswer> {
    return this.commands.execute(new records.DrawSamples(records.readBody(records.DrawSamplesBody, body), acting));
  }

  @Get('visits/samples')
  @Operation({
    summary: '重点巡访名单 The samples of a month, and which of their records have been spot-checked',
    needs: 'person',
    reads: true,
    query: SamplesQuery,
    answer: { schema: answers.samplePage, example: examples.samplesExample },
    refusals: UNKNOWN_UNIT,
  })
  listSamples(@Query() query: unknown, @Person() userId: string): Promise<records.SamplePage> {
    const { mine, ...question } = readQuery(SamplesQuery, query);
    return this.queries.execute(new records.GetSamples({ ...question, ...(mine === true && { visitor: userId }) }));
  }

  @Get('visits/samples/proof')
  @Operation({
    summary: '名单验证 A sample drawn again from its seed and the records that there were then',
    needs: 'nobody',
    reads: true,
    query: ProofQuery,
    answer: { schema: answers.sampleProof, example: examples.sampleProofExample },
    refusals: { 404: 'no-sample' },
  })
  proveSample(@Query() query: unknown): Promise<records.SampleProof> {
    return this.queries.execute(new records.ProveSample(readQuery(ProofQuery, query)));
  }
}
