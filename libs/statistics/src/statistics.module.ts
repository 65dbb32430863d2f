import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RecordsModule } from '#records';
import { UnitCountsHandler } from './unit-counts.js';

/** Village and school views, as of any moment. */
@Module({
  imports: [CqrsModule, RecordsModule],
  providers: [UnitCountsHandler],
})
export class StatisticsModule {}
