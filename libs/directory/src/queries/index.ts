import type { Provider } from '@nestjs/common';
import {
  ListAppointmentsHandler,
  ListDelegationsHandler,
  ListPeopleHandler,
  ListTrainingsHandler,
  ListUnitsHandler,
} from './list-directory.js';

export {
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
  ListAppointmentsHandler,
  ListDelegationsHandler,
  ListPeopleHandler,
  ListTrainingsHandler,
  ListUnitsHandler,
];
