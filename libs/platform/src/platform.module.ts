import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import type { Runtime } from './runtime.js';
import { CLOCK, CONFIGURATION, EVENT_LOG, EVENT_STORE, ORIGIN, PROJECTION_RUNNER, RUNTIME, SEALER } from './tokens.js';

/** Offers an opened runtime to every room, and closes it when the application ends. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(RUNTIME) private readonly runtime: Runtime) {}

  static forRuntime(runtime: Runtime): DynamicModule {
    const providers = [
      { provide: RUNTIME, useValue: runtime },
      { provide: CONFIGURATION, useValue: runtime.configuration },
      { provide: EVENT_STORE, useValue: runtime.store },
      { provide: EVENT_LOG, useValue: runtime.log },
      { provide: CLOCK, useValue: runtime.clock },
      { provide: SEALER, useValue: runtime.sealer },
      { provide: PROJECTION_RUNNER, useValue: runtime.runner },
      { provide: ORIGIN, useValue: runtime.origin },
    ];
    return { module: PlatformModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runtime.close();
  }
}
