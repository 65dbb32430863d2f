import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CommandBus } from '@nestjs/cqrs';
import { ImportDirectory, type DirectoryFiles } from '#directory';
import { readEventStoreAddress } from '#event-store';
import { advanceClock, type Runtime } from '#platform';
import { openCountersign } from '../../../apps/composition/src/countersign.module.js';
import { createServer, type ServerOptions } from '../../../apps/server/src/server.js';
import { readStoreOf } from '../../../libs/projections/src/testing/read-store-of.js';
import { Client } from './client.js';
import { SmallCounty } from './small-county.js';

export const START = '2020-09-10T10:00:00+08:00';

export interface RunningOptions extends ServerOptions {
  readonly directory?: DirectoryFiles;
  readonly county?: SmallCounty;
  /** Where its log is; absent: in the data directory. */
  readonly eventStore?: string;
  /** Whether it brings its views up with the log; absent: it does. */
  readonly applies?: boolean;
}

/** The application on a port of its own over a small county, as `npm start` runs it, on a clock that the test sets. */
export class RunningServer {
  private constructor(
    private readonly county: SmallCounty,
    readonly runtime: Runtime,
    readonly application: NestFastifyApplication,
    readonly client: Client,
  ) {}

  /** @param directory files of another county; @param county whose data directory is opened again */
  static async start({
    directory,
    county = new SmallCounty(),
    eventStore = '',
    applies = true,
    ...options
  }: RunningOptions = {}): Promise<RunningServer> {
    const readStore = readStoreOf(county.data);
    const places = { eventStore: readEventStoreAddress(eventStore), readStore };
    const configuration = { dataDirectory: county.data, port: 0, roles: ['api', 'projections'] as const, ...places };
    // A directory that is opened again has a clock of its own already.
    const clock = existsSync(county.data) ? undefined : START;
    const runtime = await openCountersign(configuration, { clock, views: { applies } });
    const application = await createServer(runtime, options);
    runtime.runner.start();
    await application.listen(0, '127.0.0.1');
    await application
      .get(CommandBus, { strict: false })
      .execute(new ImportDirectory(directory ?? county.files, { commandId: 'directory' }));
    return new RunningServer(county, runtime, application, new Client(portOf(application)));
  }

  get port(): number {
    return portOf(this.application);
  }

  /** Sets the simulated clock on. */
  async setClock(time: string): Promise<void> {
    await advanceClock(this.runtime.log, this.runtime.clock, new Date(time).toISOString());
  }

  /** Ends the application and leaves its data. */
  async halt(): Promise<SmallCounty> {
    (this.application.getHttpServer() as Server).closeAllConnections();
    await this.application.close();
    return this.county;
  }

  async stop(): Promise<void> {
    (await this.halt()).remove();
  }
}

function portOf(application: NestFastifyApplication): number {
  return ((application.getHttpServer() as Server).address() as { port: number }).port;
}
