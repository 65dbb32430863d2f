import { Controller, Get, Inject } from '@nestjs/common';
import { freeBytes, LEAST_ROOM } from '#disk';
import { conditionOf, type EventLog } from '#event-store';
import { RELAY, type StandbyRelay } from '#feed';
import { CONFIGURATION, EVENT_LOG, ORIGIN, PROJECTION_RUNNER, type Configuration, type Origin } from '#platform';
import type { Lag, ProjectionRunner, ProjectorThread } from '#projections';
import { Refusal } from '#kernel';
import { inTime } from './http/in-time.js';
import { READY_LIMIT } from './http/limits.js';
import { live, ready } from './health-answers.js';
import { Operation } from './openapi/operation.js';
import { PROJECTOR } from './projector.js';

const READY =
  'Log and read store answer in time, the disk has room, the thread that keeps the views runs, and no view has stopped. Else 503, with the reason. It also tells how far each view is behind, and how the relay stands.';

/** Whether this process lives, and whether it can be asked. */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(PROJECTION_RUNNER) private readonly runner: ProjectionRunner,
    @Inject(ORIGIN) private readonly origin: Origin,
    @Inject(RELAY) private readonly relay: StandbyRelay | undefined,
    @Inject(PROJECTOR) private readonly projector: ProjectorThread | undefined,
  ) {}

  @Get('live')
  @Operation({
    summary: '存活 Whether this process lives',
    needs: 'nothing',
    answer: live,
  })
  getLiveness(): { status: 'live' } {
    return { status: 'live' };
  }

  /**
   * Ready means: log and read store answer in time, the disk has room, the thread that keeps the views runs, and no view has stopped, whichever process keeps
   * it. A relay that waits for its broker or stands by does not make it 503: questions and commands are answered all the same.
   */
  @Get('ready')
  @Operation({
    summary: '就绪 Whether this process can be asked',
    description: READY,
    needs: 'nothing',
    answer: ready,
    refusals: { 503: 'projector-not-running' },
  })
  async getReadiness(): Promise<object> {
    this.mustAnswer();
    await inTime(this.log.head(), READY_LIMIT, 'log-not-answering').catch((error: unknown) => {
      // What is known by now says more than that it takes long.
      this.mustAnswer();
      throw error;
    });
    await inTime(this.mustHaveRoom(), READY_LIMIT, 'disk-not-answering');
    const projector = this.runningProjector();
    const views = await inTime(this.runner.lags(), READY_LIMIT, 'read-store-not-answering');
    for (const view of views) refuseStalled(view);
    const relay = await inTime(Promise.resolve(this.relay?.health()), READY_LIMIT, 'log-not-answering');
    const { roles } = this.configuration;
    return { status: 'ready', roles, simulated: this.origin.simulated, ...(projector && { projector }), views, ...(relay && { relay }) };
  }

  private async mustHaveRoom(): Promise<void> {
    if ((await freeBytes(this.configuration.dataDirectory)) < LEAST_ROOM) throw new Refusal('unavailable', 'disk-full');
  }

  /** Tells at once of a log that is known to be away, or another one. */
  private mustAnswer(): void {
    const condition = conditionOf(this.log);
    if (condition.state === 'replaced') throw new Refusal('unavailable', 'log-replaced');
    if (condition.state === 'unreachable') {
      throw new Refusal('unavailable', 'log-unreachable', { params: { reason: condition.reason } });
    }
  }

  private runningProjector(): string | undefined {
    const state = this.projector?.health.state;
    if (state === undefined || state === 'running') return state;
    throw new Refusal('unavailable', 'projector-not-running', { params: { state } });
  }
}

function refuseStalled({ view, stalled }: Lag): void {
  if (stalled === undefined) return;
  const { reason, cause = '', after } = stalled;
  throw new Refusal('unavailable', 'projection-stopped', { params: { view, position: after, reason, cause } });
}
