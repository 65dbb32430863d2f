import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetBlame, GetLedger, ListDeeds, type Blame, type DeedPage, type Ledger, type LedgerSubject } from '#responsibility';
import { AskedBy, Person } from '../http/acting.js';
import { readQuery } from '../http/queries.js';
import { Operation, type OperationDescription } from '../openapi/operation.js';
import { blame, deedPage, ledger } from './responsibility-answers.js';
import { blameExample, deedsExample, ledgerExample } from './responsibility-examples.js';
import { BlameQuery, DeedsQuery, LedgerQuery } from './responsibility-queries.js';

const SEEN_BY = 'Each person sees their own; reviewers what was done for their unit and those under it; the county all.';

function ledgerOf(whose: string, unknown: string): OperationDescription {
  return {
    summary: `责任台账 ${whose}: what was done and is answered for, of a period, as of any moment`,
    description: SEEN_BY,
    needs: 'person',
    reads: true,
    query: LedgerQuery,
    answer: { schema: ledger, example: ledgerExample },
    refusals: { 403: 'not-supervisor', 404: unknown },
  };
}

function eventsOf(whose: string, unknown: string): OperationDescription {
  return {
    summary: `责任台账 ${whose}: the events behind the numbers, page by page`,
    description: `All pages are as of the moment of the first. ${SEEN_BY}`,
    needs: 'person',
    reads: true,
    query: DeedsQuery,
    answer: { schema: deedPage, example: deedsExample },
    refusals: { 403: 'not-supervisor', 404: unknown },
  };
}

/** Who has done what, and has to answer for it (谁审核,谁负责). */
@Controller('api')
export class LedgersController {
  constructor(private readonly queries: QueryBus) {}

  @Get('records/:id/blame')
  @Operation({
    summary: '字段责任 Of each field: who brought its value in, and everybody who has signed it',
    description: 'A sign-off covers the values in the digest that it signed, no others.',
    needs: 'nobody',
    reads: true,
    query: BlameQuery,
    answer: { schema: blame, example: blameExample },
  })
  getBlame(@Param('id') recordId: string, @Query() query: unknown, @AskedBy() userId: string | undefined): Promise<Blame> {
    return this.queries.execute(new GetBlame({ recordId, ...readQuery(BlameQuery, query), userId, anonymous: userId === undefined }));
  }

  @Get('people/:userId/responsibility')
  @Operation(ledgerOf('Of a person', 'unknown-person'))
  getPersonResponsibility(@Param('userId') userId: string, @Query() query: unknown, @Person() asking: string): Promise<Ledger> {
    return this.ledger({ userId }, query, asking);
  }

  @Get('people/:userId/responsibility/events')
  @Operation(eventsOf('Of a person', 'unknown-person'))
  listPersonResponsibilityEvents(@Param('userId') userId: string, @Query() query: unknown, @Person() asking: string): Promise<DeedPage> {
    return this.deeds({ userId }, query, asking);
  }

  @Get('units/:code/responsibility')
  @Operation(ledgerOf('Of a unit, or of a department such as `department:education`', 'unknown-unit'))
  getUnitResponsibility(@Param('code') unit: string, @Query() query: unknown, @Person() asking: string): Promise<Ledger> {
    return this.ledger({ unit }, query, asking);
  }

  @Get('units/:code/responsibility/events')
  @Operation(eventsOf('Of a unit, or of a department', 'unknown-unit'))
  listUnitResponsibilityEvents(@Param('code') unit: string, @Query() query: unknown, @Person() asking: string): Promise<DeedPage> {
    return this.deeds({ unit }, query, asking);
  }

  private ledger(subject: LedgerSubject, query: unknown, userId: string): Promise<Ledger> {
    return this.queries.execute(new GetLedger({ ...subject, ...readQuery(LedgerQuery, query), asker: { userId } }));
  }

  private deeds(subject: LedgerSubject, query: unknown, userId: string): Promise<DeedPage> {
    return this.queries.execute(new ListDeeds({ ...subject, ...readQuery(DeedsQuery, query), asker: { userId } }));
  }
}
