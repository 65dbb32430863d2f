import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Moments } from '#projections';
import { readBody, recordOfError, type CommandAnswer } from '#records';
import {
  AppealAttribution,
  AppealAttributionBody,
  DecideAttributionAppeal,
  DecideAttributionAppealBody,
  NameDecider,
  NameDeciderBody,
  VerifyAttributions,
  type AttributionsVerified,
} from '#responsibility';
import { ByUpon, Person, type Acting } from '../http/acting.js';
import { PageQuery, readQuery } from '../http/queries.js';
import { Operation } from '../openapi/operation.js';
import { upon, withId } from '../records/upon.js';
import { attributionsVerified, type VerifiedPage } from './responsibility-answers.js';
import { bodies, verifiedExample } from './responsibility-examples.js';

/** How many confirmed errors one answer looks at unless it is said. */
const PAGE = 100;

/** Appeals of those who are to answer for an error (责任申诉). */
@Controller('api/errors')
export class AttributionAppealsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/attribution-appeals')
  @Operation({
    summary: '责任申诉 Appeal against the attribution of an error to oneself',
    ...upon({ type: AppealAttributionBody, example: bodies.appeal, without: ['errorId'] }, 'already-appealed'),
  })
  appealAttribution(@Param('id') errorId: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    const full = readBody(AppealAttributionBody, withId(errorId, body));
    return this.commands.execute(new AppealAttribution(recordOfError(errorId), full, acting));
  }

  @Post(':id/attribution-appeals/decision')
  @Operation({
    summary: '责任申诉决定 Grant an appeal, so that the appellant answers no longer, or deny it',
    description:
      'By the officer whom the auditor has named. A published month that counted who answers no longer is restated beside the publication. The log says `reversed` for `granted` and `upheld` for `denied`; both words are taken.',
    ...upon({ type: DecideAttributionAppealBody, example: bodies.decision, without: ['errorId'] }, 'no-open-appeal'),
  })
  decideAttributionAppeal(@Param('id') errorId: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    const full = readBody(DecideAttributionAppealBody, withId(errorId, body));
    return this.commands.execute(new DecideAttributionAppeal(recordOfError(errorId), full, acting));
  }

  @Post(':id/decider')
  @Operation({
    summary: '指定认定人 Name who decides: the error, where no officer is left, or the appeals against its attribution',
    description: 'By the auditor.',
    ...upon({ type: NameDeciderBody, example: bodies.decider, without: ['errorId'] }, 'no-open-appeal'),
  })
  nameDecider(@Param('id') errorId: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    const full = readBody(NameDeciderBody, withId(errorId, body));
    return this.commands.execute(new NameDecider(recordOfError(errorId), full, acting));
  }
}

/** Attributions as anybody can work them out again. */
@Controller('api/audit')
export class AuditController {
  constructor(
    private readonly queries: QueryBus,
    private readonly moments: Moments,
  ) {}

  @Get('attributions')
  @Operation({
    summary: '核对责任认定 Work attributions out anew from the log alone and compare them with the stored ones, page by page',
    description: 'In the order of the log; for officers, approvers and auditors of the county.',
    needs: 'person',
    reads: true,
    query: PageQuery,
    answer: { schema: attributionsVerified, example: verifiedExample },
    refusals: { 403: 'not-supervisor' },
  })
  async verifyAttributions(@Query() query: unknown, @Person() userId: string): Promise<VerifiedPage> {
    const { limit = PAGE, cursor } = readQuery(PageQuery, query);
    const asOf = await this.moments.at();
    const answer: AttributionsVerified = await this.queries.execute(new VerifyAttributions({ limit, cursor, asker: { userId } }));
    const { differing: items, ...summary } = answer;
    return { asOf, items, ...summary };
  }
}
