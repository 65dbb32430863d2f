export { COUNTY, TOP_UNIT, type InboxRow, type ListRow, type RecordsTables, type Span, type WaitingGroupRow } from './tables.js';
export {
  COUNTED_COLUMNS,
  dueHour,
  groupsOf,
  measuresAt,
  measuresOf,
  NOT_ENROLLED,
  OUTSIDE,
  UNASSIGNED,
  type CountedLevel,
  type CountedRow,
} from './measures.js';
export * from './records-view.js';
export { recordsProjection } from './records.projection.js';
export { trueAt } from './true-at.js';
export { escalationsProjection } from './escalations.projection.js';
export { VersionedRows } from './versioned-rows.js';
export { visitsProjection } from './visits.projection.js';
