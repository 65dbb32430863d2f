export { ChangeMapping, ChangeMappingBody, type MappingAnswer } from './commands/change-mapping.js';
export { DecideFinding, DecideFindingBody, type DecideContext, type FindingAnswer } from './commands/decide-finding.js';
export { ImportRosters, type ImportRostersBody, type RosterContext, type RostersImported } from './commands/import-rosters.js';
export { Reconcile } from './commands/reconcile.js';
export { rostersEvents, type FindingContent, type FindingDecided, type RosterImported } from './events.js';
export { ImportRights } from './import-rights.js';
export { checkedDay } from './importing/as-of.js';
export type { ImportedFile } from './importing/roster-importer.js';
export { rostersMessages } from './messages.js';
export { DEPARTMENTS, type Department } from './model/department.js';
export type { ReadProblem } from './model/facts.js';
export { FINDING_KINDS, VISIT_DIFFERS, type FindingKind, type FindingStatus, type Proposal, type Remedy } from './model/finding.js';
export { Pace, type Paced } from './pace.js';
export type { OnProgress, Progress } from './progress.js';
export { rostersProjection } from './projections/rosters.projection.js';
export { FindingsToDecide } from './queries/findings-to-decide.js';
export { LastRosterDates } from './queries/last-dates.js';
export {
  findingsOf,
  ListFindings,
  type FindingPage,
  type FindingQuestion,
  type ListedKind,
  type ShownFinding,
  type ShownFindingRow,
} from './queries/list-findings.js';
export { ShowMapping, type ShownMapping } from './queries/show-mapping.js';
export { UnreadRows, type UnreadFile, type UnreadTable } from './queries/unread-rows.js';
export type { Reconciled } from './reconciling/reconciler.js';
export * from './rosters.module.js';
