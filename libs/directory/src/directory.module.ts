import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventLog } from '#event-store';
import { DIRECTORY_READER, EVENT_LOG } from '#platform';
import {
  EndAppointmentHandler,
  GrantAppointmentHandler,
  GrantDelegationHandler,
  ImportDirectoryHandler,
  RecordTrainingHandler,
  RegisterPersonHandler,
  RegisterUnitHandler,
} from './commands/index.js';
import { DirectoryImporter } from './importing/directory-importer.js';
import { LogDirectoryReader } from './log-directory-reader.js';
import { queryHandlers } from './queries/index.js';
import { PersonDesk } from './person-desk.js';

/** Regions, schools, people, appointments, delegations. Everything asks it who may act, so its reader is offered to every room. */
@Global()
@Module({
  imports: [CqrsModule],
  providers: [
    { provide: LogDirectoryReader, useFactory: (log: EventLog) => new LogDirectoryReader(log), inject: [EVENT_LOG] },
    { provide: DIRECTORY_READER, useExisting: LogDirectoryReader },
    DirectoryImporter,
    PersonDesk,
    ImportDirectoryHandler,
    RegisterPersonHandler,
    GrantAppointmentHandler,
    EndAppointmentHandler,
    GrantDelegationHandler,
    RecordTrainingHandler,
    RegisterUnitHandler,
    ...queryHandlers,
  ],
  exports: [DIRECTORY_READER],
})
export class DirectoryModule {}
