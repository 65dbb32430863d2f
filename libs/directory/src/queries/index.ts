import type { Provider } from '@nestjs/common';
import {
  ListAppointmentsHandler,
  ListDelegationsHandler,
  ListPeopleHandler,
  ListTrainingsHandler,
  ListUnitsHandler,
} from './list-directory.js';
import { ListedDirectory } from './listed-directory.js';

export {
  ListAppointments,
  ListDelegations,
  ListPeople,
  ListTrainings,
  ListUnits,
  type ListedAppointment,
  type ListedDelegation,
  type ListedPerson,
  type ListedTraining,
  type ListedUnit,
} from './list-directory.js';

/** Handlers of this room's queries, and what they read. */
export const queryHandlers: Provider[] = [
  ListedDirectory,
  ListAppointmentsHandler,
  ListDelegationsHandler,
  ListPeopleHandler,
  ListTrainingsHandler,
  ListUnitsHandler,
];
