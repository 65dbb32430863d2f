import { type DynamicModule, Module } from '@nestjs/common';
import { demoMessages, DemoModule } from '#demo';
import { DirectoryModule, directoryMessages } from '#directory';
import { diskMessages } from '#disk';
import { eventStoreMessages } from '#event-store';
import { feedMessages, FeedModule } from '#feed';
import type { Catalogue } from '#kernel';
import { openRuntime, placesOf, platformMessages, PlatformModule, type Configuration, type Runtime, type RuntimeOptions } from '#platform';
import { projectionsMessages, ProjectorThread } from '#projections';
import { protectionMessages } from '#protection';
import { recordsMessages, RecordsModule } from '#records';
import { responsibilityMessages, ResponsibilityModule } from '#responsibility';
import { rostersMessages, RostersModule } from '#rosters';
import { statisticsMessages, StatisticsModule } from '#statistics';
import { studentAid, studentAidMessages } from '#student-aid';
import { verificationMessages } from '#verification';
import { allEvents } from './all-events.js';
import { FindingsElsewhereModule } from './findings-elsewhere.module.js';
import { RecordTypeModule } from './record-type.module.js';
import { RosterDatesModule } from './roster-dates.module.js';
import { sealedValues } from './sealed-values.js';

export { allEvents };

/** Makes views anew in a thread of its own. */
const rebuildWorker = new URL('./rebuild-worker.js', import.meta.url);
/** Keeps views up with the log in a thread of its own. */
const projectorWorker = new URL('./projector-worker.js', import.meta.url);

/** Every text that a refusal can have. */
export const allMessages: Catalogue = {
  ...verificationMessages,
  ...studentAidMessages,
  ...diskMessages,
  ...eventStoreMessages,
  ...projectionsMessages,
  ...protectionMessages,
  ...platformMessages,
  ...directoryMessages,
  ...recordsMessages,
  ...rostersMessages,
  ...responsibilityMessages,
  ...statisticsMessages,
  ...feedMessages,
  ...demoMessages,
};

/** Opens the runtime of a data directory with everything registered. `clock` sets the simulated clock. */
export function openCountersign(
  configuration: Configuration,
  options: Pick<RuntimeOptions, 'clock' | 'views' | 'writer' | 'renew'> = {},
): Promise<Runtime> {
  return openRuntime(configuration, { events: allEvents, sealed: sealedValues, rebuildWorker, ...options });
}

/** The thread that keeps every view of a configuration up with its log; it does nothing before it is started. */
export function projectorThread(configuration: Configuration): ProjectorThread {
  return new ProjectorThread(projectorWorker, placesOf(configuration));
}

/** The young generation of a thread beside a job that needs the memory itself, in MiB. */
const YOUNG = 48;

/** As {@link projectorThread}, for some views by name, beside a job of the command line. */
export function smallProjectorThread(configuration: Configuration, only: readonly string[]): ProjectorThread {
  return new ProjectorThread(projectorWorker, { ...placesOf(configuration), only }, { young: YOUNG });
}

/** Whether any process applies events to the views at any time: where they are embedded. Elsewhere it is one's turn at a time. */
export function anyMayApply(configuration: Configuration): boolean {
  return placesOf(configuration).readStore.kind === 'sqlite';
}

/**
 * For a thread beside a projector: it applies no events, but where any process may, and while the projector is not running yet or has died.
 */
export function viewsBeside(projector: ProjectorThread, configuration: Configuration): NonNullable<RuntimeOptions['views']> {
  return { applies: anyMayApply(configuration) && (() => projector.health.state !== 'running'), hurry: projector.hurry.bind(projector) };
}

/** All capabilities over one runtime: what the server and the command line have in common. */
@Module({})
export class CountersignModule {
  static over(runtime: Runtime): DynamicModule {
    return {
      module: CountersignModule,
      imports: [
        PlatformModule.forRuntime(runtime),
        RecordTypeModule.of(studentAid),
        DirectoryModule,
        RecordsModule,
        RostersModule,
        StatisticsModule,
        ResponsibilityModule,
        FeedModule,
        RosterDatesModule,
        FindingsElsewhereModule,
        DemoModule,
      ],
      exports: [PlatformModule, DirectoryModule, RecordsModule, RostersModule, StatisticsModule, ResponsibilityModule, FeedModule],
    };
  }
}
