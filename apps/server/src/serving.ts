import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refusal } from '#kernel';
import type { Configuration, Runtime } from '#platform';
import type { ProjectorThread } from '#projections';
import { openCountersign, projectorThread, viewsBeside } from '../../composition/src/countersign.module.js';
import { everyProjection } from '../../composition/src/every-projection.js';
import { Admission } from './http/admission.js';
import { MAX_COMMANDS } from './http/limits.js';
import { createServer } from './server.js';

/** How long what is under way may take to end, in milliseconds; the thread of the views has its own limit behind it. */
const GRACE_MS = 6_500;

/** How often connections on which nothing is under way any more are closed meanwhile. */
const SWEEP_MS = 50;

/** A process of Countersign, from its start to its end: it does what its roles say. */
export class Serving {
  private constructor(
    readonly runtime: Runtime,
    private readonly application: NestFastifyApplication,
    private readonly admission: Admission,
    private readonly projector: ProjectorThread | undefined,
  ) {}

  /**
   * Opens everything and listens.
   * @throws Refusal `invalid`/`port-unusable`, and what `openRuntime` refuses
   */
  static async start(configuration: Configuration): Promise<Serving> {
    const projector = configuration.roles.includes('projections') ? projectorThread(configuration) : undefined;
    const runtime = await openCountersign(configuration, {
      views: projector === undefined ? { applies: false } : viewsBeside(projector, configuration),
    });
    const admission = new Admission(MAX_COMMANDS);
    const application = await createServer(runtime, { admission, projector });
    const serving = new Serving(runtime, application, admission, projector);
    projector?.start();
    // Also those that nobody asks here: whoever asks whether this process is ready is told of all that it keeps.
    if (projector !== undefined) everyProjection((projection) => void runtime.runner.view(projection));
    runtime.runner.start();
    await serving.listen(configuration.port);
    return serving;
  }

  get port(): number {
    return ((this.application.getHttpServer() as Server).address() as { port: number }).port;
  }

  /**
   * Takes nothing more in, finishes what is under way, gives leases back. What is not done in time is cut off, as a kill would do it: whatever
   * was answered is kept, and nothing else was promised.
   * @returns whether everything was finished
   */
  async stop(): Promise<boolean> {
    this.admission.close();
    const server = this.application.getHttpServer() as Server;
    server.close();
    // Clients keep connections for their next request: there is none.
    setInterval(() => server.closeIdleConnections(), SWEEP_MS).unref();
    const finished = this.application.close().then(
      () => true,
      () => false,
    );
    const inTime = await Promise.race([finished, delay(GRACE_MS, false, { ref: false })]);
    await this.projector?.stop();
    return inTime;
  }

  private async listen(port: number): Promise<void> {
    try {
      await this.application.listen(port, '127.0.0.1');
    } catch (error) {
      await this.stop();
      throw new Refusal('invalid', 'port-unusable', { params: { port, code: (error as NodeJS.ErrnoException).code ?? '' } });
    }
  }
}
