import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RecordsModule } from '#records';
import { Exports } from './exports/exports.js';
import { UnitChangesHandler } from './unit-changes.js';
import { UnitCountsHandler } from './unit-counts.js';
import { Unstaffed } from './unstaffed.js';

/** Village, school, township and county views, as of any moment, and files of views and lists. */
@Module({
  imports: [CqrsModule, RecordsModule],
  providers: [Exports, UnitChangesHandler, UnitCountsHandler, Unstaffed],
  exports: [Exports],
})
export class StatisticsModule {}
