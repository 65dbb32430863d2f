import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetError, ListErrors, type ErrorAnswer, type ErrorPage } from '#responsibility';
import { Person } from '../http/acting.js';
import { AsOfQuery, readQuery } from '../http/queries.js';
import { Operation } from '../openapi/operation.js';
import { errorAnswer, errorPage } from './error-answers.js';
import { errorExample, errorsExample } from './error-examples.js';
import { ErrorsQuery } from './responsibility-queries.js';

const SEEN_BY =
  'Each person sees the errors of records that they may know of, of units whose ledgers they may see, and those that they answer for, have reported or decide, whatever they hold now.';

/** Reported errors (差错) with who answers for them. */
@Controller('api/errors')
export class ErrorQueriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Operation({
    summary: '差错清单 Errors in the order of their reports, with who answers for each by name, page by page, as of any moment',
    description: `\`unit\`: in records of this unit or one under it, or answered for by one of them (a department such as \`department:education\`). \`month\`: confirmed in it. \`mine\`: what waits for the acting person, with \`tasks\`. ${SEEN_BY}`,
    needs: 'person',
    reads: true,
    query: ErrorsQuery,
    answer: { schema: errorPage, example: errorsExample },
    refusals: { 404: 'unknown-unit', 422: 'wrong-month' },
  })
  listErrors(@Query() query: unknown, @Person() userId: string): Promise<ErrorPage> {
    return this.queries.execute(new ListErrors({ ...readQuery(ErrorsQuery, query), asker: { userId } }));
  }

  @Get(':id')
  @Operation({
    summary: '差错 An error, with who answers for it, by name',
    description: `Name, role and unit are as of each act. It holds no value of the record. ${SEEN_BY}`,
    needs: 'person',
    reads: true,
    query: AsOfQuery,
    answer: { schema: errorAnswer, example: errorExample },
    refusals: { 404: 'unknown-error' },
  })
  getError(@Param('id') errorId: string, @Query() query: unknown, @Person() userId: string): Promise<ErrorAnswer> {
    return this.queries.execute(new GetError({ errorId, asOf: readQuery(AsOfQuery, query).asOf, asker: { userId } }));
  }
}
