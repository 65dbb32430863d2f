import { type DynamicModule, Module } from '@nestjs/common';
import { RelayModule } from '#feed';
import { PlatformModule, type Runtime } from '#platform';
import type { ProjectorThread } from '#projections';
import { HealthController, PROJECTOR } from './health.controller.js';

/** A process that answers nobody: it keeps views or relays events, and says whether it is well. */
@Module({})
export class WorkerModule {
  static over(runtime: Runtime, projector?: ProjectorThread): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.forRuntime(runtime), RelayModule],
      controllers: [HealthController],
      providers: [{ provide: PROJECTOR, useFactory: () => projector }],
    };
  }
}
