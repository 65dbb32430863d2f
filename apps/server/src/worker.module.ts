import { type DynamicModule, Module } from '@nestjs/common';
import { RelayModule } from '#feed';
import { PlatformModule, type Runtime } from '#platform';
import { providersBeside, type Beside } from './beside.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';

/** A process that answers nobody: it keeps views or relays events, and says whether it is well and what it does. */
@Module({})
export class WorkerModule {
  static over(runtime: Runtime, beside: Beside): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.forRuntime(runtime), RelayModule],
      controllers: [HealthController, MetricsController],
      providers: [...providersBeside(beside)],
    };
  }
}
