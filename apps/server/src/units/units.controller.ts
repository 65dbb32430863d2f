import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { Line, Month } from '#kernel';
import { CountDeadlines, SummariseVisits, type DeadlinesAnswer, type VisitSummary } from '#records';
import { UnitChanges, UnitCounts, type UnitChangesAnswer, type UnitCountsAnswer, type UnitLevel } from '#statistics';
import { AsOfQuery, FROM, LONGEST_MOMENT, PageQuery, readQuery, TO } from '../http/queries.js';
import { Described } from '../openapi/described.js';
import { CYCLE, MONTH, SCHOOL, TOWNSHIP, VILLAGE } from '../openapi/examples.js';
import { Operation, type OperationDescription } from '../openapi/operation.js';
import { deadlines, unitChanges, unitCounts, visitSummary } from './unit-answers.js';
import { countsExample, deadlinesExample, unitChangesExample, visitsExample } from './unit-examples.js';

class CountsQuery extends AsOfQuery {
  /** Absent: the newest that has records. */
  @IsOptional() @Line(9) @Described('school year; absent: the newest that has records', CYCLE) cycle?: string;
}

class UnitChangesQuery extends PageQuery {
  @Line(LONGEST_MOMENT) @Described(...FROM) from: string;
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...TO) to?: string;
  @IsOptional() @Line(9) @Described('school year; absent: the newest that has records', CYCLE) cycle?: string;
}

class DeadlinesQuery extends AsOfQuery {
  @Line(9) @Described('school year', CYCLE) cycle: string;
  @IsOptional() @Line(20) @Described('code of a village', VILLAGE) village?: string;
  @IsOptional() @Line(20) @Described('code of a township', TOWNSHIP) township?: string;
  @IsOptional() @Line(20) @Described('code of a school', SCHOOL) school?: string;
}

class VisitsQuery extends AsOfQuery {
  @Line(20) @Described('code of a school', SCHOOL) school: string;
  @Month() @Described('a month', MONTH) month: string;
}

const REFUSALS = { 404: 'unknown-unit' };

function counts(what: string): OperationDescription {
  return {
    summary: `${what}: its counts, now or as of any moment`,
    needs: 'nobody',
    reads: true,
    query: CountsQuery,
    answer: { schema: unitCounts, example: countsExample },
    refusals: REFUSALS,
  };
}

function changes(what: string): OperationDescription {
  return {
    summary: `${what}: what changed between two moments, in counts and the records behind them`,
    needs: 'nobody',
    reads: true,
    query: UnitChangesQuery,
    answer: { schema: unitChanges, example: unitChangesExample },
    refusals: REFUSALS,
  };
}

/** Each unit's view. One path for each level, because a code alone does not say of which level it is asked. */
@Controller('api')
export class UnitsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('counties/:code')
  @Operation(counts('县 A county'))
  getCounty(@Param('code') code: string, @Query() query: unknown): Promise<UnitCountsAnswer> {
    return this.counts('county', code, query);
  }

  @Get('counties/:code/changes')
  @Operation(changes('县 A county'))
  getCountyChanges(@Param('code') code: string, @Query() query: unknown): Promise<UnitChangesAnswer> {
    return this.changes('county', code, query);
  }

  @Get('townships/:code')
  @Operation(counts('乡镇 A township'))
  getTownship(@Param('code') code: string, @Query() query: unknown): Promise<UnitCountsAnswer> {
    return this.counts('township', code, query);
  }

  @Get('townships/:code/changes')
  @Operation(changes('乡镇 A township'))
  getTownshipChanges(@Param('code') code: string, @Query() query: unknown): Promise<UnitChangesAnswer> {
    return this.changes('township', code, query);
  }

  @Get('villages/:code')
  @Operation(counts('村 A village'))
  getVillage(@Param('code') code: string, @Query() query: unknown): Promise<UnitCountsAnswer> {
    return this.counts('village', code, query);
  }

  @Get('villages/:code/changes')
  @Operation(changes('村 A village'))
  getVillageChanges(@Param('code') code: string, @Query() query: unknown): Promise<UnitChangesAnswer> {
    return this.changes('village', code, query);
  }

  @Get('schools/:code')
  @Operation(counts('学校 A school'))
  getSchool(@Param('code') code: string, @Query() query: unknown): Promise<UnitCountsAnswer> {
    return this.counts('school', code, query);
  }

  @Get('schools/:code/changes')
  @Operation(changes('学校 A school'))
  getSchoolChanges(@Param('code') code: string, @Query() query: unknown): Promise<UnitChangesAnswer> {
    return this.changes('school', code, query);
  }

  @Get('deadlines')
  @Operation({
    summary: '时限 By level: what waits, what is overdue, what was escalated',
    description: 'Of the records of the units that are named, or of the county.',
    needs: 'nobody',
    reads: true,
    query: DeadlinesQuery,
    answer: { schema: deadlines, example: deadlinesExample },
    refusals: REFUSALS,
  })
  getDeadlines(@Query() query: unknown): Promise<DeadlinesAnswer> {
    return this.queries.execute(new CountDeadlines(readQuery(DeadlinesQuery, query)));
  }

  @Get('visits/summary')
  @Operation({
    summary: '三联访 How a school’s students were visited in a month, and how many of its teachers took part',
    needs: 'nobody',
    reads: true,
    query: VisitsQuery,
    answer: { schema: visitSummary, example: visitsExample },
    refusals: REFUSALS,
  })
  summariseVisits(@Query() query: unknown): Promise<VisitSummary> {
    return this.queries.execute(new SummariseVisits(readQuery(VisitsQuery, query)));
  }

  private counts(level: UnitLevel, code: string, query: unknown): Promise<UnitCountsAnswer> {
    return this.queries.execute(new UnitCounts({ code, level, ...readQuery(CountsQuery, query) }));
  }

  private changes(level: UnitLevel, code: string, query: unknown): Promise<UnitChangesAnswer> {
    return this.queries.execute(new UnitChanges({ code, level, ...readQuery(UnitChangesQuery, query) }));
  }
}
