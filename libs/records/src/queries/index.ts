export { AnsweringPeople } from './answering-people.js';
export { findingsShownTo } from './concealed-findings.js';
export { unknownUnit } from './check-filter.js';
export { Eligibility } from './eligible.js';
export { CountDeadlines, type DeadlineQuestion, type DeadlinesAnswer, type LevelDeadlines } from './count-deadlines.js';
export { GetRecordChanges, type ChangedField, type ChangesQuestion, type RecordChanges } from './get-changes.js';
export type { Change } from './differences.js';
export { GetHistory, type History, type HistoryEntry, type HistoryQuestion } from './get-history.js';
export { FINDINGS_ELSEWHERE, type FindingsAsked, type FindingsElsewhere, type WaitingRosterFinding } from './findings-elsewhere.js';
export { GetInbox, type InboxPage } from './get-inbox.js';
export { INBOX_KINDS, MOST_COUNTED, type InboxItem, type InboxTotals, type WaitingLevel } from './inbox-order.js';
export type { WaitingSpotCheck } from './spot-checks.js';
export { GetRecord, type RecordQuestion } from './get-record.js';
export {
  GetSamples,
  ProveSample,
  type Sample,
  type SampledRecord,
  type SamplePage,
  type SampleProof,
  type SampleQuestion,
} from './get-samples.js';
export {
  GetVisitAgreement,
  type ShownCheck,
  type ShownFieldAgreement,
  type VisitAgreement,
  type VisitAgreementQuestion,
} from './get-visit-agreement.js';
export { ListDisagreements, type DisagreementPage, type DisagreementQuestion, type ListedDisagreement } from './list-disagreements.js';
export { ListStudents, studentsOf, type ListedStudent, type StudentPage, type StudentQuestion } from './list-students.js';
export { queryMessages } from './messages.js';
export { ofUnit, type UnitFilter } from './of-unit.js';
export { queryProviders } from './providers.js';
export { eventsOf, ReadEvents, type EventPage, type EventQuestion } from './read-events.js';
export { RecordsAt, type RecordAt } from './record-at.js';
export { shownField } from './shown-values.js';
export {
  shownErrors,
  visibleErrors,
  type Naming,
  type ShownAct,
  type ShownAnswerer,
  type ShownAppeal,
  type ShownCatch,
  type ShownError,
} from './shown-error.js';
export type { ShownEvent } from './shown-events.js';
export type {
  ShownAction,
  ShownDisagreement,
  ShownLine,
  ShownRecord,
  ShownRecordError,
  ShownSignOff,
  ShownVisit,
  ShownWaiting,
} from './shown-record.js';
export type {
  WaitingAppeal,
  WaitingCorrection,
  WaitingError,
  WaitingReturn,
  WaitingTransfer,
  WaitingVisitFinding,
  WaitingWork,
} from './shown-work.js';
export { SummariseAgreement, type AgreementQuestion, type AgreementSummary, type FieldAgreementCounts } from './summarise-agreement.js';
export { SummariseVisits, type VisitQuestion, type VisitSummary } from './summarise-visits.js';
export type { StudentFilter } from './students.js';
export { VisitFindings, type VisitFinding } from './visit-findings.js';
export { WaitingGroups } from './waiting-groups.js';
