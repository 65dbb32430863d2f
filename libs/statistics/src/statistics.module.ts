import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RecordsModule } from '#records';
import { UnitChangesHandler } from './unit-changes.js';
import { UnitCountsHandler } from './unit-counts.js';

/** Village and school views, as of any moment. */
@Module({
  imports: [CqrsModule, RecordsModule],
  providers: [UnitChangesHandler, UnitCountsHandler],
})
export class StatisticsModule {}
