import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { RelayModule } from '#feed';
import type { Runtime } from '#platform';
import { CountersignModule } from '../../composition/src/countersign.module.js';
import { providersBeside, type Beside } from './beside.js';
import { DirectoryController } from './directory/directory.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { AsyncApiController, FeedController } from './feed/feed.controller.js';
import { HealthController } from './health.controller.js';
import { AnswerInterceptor } from './http/answer.interceptor.js';
import { CATALOGUE, catalogue } from './http/catalogue.js';
import { IndexController } from './index.controller.js';
import { CountedCommands } from './metrics/counted-commands.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { openApiDocument } from './openapi/document.js';
import { OPENAPI_DOCUMENT, OpenApiController } from './openapi/openapi.controller.js';
import { ErrorsController, RecordCommandsController, ReviewsController } from './records/record-commands.controller.js';
import { InboxController, RecordsController } from './records/records.controller.js';
import { RunsOrChecks } from './records/runs-or-checks.js';
import { AssessmentsController } from './responsibility/assessments.controller.js';
import { ErrorQueriesController } from './responsibility/errors.controller.js';
import { AttributionAppealsController, AuditController } from './responsibility/attributions.controller.js';
import { LedgersController } from './responsibility/ledgers.controller.js';
import { ImportDoor } from './rosters/import-door.js';
import { ImportJobs } from './rosters/import-jobs.js';
import { ImportThread } from './rosters/import-thread.js';
import { RostersController } from './rosters/rosters.controller.js';
import { UnitsController } from './units/units.controller.js';
import { VisitsController } from './visits/visits.controller.js';

/** Everything that the OpenAPI document describes. */
export const API_CONTROLLERS: readonly Type[] = [
  RecordCommandsController,
  RecordsController,
  ReviewsController,
  ErrorsController,
  InboxController,
  UnitsController,
  VisitsController,
  DirectoryController,
  RostersController,
  ExportsController,
  LedgersController,
  AssessmentsController,
  ErrorQueriesController,
  AttributionAppealsController,
  AuditController,
  FeedController,
  AsyncApiController,
  OpenApiController,
  HealthController,
  MetricsController,
];

/** The HTTP face over all capabilities. */
@Module({})
export class ServerModule {
  static over(runtime: Runtime, beside: Beside): DynamicModule {
    return {
      module: ServerModule,
      imports: [CqrsModule, CountersignModule.over(runtime), RelayModule],
      controllers: [IndexController, ...API_CONTROLLERS],
      providers: [
        ...providersBeside(beside),
        AnswerInterceptor,
        CountedCommands,
        ImportDoor,
        ImportJobs,
        RunsOrChecks,
        {
          provide: ImportThread,
          useFactory: (commands: CommandBus, counts: CountedCommands) => new ImportThread(runtime, commands, undefined, counts),
          inject: [CommandBus, CountedCommands],
        },
        { provide: CATALOGUE, useValue: catalogue },
        { provide: OPENAPI_DOCUMENT, useFactory: () => openApiDocument(API_CONTROLLERS, catalogue) },
      ],
    };
  }
}
