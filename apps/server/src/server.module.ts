import { type DynamicModule, Module } from '@nestjs/common';
import type { Runtime } from '#platform';
import { CountersignModule } from '../../composition/src/countersign.module.js';
import { HealthController } from './health.controller.js';
import { IndexController } from './index.controller.js';

/** The HTTP face over all capabilities. */
@Module({})
export class ServerModule {
  static over(runtime: Runtime): DynamicModule {
    return { module: ServerModule, imports: [CountersignModule.over(runtime)], controllers: [HealthController, IndexController] };
  }
}
