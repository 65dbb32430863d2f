import { Controller, Get, Inject } from '@nestjs/common';
import { RELAY, type Relay } from '#feed';
import { ORIGIN, PROJECTION_RUNNER, type Origin } from '#platform';
import type { ProjectionRunner } from '#projections';
import { Refusal } from '#kernel';

/** Whether this process lives, and whether it can be asked. */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(PROJECTION_RUNNER) private readonly runner: ProjectionRunner,
    @Inject(ORIGIN) private readonly origin: Origin,
    @Inject(RELAY) private readonly relay: Relay | undefined,
  ) {}

  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /**
   * Ready means: the log answers and every view follows it. A view that has stopped makes it 503; a relay that waits for its broker does
   * not, questions and commands are answered all the same.
   */
  @Get('ready')
  async ready(): Promise<object> {
    const views = await this.runner.lags();
    if (views.some(({ stalled }) => stalled !== undefined)) throw new Refusal('unavailable', 'projection-stopped');
    const relay = await this.relay?.health();
    return { status: 'ready', simulated: this.origin.simulated, views, ...(relay && { relay }) };
  }
}
