import type { Provider } from '@nestjs/common';
import type { Clock, EventLog } from '#event-store';
import { CLOCK, EVENT_LOG, PROJECTION_RUNNER } from '#platform';
import { Moments, type ProjectionRunner } from '#projections';
import { RecordsView } from '../projections/records-view.js';
import { VisitsView } from '../projections/visits-view.js';
import { AnsweringPeople } from './answering-people.js';
import { CountDeadlinesHandler } from './count-deadlines.js';
import { GetRecordChangesHandler } from './get-changes.js';
import { GetHistoryHandler } from './get-history.js';
import { GetInboxHandler } from './get-inbox.js';
import { GetRecordHandler } from './get-record.js';
import { GetSamplesHandler, ProveSampleHandler } from './get-samples.js';
import { GetVisitAgreementHandler } from './get-visit-agreement.js';
import { ListDisagreementsHandler } from './list-disagreements.js';
import { ListStudentsHandler } from './list-students.js';
import { ReadEventsHandler } from './read-events.js';
import { RecordsAt } from './record-at.js';
import { SpotChecks } from './spot-checks.js';
import { StudentSearch } from './student-search.js';
import { SummariseAgreementHandler } from './summarise-agreement.js';
import { SummariseVisitsHandler } from './summarise-visits.js';
import { VisitFindings } from './visit-findings.js';
import { WaitingGroups } from './waiting-groups.js';
import { OpenWorkItems } from './waiting-work.js';

/** Handlers of this room's queries, with what they read from. */
export const queryProviders: Provider[] = [
  {
    provide: Moments,
    useFactory: (runner: ProjectionRunner, log: EventLog, clock: Clock) => new Moments(runner, log, clock),
    inject: [PROJECTION_RUNNER, EVENT_LOG, CLOCK],
  },
  RecordsView,
  VisitsView,
  AnsweringPeople,
  RecordsAt,
  SpotChecks,
  WaitingGroups,
  OpenWorkItems,
  CountDeadlinesHandler,
  GetHistoryHandler,
  GetInboxHandler,
  GetRecordChangesHandler,
  GetRecordHandler,
  GetSamplesHandler,
  GetVisitAgreementHandler,
  ListDisagreementsHandler,
  ListStudentsHandler,
  ProveSampleHandler,
  ReadEventsHandler,
  StudentSearch,
  VisitFindings,
  SummariseAgreementHandler,
  SummariseVisitsHandler,
];
