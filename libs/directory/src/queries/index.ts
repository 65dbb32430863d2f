import type { Provider } from '@nestjs/common';
import {
  GetAppointmentHandler,
  ListAppointmentsHandler,
  ListDelegationsHandler,
  ListPeopleHandler,
  ListTrainingsHandler,
  ListUnitsHandler,
} from './list-directory.js';

export {
  GetAppointment,
  ListAppointments,
  ListDelegations,
  ListPeople,
  ListTrainings,
  ListUnits,
  type DirectoryPage,
  type ListedAppointment,
  type ListedDelegation,
  type ListedPerson,
  type ListedTraining,
  type ListedUnit,
} from './list-directory.js';

/** Handlers of this room's queries. */
export const queryHandlers: Provider[] = [
  GetAppointmentHandler,
  ListAppointmentsHandler,
  ListDelegationsHandler,
  ListPeopleHandler,
  ListTrainingsHandler,
  ListUnitsHandler,
];
